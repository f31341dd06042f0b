import { RubricaError, type RubricaErrorCode } from "./errors.js";
import type { Parts } from "./local-engine.js";
import type { Input } from "./rubrica.js";
import type { ClassifyOptions, Item, Report } from "./rubrica_wasm.js";

/** What the worker is asked: first to start, then to classify. */
export type Request = { id: number; start: Parts } | { id: number; inputs: readonly Input[]; options: ClassifyOptions };

/** What it answers: the reports asked for (none to a start), or what went wrong. Items may come ahead of their report. */
export type Reply =
  { id: number; reports: Report[] } | { id: number; items: Item[] } | { id: number; error: PlainError };

/** Taking over more items at once would keep the thread that asked busy for longer than a frame. */
const MOST_ITEMS = 500;

/** The replies that bring the reports: one, or some for a long report, which is always alone. */
export function* repliesWith(id: number, reports: Report[]): Generator<Reply> {
  const [report] = reports;
  if (report && reports.length === 1) {
    while (report.items.length > MOST_ITEMS) {
      yield { id, items: report.items.splice(0, MOST_ITEMS) };
    }
  }
  yield { id, reports };
}

/** An error as it crosses between threads, which would lose its name and code otherwise. */
export interface PlainError {
  name: string;
  message: string;
  code?: string | undefined;
}

export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error) };
  }
  const { name, message } = error;
  return { name, message, code: (error as { code?: string }).code };
}

export function fromPlainError({ name, message, code }: PlainError): Error {
  if (name === "RubricaError") {
    return new RubricaError(code as RubricaErrorCode, message);
  }
  const error = name === "TypeError" ? new TypeError(message) : new Error(message);
  return Object.assign(error, { name }, code === undefined ? {} : { code });
}
