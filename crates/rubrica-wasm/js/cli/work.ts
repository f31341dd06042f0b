// What is done with one row, on whatever thread: classify its text and write the result.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type Desk, type Input, type Item, type Report, Rubrica, RubricaError } from "rubrica";
import { type DocumentFormat, readDocument } from "rubrica/documents";

import type { Arguments } from "./args.js";
import { row } from "./csv.js";
import { reason } from "./failure.js";
import { utf8 } from "./input.js";

/** A text and what goes with it into the result, not yet looked into; or what could not be read in its place. */
export type Row = {
  /** Where it is from, as complaints name it: `FILE` or `FILE:LINE`. */
  place: string;
} & (
  | { kind: "text"; file: string; isAlone: boolean; markup: DocumentFormat | undefined; bytes: Uint8Array }
  | { kind: "jsonl"; bytes: Uint8Array }
  | { kind: "csv"; names: string[]; text: number; cells: Uint8Array[] }
  | { kind: "unreadable"; problem: string }
);

type ReadableRow = Exclude<Row, { kind: "unreadable" }>;

/** What came of a row. */
export type Outcome = { written: string } | { problem: string };

/** What all rows have in common. */
export interface Job extends Pick<Arguments, "format" | "field" | "topK" | "split" | "explain" | "offsets" | "models"> {
  /** What is in the file of a desk. */
  desk: { file: string; json: string } | undefined;
}

/** The columns of the result, behind those of the input. */
const COLUMNS = [
  "start",
  "end",
  "language",
  "language_confidence",
  "news",
  "topic",
  "topic_confidence",
  "story",
  "text",
];

/**
 * The header of a table: the input's columns and the result's. Of the latter, one whose name is taken is called `report_…`, and
 * again so if that is taken, too.
 */
export function header(input: readonly string[]): string {
  const own = COLUMNS.map((name) => {
    let own = name;
    while (input.includes(own)) {
      own = `report_${own}`;
    }
    return own;
  });
  return row([...input, ...own]);
}

/** Does the work of a job, row by row. */
export class Worker {
  readonly #job: Job;
  readonly #rubrica: Rubrica;
  readonly #desk: Desk | undefined;

  private constructor(job: Job, rubrica: Rubrica, desk: Desk | undefined) {
    this.#job = job;
    this.#rubrica = rubrica;
    this.#desk = desk;
  }

  static async start(job: Job): Promise<Worker> {
    const { models, desk } = job;
    const assets =
      models === undefined
        ? undefined
        : {
            language: await readFile(join(models, "language.bin")),
            topics: await readFile(join(models, "topics.bin")),
          };
    const rubrica = await Rubrica.create({ assets });
    return new Worker(job, rubrica, desk === undefined ? undefined : await deskIn(desk, rubrica));
  }

  async outcome(row: Row): Promise<Outcome> {
    if (row.kind === "unreadable") {
      return { problem: row.problem };
    }
    try {
      return { written: await this.#written(row) };
    } catch (error) {
      // The module is broken: no row after this one can be read either.
      if (error instanceof WebAssembly.RuntimeError || (error instanceof RubricaError && error.code === "panic")) {
        throw error;
      }
      return { problem: reason(error) };
    }
  }

  async #written(row: ReadableRow): Promise<string> {
    const { input, fields, cells } = await read(row, this.#job.field);
    if (this.#job.format === "csv") {
      return await this.#table(cells, input);
    }
    const report = await this.#report(input);
    return row.kind === "text" && row.isAlone
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : `{${fields.map(([name, value]) => `${JSON.stringify(name.toWellFormed())}:${value},`).join("")}"report":${JSON.stringify(report)}}`;
  }

  async #classify(input: Input): Promise<Report> {
    const { topK, split, explain } = this.#job;
    return await this.#rubrica.classify(input, { topK, split, explain, desk: this.#desk });
  }

  /** The report as it is to be written. */
  async #report(input: Input): Promise<Report> {
    return this.#inUnit(await this.#classify(input), input);
  }

  #inUnit(report: Report, input: Input): Report {
    return this.#job.offsets === "bytes" ? inBytes(report, textOf(report, input)) : report;
  }

  /** A table row for each item, which begins with the row's other cells; without items, one with empty cells. */
  async #table(cells: readonly string[], input: Input): Promise<string> {
    const report = await this.#classify(input);
    const text = textOf(report, input);
    const texts = report.items.map((item) => text.slice(item.start, item.end));
    const { items } = this.#inUnit(report, input);
    if (items.length === 0) {
      return row([...cells, ...COLUMNS.map(() => "")]);
    }
    return items.map((item, index) => row([...cells, ...ownCells(item), texts[index]!])).join("");
  }
}

/** The desk, which must be of the same models. */
async function deskIn({ file, json }: NonNullable<Job["desk"]>, rubrica: Rubrica): Promise<Desk> {
  try {
    const desk = Rubrica.desk(json);
    await rubrica.classify("", { desk });
    return desk;
  } catch (error) {
    throw new Error(`the desk ${file}: ${reason(error)}`, { cause: error });
  }
}

