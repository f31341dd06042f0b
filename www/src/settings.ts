// What the reader has chosen. Kept in this browser alone; a link can hold it, and never holds any text.
import { TOPIC_SLUGS } from "./topics.js";
import { PAGE_LANGUAGES } from "./words.js";

export const THEMES = ["auto", "light", "dark"] as const;

/** What the reader can choose. */
export interface Settings {
  /** Topics below this confidence look unsure, 0 to 0.95. */
  threshold: number;
  /** How many topics each item shows, 1 to 17. */
  topics: number;
  theme: (typeof THEMES)[number];
  /** One of the page's languages, or `auto`. */
  language: string;
}

export const DEFAULTS: Readonly<Settings> = { threshold: 0.5, topics: 3, theme: "auto", language: "auto" };

const STORE = "rubrica.settings";

/** What a link to the page says, else what was kept, else the defaults. */
export function loadSettings(): Settings {
  const fromLink = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  if (fromLink.size > 0) {
    // A link gives the settings once; what the reader then changes counts.
    history.replaceState(null, "", location.pathname + location.search);
    return checked(Object.fromEntries(fromLink));
  }
  try {
    return checked(JSON.parse(localStorage.getItem(STORE) ?? "{}"));
  } catch {
    // A browser that keeps nothing for us, or something that was not kept by us.
    return { ...DEFAULTS };
  }
}

export function keepSettings(settings: Settings): void {
  try {
    localStorage.setItem(STORE, JSON.stringify(settings));
  } catch {
    // A browser that keeps nothing: the settings hold until the page is closed.
  }
}

/** A link to this page with these settings, and nothing else. */
export function linkWith(settings: Settings): string {
  const query = new URLSearchParams(Object.entries(settings).map(([name, value]) => [name, String(value)]));
  return `${location.origin}${location.pathname}#${query.toString()}`;
}

/** Whatever came from outside, as settings: what is not one of them, or beyond its bounds, is the default. */
function checked(found: unknown): Settings {
  const { threshold, topics, theme, language } = (found ?? {}) as Partial<Record<keyof Settings, unknown>>;
  return {
    threshold: within(threshold, 0, 0.95) ?? DEFAULTS.threshold,
    topics: Math.round(within(topics, 1, TOPIC_SLUGS.length) ?? DEFAULTS.topics),
    theme: THEMES.find((known) => known === theme) ?? DEFAULTS.theme,
    language: PAGE_LANGUAGES.find((known) => known === language) ?? DEFAULTS.language,
  };
}

function within(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && number >= least && number <= most ? number : undefined;
}
