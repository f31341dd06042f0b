import { type Desk, type Input, type Item, type Report, Rubrica, type Span } from "rubrica";

import type { Marked } from "./desk.js";
import { parts, withPart } from "./parts.js";
import { say } from "./words.js";

/** Pastes longer than this, in UTF-16 code units, are explained item by item, when an item is shown. */
export const LONG = 200_000;
/** A worker that has read for this long, in milliseconds, is given up when the text changes; a shorter reading ends soon by itself. */
const PATIENCE = 400;

/** What is to be read, and how. */
export interface Wanted {
  text: string;
  /** The items, if they are known already. */
  items: readonly Span[] | undefined;
  /** How many topics each item is to have. */
  topK: number;
  /** What was found in it, if only the reader's own topics are to be told anew. */
  known?: Report;
}

/** What the reader tells the page. */
export interface Hearer {
  /** Share of the download that is here, 0 to 1. */
  progress(loaded: number): void;
  /** The classifier is loaded. */
  ready(): void;
  /** A text is being read. */
  reading(text: string): void;
  /** So much of a long text is read, 0 to 1, and this is what has been found in it. At 1, shared stories are still looked for. */
  advanced(text: string, report: Report, share: number): void;
  /** A text has been read; a text that is no longer wanted is not told of. */
  read(text: string, report: Report): void;
  /** The worker stopped and another takes its place. */
  restarted(): void;
  /** Nothing more can be done until `read()` is called again. */
  failed(why: string): void;
}

/** Reads texts in a worker, the newest first; what is no longer wanted is dropped. */
export class Reader {
  readonly #hearer: Hearer;
  #rubrica: Promise<Rubrica> | undefined;
  /** The newest text, until it is begun. */
  #wanted: Wanted | undefined;
  /** What the reader marked for own topics, and the desk that a classifier learned from it. */
  #marked: Marked = { topics: [], examples: [] };
  #taught: { by: Rubrica; from: Marked; desk: Promise<Desk> } | undefined;
  /** The reading that is under way. */
  #current: { wanted: Wanted; began: number; abort: AbortController } | undefined;