/** What is in a row: its text, and what goes with it into a JSON object or a table. */
interface Content {
  input: Input;
  fields: readonly Field[];
  cells: readonly string[];
}

/** Reads a row, whose text is in that field. */
export async function read(row: ReadableRow, field: string): Promise<Content> {
  if (row.kind === "text") {
    const { file, bytes, markup } = row;
    const input = markup ? { blocks: await readDocument(bytes, markup) } : utf8(Buffer.from(bytes));
    return { input, fields: [["file", JSON.stringify(file)]], cells: [file] };
  }
  if (row.kind === "jsonl") {
    const { text, others } = taken(utf8(Buffer.from(row.bytes)), field);
    return { input: text, fields: others, cells: [] };
  }
  const { names, text } = row;
  const cells = row.cells.map((cell, column) => {
    try {
      return utf8(Buffer.from(cell));
    } catch (error) {
      throw new Error(`column \`${names[column]!}\`: ${reason(error)}`, { cause: error });
    }
  });
  const fields = cells
    .map((cell, column): Field => [names[column]!, JSON.stringify(cell)])
    .filter(([name], column) => column !== text && name !== "report");
  // Rows of another length than the header were refused when they were read.
  return { input: cells[text]!, fields, cells: cells.filter((_, column) => column !== text) };
}

/** Whether a text is longer than can be classified. */
export function isTooLong(input: Input): boolean {
  const length =
    typeof input === "string" ? input.length : input.blocks.reduce((sum, { text }) => sum + text.length + 2, 0);
  return length > Rubrica.inputQuota;
}

/** The text that a report's offsets count in. */
function textOf(report: Report, input: Input): string {
  return typeof input === "string" ? input : (report.text ?? "");
}

/** A field's name and its value as JSON. */
type Field = [name: string, json: string];

/** The text of a JSON object, and its other fields as they are written there, but for an older report. */
function taken(line: string, field: string): { text: string; others: Field[] } {
  const object: unknown = JSON.parse(line);
  if (typeof object !== "object" || object === null || Array.isArray(object)) {
    throw new Error("expected a JSON object");
  }
  if (!Object.hasOwn(object, field)) {
    throw new Error(`no field \`${field}\``);
  }
  const text = (object as Record<string, unknown>)[field];
  if (typeof text !== "string") {
    throw new Error(`the field \`${field}\` is not a string`);
  }
  return { text, others: fieldsOf(line).filter(([name]) => name !== field && name !== "report") };
}

/** The fields of a JSON object, in their order, their values not read. The line must be such an object. */
function fieldsOf(line: string): Field[] {
  const fields: Field[] = [];
  let name: string | undefined;
  let start = 0;
  let depth = 0;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at];
    if (sign === '"') {
      const end = stringEnd(line, at);
      if (depth === 1 && name === undefined) {
        name = JSON.parse(line.slice(at, end)) as string;
      }
      at = end - 1;
      continue;
    }
    if (sign === "{" || sign === "[") {
      depth += 1;
    } else if (sign === "}" || sign === "]") {
      depth -= 1;
    }
    if (depth === 1 && sign === ":") {
      start = at + 1;
    } else if (name !== undefined && ((depth === 1 && sign === ",") || depth === 0)) {
      fields.push([name, line.slice(start, at).trim()]);
      name = undefined;
    }
  }
  return fields;
}

/** Where the JSON string ends that begins there. No regular expression: those run out of stack in long ones. */
function stringEnd(line: string, start: number): number {
  for (let quote = line.indexOf('"', start + 1); ; quote = line.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (line[quote - 1 - slashes] === "\\") {
      slashes += 1;
    }
    if (slashes % 2 === 0) {
      return quote + 1;
    }
  }
}

function ownCells({ start, end, language, news, topics, story }: Item): string[] {
  const [best] = language;
  const [topic] = topics;
  const cells = [
    start,
    end,
    best?.detectedLanguage ?? "und",
    best?.confidence,
    news,
    topic?.slug,
    topic?.confidence,
    story ?? undefined,
  ];
  return cells.map((cell) => (cell === undefined ? "" : String(cell)));
}

/** The same report with every offset counted in bytes of UTF-8. */
function inBytes(report: Report, text: string): Report {
  const spans = report.items.flatMap((item) => [
    item,
    ...item.evidence,
    ...(item.desk ?? []).flatMap(({ evidence }) => evidence),
    ...item.passages,
    ...item.parts,
  ]);
  const units = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const bytes = new Map<number, number>();
  let [unit, byte] = [0, 0];
  for (const offset of units) {
    byte += Buffer.byteLength(text.slice(unit, offset));
    unit = offset;
    bytes.set(offset, byte);
  }
  for (const span of spans) {
    span.start = bytes.get(span.start)!;
    span.end = bytes.get(span.end)!;
  }
  return report;
}
