import type { Evidence, Item, Report, TopicScore } from "rubrica";

/** Below this the page words its answer as a guess. */
const SURE = 0.5;

/** One item as the page shows it. */
export interface Reading {
  /** Its number in the paste, from 1. */
  number: number;
  text: string;
  language: { code: string; confidence: number; sure: boolean };
  /** Probability that it is news. */
  news: number;
  isNews: boolean;
  /** The likeliest topic; undefined only if the report has none. */
  topic: TopicScore | undefined;
  sureOfTopic: boolean;
  /** The next likeliest. */
  others: TopicScore[];
  /** Spans of `text` that speak for or against the topic. */
  evidence: Evidence[];
  /** Index of its story in the report, and the numbers of the story's other items. */
  story: { index: number; others: number[] } | undefined;
}

/** Reads what the report says of its item `index`. */
export function readItem(paste: string, report: Report, index: number): Reading {
  const item = report.items[index]!;
  const [topic, ...others] = item.topics;
  return {
    number: index + 1,
    text: paste.slice(item.start, item.end),
    language: languageOf(item),
    news: item.news,
    isNews: item.news >= 0.5,
    topic,
    sureOfTopic: (topic?.confidence ?? 0) >= SURE,
    others,
    evidence: evidenceOf(item, topic),
    story: storyOf(item, report, index),
  };
}

/** The language an item is taken to be in: the first of its list, unless "undetermined", which is always the last, is likelier. */
export function languageOf({ language }: Item): Reading["language"] {
  const first = language[0];
  const undetermined = language.at(-1);
  if (!first || !undetermined) {
    return { code: "und", confidence: 0, sure: false };
  }
  const { detectedLanguage, confidence } = first.confidence >= undetermined.confidence ? first : undetermined;
  return { code: detectedLanguage, confidence, sure: detectedLanguage === "und" || confidence >= SURE };
}

/** The evidence for or against the item's likeliest topic, counted from the start of the item. */
export function evidenceOf(item: Item, topic: TopicScore | undefined): Evidence[] {
  return item.evidence
    .filter((span) => span.topic === topic?.slug)
    .map((span) => ({ ...span, start: span.start - item.start, end: span.end - item.start }));
}

function storyOf({ story }: Item, report: Report, index: number): Reading["story"] {
  if (story === null) {
    return undefined;
  }
  const others = report.stories[story]?.items.filter((other) => other !== index) ?? [];
  return { index: story, others: others.map((other) => other + 1) };
}
