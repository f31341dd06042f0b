// What was found, as files and for the clipboard.
import type { Evidence, Report } from "rubrica";

import { LONG } from "./reader.js";
import { isNews, languageOf } from "./reading.js";
import { languageName, notNews, probability, say, topicName } from "./words.js";

/** The formats of exported files. */
export const FORMATS = {
  csv: { type: "text/csv", write: toCsv },
  json: { type: "application/json", write: toJson },
  md: { type: "text/markdown", write: toMarkdown },
} as const;

/** Hands a file to the reader. */
export function download(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser needs the address until it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}

/** Puts a text into the clipboard. Where the page is served without encryption, browsers allow only the old way. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    const before = document.activeElement;
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way there is without a secure context
    const done = document.execCommand("copy");
    field.remove();
    if (before instanceof HTMLElement) {
      before.focus();
    }
    return done;
  }
}

function toCsv(text: string, report: Report, indices: readonly number[]): string {
  const explained = text.length <= LONG;
  const rows = indices.map((index) => {
    const item = report.items[index]!;
    const [first, second] = item.topics;
    const language = languageOf(item);
    return [
      index + 1,
      language.code,
      language.confidence,
      item.news,
      first?.slug,
      first?.id,
      first?.confidence,
      second?.slug,
      second?.confidence,
      item.story,
      ...(explained ? [words(text, item.evidence, first?.slug)] : []),
      text.slice(item.start, item.end),
    ];
  });
  const names = `item language language_confidence news topic topic_id confidence next_topic next_confidence story ${explained ? "words " : ""}text`;
  // The mark in front tells spreadsheets that this is UTF-8.
  return `\uFEFF${[names.split(" "), ...rows].map((row) => row.map(field).join(",")).join("\r\n")}\r\n`;
}

/** The words that speak for a topic. */
function words(text: string, evidence: readonly Evidence[], slug: string | undefined): string {
  return evidence
    .filter(({ topic, weight }) => topic === slug && weight > 0)
    .map(({ start, end }) => text.slice(start, end))
    .join("; ");
}

function field(value: string | number | null | undefined): string {
  if (typeof value !== "string") {
    return value === null || value === undefined ? "" : String(value);
  }
  // A spreadsheet would run what begins like a formula.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function toJson(text: string, { items, stories, model }: Report, indices: readonly number[]): string {
  const found = indices.map((index) => {
    const item = items[index]!;
    // The index is what `stories` tells items by, also where not all are exported.
    return { index, text: text.slice(item.start, item.end), ...item };
  });
  return `${JSON.stringify({ items: found, stories, model }, null, 2)}\n`;
}

function toMarkdown(text: string, report: Report, indices: readonly number[]): string {
  return indices.map((index) => markdownOf(text, report, index)).join("\n\n---\n\n") + "\n";
}

/** One item in Markdown, as it is copied, too. */
export function markdownOf(text: string, report: Report, index: number): string {
  const item = report.items[index]!;
  const [topic] = item.topics;
  const { code, confidence } = languageOf(item);
  const language = languageName(code);
  const facts = [
    ...(isNews(item)
      ? [`**${topicName(topic?.slug ?? "")}** ${probability(topic?.confidence ?? 0)}`]
      : [`**${notNews()}** ${probability(1 - item.news)}`]),
    code === "und" ? say("und") : `${language}${language === code ? "" : ` (${code})`} ${probability(confidence)}`,
  ];
  const quote = text
    .slice(item.start, item.end)
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
  return `${String(index + 1)}. ${facts.join(" · ")}\n\n${quote}`;
}
