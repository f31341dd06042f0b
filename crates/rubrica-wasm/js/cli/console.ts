/** Writes one line to stderr. */
export function complain(message: string): void {
  process.stderr.write(`rubrica: ${message}\n`);
}

/** How often the bar is drawn, in milliseconds. */
const PERIOD = 100;

/** What the user sees on stderr: a progress bar over the bytes of the input, and complaints. */
export class Console {
  /** Bytes of all sources together; undefined where that is not known. */
  readonly #total: number | undefined;
  readonly #isSeen: boolean;
  readonly #began = performance.now();
  #read = 0;
  #drawn = 0;
  #skipped = 0;

  /** `scrolls` says whether results go to stdout. */
  constructor(total: number | undefined, scrolls = true) {
    this.#total = total;
    // Results that scroll through the same terminal would tear the bar to pieces.
    this.#isSeen = process.stderr.isTTY && !(scrolls && process.stdout.isTTY);
  }

  /** So many bytes more have been read. */
  advance(bytes: number): void {
    this.#read += bytes;
    if (this.#isSeen && performance.now() - this.#drawn > PERIOD) {
      this.#drawn = performance.now();
      process.stderr.write(`\r\x1b[K${this.#line()}`);
    }
  }

  /** Reports and counts something that has to be skipped. */
  skip(place: string, problem: string): void {
    this.#skipped += 1;
    this.clear();
    complain(`${place}: ${problem}`);
  }

  get skipped(): number {
    return this.#skipped;
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#isSeen && this.#drawn > 0) {
      process.stderr.write("\r\x1b[K");
    }
  }

  #line(): string {
    const seconds = (performance.now() - this.#began) / 1000;
    const speed = this.#read / seconds;
    const numbers = `${size(this.#read)}${this.#total === undefined ? "" : `/${size(this.#total)}`} ${size(speed)}/s`;
    if (this.#total === undefined) {
      return numbers;
    }
    const share = Math.min(this.#read / Math.max(this.#total, 1), 1);
    const left = `${String(Math.ceil((this.#total - this.#read) / Math.max(speed, 1)))} s`;
    const width = Math.max(process.stderr.columns - numbers.length - left.length - 3, 0);
    const filled = Math.round(width * share);
    return `${"█".repeat(filled)}${"░".repeat(width - filled)} ${numbers} ${left}`;
  }
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
