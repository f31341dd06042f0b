// What of a file is to be read: one text to be parted, or texts that are one item each.
import { say } from "../words.js";
import { rowsOf } from "./table.js";
import { textOfHtml } from "./text-of-html.js";

/** What a file holds. */
export interface Content {
  texts: string[];
  /** Each of the texts is one item, as the file has it. */
  areItems: boolean;
}

/** A problem with a file, in words for the reader. */
export class FileProblem extends Error {}

/** Where titles and texts stand in rows and objects, the best first. */
const TITLES = [
  "title",
  "headline",
  "heading",
  "name",
  "subject",
  "заголовок",
  "titel",
  "título",
  "titulo",
  "titre",
  "标题",
];
const TEXTS = [
  "text",
  "content_text",
  "content",
  "body",
  "article",
  "content_html",
  "description",
  "summary",
  "lead",
  "abstract",
  "snippet",
  "текст",
  "texto",
  "texte",
  "正文",
  "内容",
];
/** Where the rows of a JSON document stand. */
const LISTS = ["items", "articles", "entries", "rows", "data", "results", "news", "stories"];

const READERS: Readonly<Record<string, (text: string) => Content>> = {
  txt: plain,
  text: plain,
  md: markdown,
  markdown,
  html: (text) => plain(textOfHtml(text)),
  htm: (text) => plain(textOfHtml(text)),
  xhtml: (text) => plain(textOfHtml(text)),
  csv: table,
  tsv: table,
  json,
  jsonl,
  ndjson: jsonl,
  rss: feed,
  atom: feed,
  xml: feed,
};

/** The kinds of files that can be opened, for a file dialog. */
export const ACCEPTED = Object.keys(READERS)
  .map((kind) => `.${kind}`)
  .join(",");

export function isReadable(name: string): boolean {
  return kindOf(name) in READERS;
}

/** What the file of that name holds. */
export function contentOf(name: string, text: string): Content {
  const read = READERS[kindOf(name)];
  if (!read) {
    throw new FileProblem(say("files.kind"));
  }
  const content = read(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"));
  const texts = content.texts.map((one) => one.trim()).filter((one) => one !== "");
  if (texts.length === 0) {
    throw new FileProblem(say("files.empty"));
  }
  return { ...content, texts };
}

function kindOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

function plain(text: string): Content {
  return { texts: [text], areItems: false };
}

/** Only the signs that would stand in the way of reading go. */
function markdown(text: string): Content {
  return plain(
    text
      .replace(/^---\n[\s\S]*?\n---\n/, "")
      .replace(/^[ \t]*(?:```|~~~).*$/gm, "")
      .replace(/!\[[^\]]*\]\([^)]*\)/g, "")
      .replace(/\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])/g, "$1")
      .replace(/^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/gm, "$1")
      .replace(/^ {0,3}> ?/gm, "")
      .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, "")
      .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
      .replace(/(?<![\w*])([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*])/g, "$2")
      .replace(/`([^`\n]+)`/g, "$1"),
  );
}

function table(text: string): Content {
  const rows = rowsOf(text);
  const names = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  const title = indexOfFirst(names, TITLES);
  const body = indexOfFirst(names, TEXTS);
  if (title < 0 && body < 0) {
    // No header that says which column is the text: the longest column is.
    const column = longest(rows);
    return { texts: rows.map((row) => row[column] ?? ""), areItems: true };
  }
  return { texts: rows.slice(1).map((row) => together(row[title], row[body])), areItems: true };
}

function indexOfFirst(names: string[], known: readonly string[]): number {
  return names.indexOf(known.find((name) => names.includes(name)) ?? "\0");
}

function longest(rows: string[][]): number {
  const lengths: number[] = [];
  for (const row of rows) {
    for (const [index, value] of row.entries()) {
      lengths[index] = (lengths[index] ?? 0) + value.length;
    }
  }
  return lengths.indexOf(Math.max(...lengths));
}

function json(text: string): Content {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new FileProblem(say("files.json"));
  }
  return { texts: rowsIn(value).map(textOfRow), areItems: true };
}

function jsonl(text: string): Content {
  const texts: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") {
      continue;
    }
    try {
      texts.push(textOfRow(JSON.parse(line)));
    } catch {
      throw new FileProblem(say("files.jsonl", { line: index + 1 }));
    }
  }
  return { texts, areItems: true };
}

function rowsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  if (typeof value === "object" && value !== null) {
    const list = LISTS.map((name) => (value as Record<string, unknown>)[name]).find(Array.isArray);
    if (list) {
      return list;
    }
  }
  return [value];
}

function textOfRow(row: unknown): string {
  if (typeof row === "string") {
    return row;
  }
  if (typeof row !== "object" || row === null) {
    return "";
  }
  const fields = new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value as unknown]));
  const first = (known: readonly string[]) => {
    const name = known.find((candidate) => typeof fields.get(candidate) === "string" && fields.get(candidate) !== "");
    const value = name === undefined ? undefined : (fields.get(name) as string);
    return value !== undefined && name?.endsWith("_html") ? textOfHtml(value) : value;
  };
  return together(first(TITLES), first(TEXTS));
}

/** A feed as RSS, RDF or Atom have it. */
function feed(text: string): Content {
  const page = new DOMParser().parseFromString(text, "text/xml");
  const entries = [...page.querySelectorAll("item, entry")];
  if (entries.length === 0) {
    throw new FileProblem(say("files.feed"));
  }
  const inside = (entry: Element, names: readonly string[]) => {
    const found = names.map((name) => [...entry.children].find((child) => child.nodeName === name)?.textContent);
    const value = found.find((one) => one !== undefined && one.trim() !== "");
    return value === undefined ? undefined : textOfHtml(value);
  };
  return {
    texts: entries.map((entry) =>
      together(inside(entry, ["title"]), inside(entry, ["content:encoded", "content", "description", "summary"])),
    ),
    areItems: true,
  };
}

/** A title and its text. Titles often stand in the text once more. */
function together(title = "", text = ""): string {
  const [head, body] = [title.trim(), text.trim()];
  return body.startsWith(head) ? body : `${head}\n${body}`.trim();
}
