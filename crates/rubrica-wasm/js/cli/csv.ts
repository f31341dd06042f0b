// Tables as RFC 4180 has them, read and written as the native command does.

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** A row of a table. */
export interface Record {
  /** The line on which it begins, counted from 1. */
  line: number;
  /** The bytes of its cells. */
  cells: Buffer[];
}

/** The rows of a table. Empty lines are no rows; a quotation mark that is never closed is an error, not a row of all that is left. */
export async function* records(chunks: AsyncIterable<Buffer>): AsyncGenerator<Record, void, undefined> {
  let cells: Buffer[] = [];
  let cell: number[] = [];
  let state: "start" | "bare" | "quoted" | "quote" = "start";
  let line = 1;
  let began = 1;
  let opened = 1;
  const endCell = (): void => {
    cells.push(Buffer.from(cell));
    cell = [];
    state = "start";
  };
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      const isInside: boolean = state === "quoted";
      if (!isInside && byte === COMMA) {
        endCell();
      } else if (!isInside && (byte === LF || byte === CR)) {
        if (cells.length > 0 || state !== "start") {
          endCell();
          yield { line: began, cells };
          cells = [];
        }
      } else if (isInside ? byte === QUOTE : state === "start" && byte === QUOTE) {
        state = isInside ? "quote" : "quoted";
        opened = isInside ? opened : line;
      } else {
        // A quote behind a quote is one that belongs to the text.
        cell.push(byte);
        state = state === "quote" ? (byte === QUOTE ? "quoted" : "bare") : isInside ? "quoted" : "bare";
      }
      if (byte === LF) {
        line += 1;
      }
      if (cells.length === 0 && state === "start") {
        began = line;
      }
    }
  }
  if (state === "quoted") {
    throw new Error(`the quotation mark opened in line ${String(opened)} is never closed`);
  }
  if (cells.length > 0 || state !== "start") {
    endCell();
    yield { line: began, cells };
  }
}

/** One row, with its line end. */
export function row(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}