  constructor(hearer: Hearer) {
    this.#hearer = hearer;
    // Load at once: the reader of the page needs some seconds to find something to paste.
    this.#load().catch((error: unknown) => {
      hearer.failed(messageOf(error));
    });
  }

  /** What is read from now on goes by these examples. */
  teach(marked: Marked): void {
    this.#marked = marked;
  }

  /** The desk that was learned from what is marked; none where nothing is. */
  async desk(): Promise<Desk | undefined> {
    return await this.#deskOf(await this.#load());
  }

  async #deskOf(by: Rubrica): Promise<Desk | undefined> {
    const from = this.#marked;
    if (from.examples.every(({ topic }) => topic === null)) {
      return undefined;
    }
    if (this.#taught?.by !== by || this.#taught.from !== from) {
      // Any name can be a topic's: `constructor`, too.
      const topics = Object.create(null) as Record<string, string[]>;
      const none: string[] = [];
      for (const { topic, text } of from.examples) {
        (topic === null ? none : (topics[topic] ??= [])).push(text);
      }
      const desk = by.teach({ topics, none });
      const taught = { by, from, desk };
      this.#taught = taught;
      // Asked again, it is learned again: the learner may not have come through.
      desk.catch(() => {
        if (this.#taught === taught) {
          this.#taught = undefined;
        }
      });
    }
    return await this.#taught.desk;
  }

  /** Reads a text as soon as possible, instead of any other. */
  read(wanted: Wanted): void {
    this.#wanted = wanted;
    if (this.#current) {
      this.#breakOff(this.#current);
    } else {
      void this.#readWanted();
    }
  }

  /** Tells the reader's own topics of a text anew; if something is still to be read, it is read with them. */
  relabel(known: Wanted): void {
    this.read(this.#wanted ?? this.#current?.wanted ?? known);
  }

  /** Forgets what is being read. */
  forget(): void {
    this.#wanted = undefined;
    if (this.#current) {
      this.#breakOff(this.#current);
    }
  }

  #breakOff({ began, abort }: { began: number; abort: AbortController }): void {
    abort.abort();
    this.#discardAfter(began);
  }

  #discardAfter(began: number): void {
    if (performance.now() - began > PATIENCE) {
      // A text is read in one go: only the end of its worker ends the reading.
      this.#discard();
    }
  }

  /**
   * One item with `topK` topics and the words that speak for or against its best topic, or the topic of that slug; and why
   * it is that topic and not the one of the slug `against`.
   */
  async explain(itemText: string, topK: number, slug: string | undefined, against?: string): Promise<Item | undefined> {
    const rubrica = await this.#load();
    const items = [{ start: 0, end: itemText.length }];
    const desk = (await this.#deskOf(rubrica)) ?? null;
    const explain = slug === undefined ? true : { topics: [slug], against };
    const report = await rubrica.classify(itemText, { items, topK, explain, desk });
    return report.items[0];
  }

  /** Where the items of a text are; and the text, which blocks are joined to. */
  async itemsOf(input: Input, signal?: AbortSignal): Promise<{ text: string; items: Span[] }> {
    const rubrica = await this.#load();
    const began = performance.now();
    try {
      const { text, items } = await rubrica.classify(input, { explain: false, topK: 0, signal, desk: null });
      return {
        text: text ?? (typeof input === "string" ? input : ""),
        items: items.map(({ start, end }) => ({ start, end })),
      };
    } finally {
      if (signal?.aborted) {
        this.#discardAfter(began);
      }
    }
  }

  async #load(): Promise<Rubrica> {
    this.#rubrica ??= Rubrica.create({
      worker: true,
      monitor: (monitor) => {
        monitor.addEventListener("downloadprogress", ({ loaded }) => {
          this.#hearer.progress(loaded);
          if (this.#current) {
            // Loading is not reading: to begin it anew would only make it longer.
            this.#current.began = loaded < 1 ? Infinity : performance.now();
          }
        });
      },
    });
    const loading = this.#rubrica;
    try {
      const rubrica = await loading;
      this.#hearer.ready();
      return rubrica;
    } catch (error) {
      if (this.#rubrica === loading) {
        this.#rubrica = undefined;
      }
      throw error;
    }
  }

  #discard(): void {
    this.#rubrica?.then(
      (rubrica) => {
        rubrica.destroy();
      },
      // What was never loaded needs no end.
      () => undefined,
    );
    this.#rubrica = undefined;
  }

  async #readWanted(): Promise<void> {
    let crashes = 0;
    while (this.#wanted !== undefined) {
      const wanted = this.#wanted;
      this.#wanted = undefined;
      const abort = new AbortController();
      const current = { wanted, began: Infinity, abort };
      this.#current = current;
      this.#hearer.reading(wanted.text);
      try {
        const rubrica = await this.#load();
        current.began = performance.now();
        this.#hearer.read(wanted.text, await this.#report(rubrica, wanted, abort.signal));
        crashes = 0;
      } catch (error) {
        if (abort.signal.aborted) {
          continue;
        }
        if (isGivenUp(error)) {
          // Not this text was given up, but files that the same worker was reading.
          this.#wanted ??= wanted;
          continue;
        }
        if (!(error instanceof DOMException && error.name === "OperationError")) {
          this.#hearer.failed(messageOf(error));
          continue;
        }
        this.#discard();
        crashes += 1;
        if (crashes > 1) {
          this.#hearer.failed(say("notice.twice"));
          crashes = 0;
        } else {
          this.#hearer.restarted();
          this.#wanted ??= wanted;
        }
      }
    }
    this.#current = undefined;
  }

  async #report(rubrica: Rubrica, { text, items, topK, known }: Wanted, signal: AbortSignal): Promise<Report> {
    const desk = (await this.#deskOf(rubrica)) ?? null;
    if (known) {
      return await rubrica.relabel(text, known, { desk, signal });
    }
    const options = { topK, signal, explain: text.length <= LONG, desk };
    if (text.length > LONG) {
      // First by parts, which shows what is found as it is found; then as a whole, because a story may span parts.
      let sofar: Report | undefined;
      for (const part of parts(text, items)) {
        const found = await rubrica.classify(part.text, { ...options, items: part.items });
        sofar = withPart(sofar, found, part.start);
        this.#hearer.advanced(text, sofar, Math.min(part.end / text.length, 1));
      }
    }
    return await rubrica.classify(text, { ...options, items });
  }
}

/** Whether something ended only because its worker was given up: another takes its place. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
