// What of a file is to be read: one text to be parted, or texts that are one item each.
import type { Block } from "rubrica";
import { blocksOf, textOf } from "rubrica/dom";

import { say } from "../words.js";
import { blocksOfHtml } from "./html.js";
import { rowsOf } from "./table.js";

/** What a file holds: a text to be parted, texts that are one item each, or a text with markup. */
export type Content = { text: string } | { items: string[] } | { blocks: Block[] };

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

const READERS: Readonly<Record<string, (text: string) => Content | Promise<Content>>> = {
  txt: plain,
  text: plain,
  md: markdown,
  markdown,
  html,
  htm: html,
  xhtml: html,
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

/** What the file of that name holds. */
export async function contentOf(name: string, text: string): Promise<Content> {
  const read = READERS[kindOf(name)];
  if (!read) {
    throw new FileProblem(say("files.kind"));
  }
  const content = await read(text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"));
  if ("items" in content) {
    content.items = content.items.map((one) => one.trim()).filter((one) => one !== "");
  }
  if (
    ("items" in content ? content.items.join("") : "text" in content ? content.text : textOf(content.blocks)) === ""
  ) {
    throw new FileProblem(say("files.empty"));
  }
  return content;
}

function kindOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

function plain(text: string): Content {
  return { text: text.trim() };
}

function html(text: string): Content {
  return { blocks: blocksOfHtml(text) };
}

async function markdown(text: string): Promise<Content> {
  // Loaded when it is wanted: few files are of this kind.
  const { parse } = await import("marked");
  return html(parse(text.replace(/^---\n(?:.*\n)*?---\n/, ""), { async: false }));
}

function table(text: string): Content {
  const rows = rowsOf(text);
  const names = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  const title = indexOfFirst(names, TITLES);
  const body = indexOfFirst(names, TEXTS);
  if (title < 0 && body < 0) {
    // No header that says which column is the text: the longest column is.
    const column = longest(rows);
    return { items: rows.map((row) => row[column] ?? "") };
  }
  return { items: rows.slice(1).map((row) => together(row[title], row[body])) };
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
  return { items: rowsIn(value).map(textOfRow) };
}

function jsonl(text: string): Content {
  const items: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") {
      continue;
    }
    try {
      items.push(textOfRow(JSON.parse(line)));
    } catch {
      throw new FileProblem(say("files.jsonl", { line: index + 1 }));
    }
  }
  return { items };
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
    return value !== undefined && name?.endsWith("_html") ? textOf(blocksOfHtml(value)) : value;
  };
  return together(first(TITLES), first(TEXTS));
}

/** A feed as RSS, RDF or Atom have it: an item for every entry. */
function feed(text: string): Content {
  const page =
    xml(text) ?? xml(text.replace(/<!\[CDATA\[[^]*?\]\]>|&(?!(?:amp|lt|gt|quot|apos|#\w+);)(?:\w+;)?/g, mended));
  if (!page) {
    throw new FileProblem(say("files.unreadable"));
  }
  const entries = [...page.querySelectorAll("item, entry")];
  if (entries.length === 0) {
    throw new FileProblem(say("files.feed"));
  }
  return {
    blocks: entries.flatMap((entry, item) => {
      const first = (...names: string[]) =>
        names.map((name) => inside(entry, name)).find((blocks) => blocks.some((block) => block.text !== "")) ?? [];
      const blocks = first("content:encoded", "content", "description", "summary");
      const title = first("title")
        .map((block) => block.text)
        .join(" ");
      const [head, ...rest] = blocks;
      const heading: Block = { text: title, role: "heading", level: 1 };
      // Titles often stand in the text once more.
      const all = head?.text === title ? [heading, ...rest] : begins(head?.text, title) ? blocks : [heading, ...blocks];
      return all.map((block) => ({ ...block, item }));
    }),
  };
}

/** The document; none if it is not well-formed. */
function xml(text: string): Document | undefined {
  const page = new DOMParser().parseFromString(text, "text/xml");
  return page.querySelector("parsererror") ? undefined : page;
}

/** What many feeds have and XML does not know, as XML: HTML's names of characters, and a bare `&`. */
function mended(part: string): string {
  return part.startsWith("<")
    ? part
    : new DOMParser().parseFromString(part, "text/html").body.textContent.replace("&", "&amp;").replace("<", "&lt;");
}

/** The blocks of what an entry has under that name. Atom says what kind of text it is; RSS knows HTML alone. */
function inside(entry: Element, name: string): Block[] {
  const found = [...entry.children].find((child) => child.nodeName === name);
  if (!found) {
    return [];
  }
  const text = found.textContent;
  if (entry.localName !== "entry" || found.getAttribute("type") === "html") {
    return blocksOfHtml(text);
  }
  return found.getAttribute("type") === "xhtml" ? blocksOf(found) : [{ text: text.trim() }];
}

/** Whether a text begins with a title: `Iranian` does not with `Iran`. */
function begins(text = "", title: string): boolean {
  return title === "" || (text.startsWith(title) && !/^[\p{L}\p{N}]/u.test(text.slice(title.length)));
}

/** A title and its text. Titles often stand in the text once more. */
function together(title = "", text = ""): string {
  const [head, body] = [title.trim(), text.trim()];
  return begins(body, head) ? body : `${head}\n${body}`.trim();
}
