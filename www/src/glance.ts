import type { Report } from "rubrica";

import { element, setProperty } from "./dom.js";
import { counted, languageName } from "./locale.js";
import { languageOf } from "./reading.js";
import { lookOf } from "./topics.js";

/** A kind of item and how many there are. */
interface Part {
  name: string;
  class: string;
  hue: number | undefined;
  count: number;
}

/** More kinds than this are told as one, the rest. */
const MOST_PARTS = 6;

/** How the paste divides: a bar by topic, a bar by language, and what the marks mean. */
export function glance(report: Report): HTMLElement[] {
  const topics = tally(report.items.map((item) => (item.news >= 0.5 ? (item.topics[0]?.slug ?? "") : "not-news"))).map(
    ([slug, count]): Part =>
      slug === "not-news"
        ? { name: "Not news", class: "not-news", hue: undefined, count }
        : { name: lookOf(slug).name, class: "hued", hue: lookOf(slug).hue, count },
  );
  const languages = tally(report.items.map((item) => languageOf(item).code)).map(([code, count]): Part => ({
    name: languageName(code),
    class: "language",
    hue: undefined,
    count,
  }));
  return [division("Topics", withRest(topics)), division("Languages", withRest(languages)), key()];
}

function tally(values: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

function withRest(parts: Part[]): Part[] {
  if (parts.length <= MOST_PARTS) {
    return parts;
  }
  const rest = parts.slice(MOST_PARTS - 1);
  const count = rest.reduce((sum, part) => sum + part.count, 0);
  return [
    ...parts.slice(0, MOST_PARTS - 1),
    { name: `${String(rest.length)} others`, class: "rest", hue: undefined, count },
  ];
}

function division(title: string, parts: Part[]): HTMLElement {
  const bar = element("div", { class: "division", "aria-hidden": "true" });
  const legend = element("ul", { class: "legend" });
  for (const [rank, part] of parts.entries()) {
    const segment = element("span", { class: `segment ${part.class}` });
    const entry = element("li", { class: part.class }, part.name, " ", element("b", {}, String(part.count)));
    for (const made of [segment, entry]) {
      setProperty(made, "--count", part.count);
      setProperty(made, "--rank", rank);
      if (part.hue !== undefined) {
        setProperty(made, "--hue", part.hue);
      }
    }
    bar.append(segment);
    legend.append(entry);
  }
  return element("section", { "aria-label": title }, element("h3", {}, title), bar, legend);
}

function key(): HTMLElement {
  const speaksFor = element("mark", { class: "for" }, "speaks for");
  setProperty(speaksFor, "--strength", 0.8);
  return element(
    "p",
    { class: "key" },
    "A marked word ",
    speaksFor,
    " the topic or ",
    element("mark", { class: "against" }, "against"),
    " it; the stronger the colour, the more.",
  );
}

/** The whole in one sentence. */
export function summary(report: Report): string {
  const { items, stories } = report;
  if (items.length === 0) {
    return "No text to read in this.";
  }
  const languages = new Set(items.map((item) => languageOf(item).code));
  languages.delete("und");
  const notNews = items.filter((item) => item.news < 0.5).length;
  return [
    counted(items.length, "item", "items"),
    ...(languages.size > 0 ? [counted(languages.size, "language", "languages")] : []),
    ...(notNews > 0 ? [`${String(notNews)} not news`] : []),
    ...(stories.length > 0 ? [counted(stories.length, "shared story", "shared stories")] : []),
  ].join(" · ");
}
