import { type Item, type Report, Rubrica } from "rubrica";

/** Pastes longer than this, in UTF-16 code units, are explained item by item, when an item is shown. */
const LONG = 200_000;
/** A worker that has read for this long, in milliseconds, is given up when the text changes; a shorter reading ends soon by itself. */
const PATIENCE = 400;

/** What the reader tells the page. */
export interface Hearer {
  /** Share of the download that is here, 0 to 1. */
  progress(loaded: number): void;
  /** The classifier is loaded. */
  ready(): void;
  /** A text is being read. */
  reading(text: string): void;
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
  #wanted: string | undefined;
  /** The reading that is under way. */
  #current: { began: number; abort: AbortController } | undefined;

  constructor(hearer: Hearer) {
    this.#hearer = hearer;
    // Load at once: the reader of the page needs some seconds to find something to paste.
    this.#load().catch((error: unknown) => {
      hearer.failed(messageOf(error));
    });
  }

  /** Reads `text` as soon as possible, instead of any other. */
  read(text: string): void {
    this.#wanted = text;
    if (this.#current) {
      this.#breakOff(this.#current);
    } else {
      void this.#readWanted();
    }
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
    if (performance.now() - began > PATIENCE) {
      // A text is read in one go: only the end of its worker ends the reading.
      this.#discard();
    }
  }

  /** The words that speak for or against the topic of one item, for reports that came without. */
  async explain(itemText: string): Promise<Item | undefined> {
    const rubrica = await this.#load();
    const report = await rubrica.classify(itemText, { split: false, topK: 1 });
    return report.items[0];
  }

  async #load(): Promise<Rubrica> {
    this.#rubrica ??= Rubrica.create({
      worker: true,
      monitor: (monitor) => {
        monitor.addEventListener("downloadprogress", ({ loaded }) => {
          this.#hearer.progress(loaded);
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
      const text = this.#wanted;
      this.#wanted = undefined;
      const abort = new AbortController();
      // Loading is not reading: to begin it anew would only make it longer.
      const current = { began: Infinity, abort };
      this.#current = current;
      this.#hearer.reading(text);
      try {
        const rubrica = await this.#load();
        current.began = performance.now();
        const report = await rubrica.classify(text, { explain: text.length <= LONG, signal: abort.signal });
        this.#hearer.read(text, report);
        crashes = 0;
      } catch (error) {
        if (abort.signal.aborted) {
          continue;
        }
        if (!(error instanceof DOMException && error.name === "OperationError")) {
          this.#hearer.failed(messageOf(error));
          continue;
        }
        this.#discard();
        crashes += 1;
        if (crashes > 1) {
          this.#hearer.failed("This text stopped the classifier twice.");
          crashes = 0;
        } else {
          this.#hearer.restarted();
          this.#wanted ??= text;
        }
      }
    }
    this.#current = undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
