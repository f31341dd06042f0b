/**
 * The topics in the words of the IPTC. It loads nothing.
 * @module rubrica/taxonomy
 */
import { TERMS } from "./terms.js";

/** The slug of a topic: Rubrica's own short English name, as reports have it. */
export type TopicSlug =
  | "arts"
  | "crime"
  | "disaster"
  | "economy"
  | "education"
  | "environment"
  | "health"
  | "human-interest"
  | "labour"
  | "lifestyle"
  | "politics"
  | "religion"
  | "science-technology"
  | "society"
  | "sport"
  | "conflict"
  | "weather";

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
}

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
export const topics: readonly Topic[] = TERMS.map((term, index) => ({ ...term, slug: SLUGS[index]! }));

/** The topic with this id or slug. */
export function topic(idOrSlug: string): Topic | undefined {
  return topics.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);
}

/**
 * The name of a topic in the first of the languages that the IPTC's names are in, or in English.
 *
 * ```js
 * topicName("conflict", navigator.languages);
 * ```
 * @param idOrSlug such as `medtop:16000000` or `conflict`
 * @param languages BCP 47 tags, best first; `de-AT` is content with `de`, and `en` with `en-GB`
 * @throws `RangeError` if there is no such topic
 */
export function topicName(idOrSlug: string, languages: string | readonly string[] = []): string {
  const found = topic(idOrSlug);
  if (!found) {
    throw new RangeError(`there is no topic ${idOrSlug}`);
  }
  const { names } = found;
  const tags = Object.keys(names);
  for (const wanted of [languages, "en"].flat()) {
    const tag = tags.find((tag) => tag === wanted) ?? tags.find((tag) => primary(tag) === primary(wanted));
    if (tag !== undefined) {
      return names[tag]!;
    }
  }
  return names["en-GB"]!;
}

/** The primary language subtag of a BCP 47 tag. */
function primary(tag: string): string {
  return tag.replace(/-.*/, "").toLowerCase();
}
