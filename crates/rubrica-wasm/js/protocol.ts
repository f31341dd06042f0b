import { MissingPacks, RubricaError, type RubricaErrorCode } from "./errors.js";
import type { Parts } from "./local-engine.js";
import type { Input } from "./input.js";
import type { Evaluation } from "./desk.js";
import type { ClassifyOptions, DeskFile, Example, Item, Label, Report } from "./rubrica_wasm.js";

/** What to learn a desk from. */
export interface Lesson {
  examples: readonly Example[];
  floor: number;
}

/**
 * What the worker is asked: first to start, then to take a pack, to classify or to label, with a desk if it is another than
 * before (`null` for none any more), and to learn or judge a desk.
 */
export type Request =
  | { id: number; start: Parts }
  | { id: number; pack: Uint8Array<ArrayBuffer>; verified: boolean }
  | { id: number; inputs: readonly Input[]; options: ClassifyOptions; desk?: DeskFile | null }
  | { id: number; texts: readonly string[]; desk?: DeskFile | null }
  | { id: number; ask: "learn" | "evaluate"; lesson: Lesson; learner: WebAssembly.Module };

/** What it answers: what was asked for (nothing to a start or a pack), or what went wrong. Items may come ahead of their report. */
export type Reply =
  | { id: number; reports: Report[] }
  | { id: number; items: Item[] }
  | { id: number; labels: Label[] }
  | { id: number; taught: DeskFile | Evaluation }
  | { id: number; error: PlainError };

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
  packs?: readonly string[] | undefined;
}

export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error) };
  }
  const { name, message } = error;
  const { code, packs } = error as { code?: string; packs?: readonly string[] };
  return { name, message, code, packs };
}

export function fromPlainError({ name, message, code, packs }: PlainError): Error {
  if (packs) {
    return new MissingPacks(packs);
  }
  if (name === "RubricaError") {
    return new RubricaError(code as RubricaErrorCode, message);
  }
  const error =
    name === "TypeError"
      ? new TypeError(message)
      : name === "RangeError"
        ? new RangeError(message)
        : new Error(message);
  return Object.assign(error, { name }, code === undefined ? {} : { code });
}
