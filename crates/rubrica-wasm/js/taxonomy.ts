/**
 * The topics in the words of the IPTC, and their short names in many languages. It loads nothing.
 * @module rubrica/taxonomy
 */
import { TERMS } from "./terms.js";
import * as short from "./topic-names.js";
import type { TopicNames, TopicSlug } from "./topic-names.js";

export type { TopicSlug } from "./topic-names.js";

/** One of the 17 top-level IPTC Media Topics. */
export interface Topic {
  /** IPTC QCode, such as `medtop:16000000`. */
  readonly id: string;
  /** Rubrica's short English name, such as `conflict`. */
  readonly slug: TopicSlug;
  /** The IPTC's address of the topic. */
  readonly uri: string;
  /** The IPTC's names of the topic, by BCP 47 tag. All topics have the same tags; `en-GB` is always among them. */
  readonly names: Readonly<Record<string, string>>;
  /** The IPTC's definitions of the topic, by BCP 47 tag. */
  readonly definitions: Readonly<Record<string, string>>;
  /** Rubrica's own short names of the topic, by BCP 47 tag: in the languages that the IPTC gives its Media Topics in, and more. */
  readonly shortNames: Readonly<Record<string, string>>;
}

/** Of two tags of one language the more general stands first. */
const SHORT_NAMES: Readonly<Record<string, TopicNames>> = {
  ar: short.ar,
  ca: short.ca,
  cs: short.cs,
  da: short.da,
  de: short.de,
  el: short.el,
  en: short.en,
  "en-US": short.enUS,
  es: short.es,
  fi: short.fi,
  fr: short.fr,
  hu: short.hu,
  it: short.it,
  ja: short.ja,
  ko: short.ko,
  nb: short.nb,
  nl: short.nl,
  nn: short.nn,
  pl: short.pl,
  pt: short.pt,
  "pt-BR": short.ptBR,
  ro: short.ro,
  ru: short.ru,
  sv: short.sv,
  tr: short.tr,
  uk: short.uk,
  zh: short.zh,
  "zh-Hant": short.zhHant,
};

/** In the order of the ids, as are the terms. */
const SLUGS: readonly TopicSlug[] = [
  "arts",
  "crime",
  "disaster",
  "economy",
  "education",
  "environment",
  "health",
  "human-interest",
  "labour",
  "lifestyle",
  "politics",
  "religion",
  "science-technology",
  "society",
  "sport",
  "conflict",
  "weather",
];

/** All 17 topics, in the order of their ids. The words are those of the IPTC Media Topics (https://iptc.org, CC BY 4.0). */
export const topics: readonly Topic[] = TERMS.map((term, index) => {
  const slug = SLUGS[index]!;
  const shortNames = Object.fromEntries(Object.entries(SHORT_NAMES).map(([tag, names]) => [tag, names[slug]]));
  return { ...term, slug, shortNames };
});

/** The topic with this id or slug. */
export function topic(idOrSlug: string): Topic | undefined {
  return topics.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);
}

/**
 * The name of a topic in the first of the languages that there is one in, or in English: the IPTC's, which its vocabulary
 * gives in English, else Rubrica's short one.
 *
 * ```js
 * topicName("conflict", navigator.languages);
 * ```
 * @param idOrSlug such as `medtop:16000000` or `conflict`
 * @param languages BCP 47 tags, best first; `de-AT` is content with `de`, and `zh-TW` with `zh-Hant`
 * @throws `RangeError` if there is no such topic
 */
export function topicName(idOrSlug: string, languages: string | readonly string[] = []): string {
  const { names, shortNames } = known(idOrSlug);
  return inLanguages([names, shortNames], languages) ?? names["en-GB"]!;
}

/**
 * Rubrica's short name of a topic in the first of the languages that there is one in, or in English.
 *
 * ```js
 * shortName("conflict", "de-AT"); // Konflikt und Krieg
 * ```
 * @param idOrSlug such as `medtop:16000000` or `conflict`
 * @param languages BCP 47 tags, best first
 * @throws `RangeError` if there is no such topic
 */
export function shortName(idOrSlug: string, languages: string | readonly string[] = []): string {
  const { shortNames } = known(idOrSlug);
  return inLanguages([shortNames], languages) ?? shortNames["en"]!;
}

function known(idOrSlug: string): Topic {
  const found = topic(idOrSlug);
  if (!found) {
    throw new RangeError(`there is no topic ${idOrSlug}`);
  }
  return found;
}

/** The name in the first language that one of the sets of names has; of two sets the first counts more. */
function inLanguages(
  sets: readonly Readonly<Record<string, string>>[],
  languages: string | readonly string[],
): string | undefined {
  for (const wanted of [languages].flat()) {
    for (const names of sets) {
      const tag = tagFor(wanted, Object.keys(names));
      if (tag !== undefined) {
        return names[tag];
      }
    }
  }
  return undefined;
}

/** Of the tags the one that suits best: of the same language, and if there are several, of the same script and region. */
function tagFor(wanted: string, tags: readonly string[]): string | undefined {
  if (tags.includes(wanted)) {
    return wanted;
  }
  const { language, script, region } = subtags(wanted);
  const alike = tags.map((tag) => ({ tag, ...subtags(tag) })).filter((one) => one.language === language);
  const readable = alike.filter((one) => one.script === script);
  return (readable.find((one) => one.region === region) ?? readable[0] ?? alike[0])?.tag;
}

/** The subtags of a BCP 47 tag, with those that go without saying; of what is no such tag, the beginning. */
function subtags(tag: string): { language: string; script?: string | undefined; region?: string | undefined } {
  try {
    const { language, script, region } = new Intl.Locale(tag).maximize();
    // Norwegian without more is Bokmål, which most of it is written in.
    return { language: language === "no" ? "nb" : language, script, region };
  } catch {
    return { language: tag.replace(/[^a-z].*/i, "").toLowerCase() };
  }
}
