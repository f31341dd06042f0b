import type { DeskScore, Evidence, Item, Passage, Report, Span, TopicScore } from "rubrica";

/** One item as the page shows it. */
export interface Reading {
  /** Its number in the paste, from 1. */
  number: number;
  text: string;
  language: { code: string; confidence: number; sure: boolean };
  /** Where which language is, counted from the start of `text`; empty if all is in one. */
  passages: Passage[];
  /** Of an item in several languages, each with its share of the letters, the greatest first. */
  languages: { code: string; share: number }[];
  /** Probability that it is news. */
  news: number;
  isNews: boolean;
  /** The likeliest topics, best first; empty only if the report has none. */
  topics: TopicScore[];
  sureOfTopic: boolean;
  /** Spans of `text` that speak for or against its best topic. */
  evidence: Evidence[];
  /** Which of the reader's own topics it belongs to, best first. */
  desk: DeskScore[];
  /** The topic that the reader marked it for, `null` for none of them, `undefined` if not marked. */
  mark: string | null | undefined;
  /** Index of its story in the report, the numbers of the story's other items, and the names and numbers they share. */
  story: { index: number; others: number[]; shared: string[] } | undefined;
}

/** Of what the items of a story share, so much is named. */
const MOST_SHARED = 3;

/** Below this the page words a language as a guess. */
const SURE = 0.5;

/** Reads what the report says of its item `index`. Topics below `threshold` are guesses; `markOf` tells the reader's mark. */
export function readItem(
  paste: string,
  report: Report,
  index: number,
  threshold: number,
  markOf: (text: string) => string | null | undefined,
): Reading {
  const item = report.items[index]!;
  const [topic] = item.topics;
  const text = paste.slice(item.start, item.end);
  return {
    number: index + 1,
    text,
    language: languageOf(item),
    passages: within(item, item.passages),
    languages: languagesOf(item),
    news: item.news,
    isNews: isNews(item),
    topics: item.topics,
    sureOfTopic: (topic?.confidence ?? 0) >= threshold,
    evidence: evidenceOf(item, topic?.slug),
    // Its evidence is asked for when the reader wants to see it.
    desk: (item.desk ?? []).map((score) => ({ ...score, evidence: [] })),
    mark: markOf(text),
    story: storyOf(item, report, index),
  };
}

export function isNews({ news }: Item): boolean {
  return news >= 0.5;
}

/** The language an item is taken to be in: the first of its list. */
export function languageOf({ language, passages }: Item): Reading["language"] {
  const [first] = language;
  if (!first) {
    return { code: "und", confidence: 0, sure: false };
  }
  const { detectedLanguage, confidence } = first;
  return {
    code: detectedLanguage,
    confidence,
    sure: detectedLanguage === "und" || confidence >= SURE || passages.length > 0,
  };
}

function languagesOf({ language, passages }: Item): Reading["languages"] {
  const there = new Set(passages.map((passage) => passage.language));
  return language
    .filter(({ detectedLanguage }) => there.has(detectedLanguage))
    .map(({ detectedLanguage, confidence }) => ({ code: detectedLanguage, share: confidence }));
}

/** The evidence for or against a topic, counted from the start of the item. */
export function evidenceOf(item: Item, slug: string | undefined): Evidence[] {
  return within(
    item,
    item.evidence.filter((span) => span.topic === slug),
  );
}

/** The same for one of the reader's own topics. */
export function deskEvidenceOf(item: Item, topic: string): Evidence[] {
  return within(item, item.desk?.find((score) => score.topic === topic)?.evidence ?? []);
}

/** Spans counted from the start of the item. */
export function within<Stretch extends Span>(item: Item, spans: readonly Stretch[]): Stretch[] {
  return spans.map((span) => ({ ...span, start: span.start - item.start, end: span.end - item.start }));
}

/** What a story is called: A, B, … Z, AA, … */
export function storyLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : storyLetter(Math.floor(index / 26) - 1) + last;
}

function storyOf({ story }: Item, report: Report, index: number): Reading["story"] {
  if (story === null) {
    return undefined;
  }
  const { items = [], names = [], numbers = [] } = report.stories[story] ?? {};
  const others = items.filter((other) => other !== index).map((other) => other + 1);
  return { index: story, others, shared: [...names, ...numbers].slice(0, MOST_SHARED) };
}
