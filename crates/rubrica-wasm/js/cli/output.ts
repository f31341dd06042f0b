// Where rows go: standard output, or a file, which may have some of them from an earlier run.
import { createReadStream } from "node:fs";
import { type FileHandle, open, truncate } from "node:fs/promises";

import { reason } from "./failure.js";

const LF = 0x0a;

/** What an earlier run has written. */
interface Earlier {
  /** How many of its rows are still to come. */
  rows: number;
  last: string;
  /** Where its whole lines end, and what stands behind them: the line that it was cut off at. */
  end: number;
  partial: Buffer;
}

/** Where the result goes. */
export class Output {
  readonly #path: string | undefined;
  #file: FileHandle | undefined;
  readonly #earlier: Earlier | undefined;

  private constructor(path?: string, earlier?: Earlier) {
    this.#path = path;
    this.#earlier = earlier;
  }

  /** For a file, or standard output; `resume` says whether to go on behind the lines that the file has. */
  static async to(path: string | undefined, resume: boolean): Promise<Output> {
    if (path === undefined) {
      return new Output();
    }
    try {
      return new Output(path, resume ? await earlierIn(path) : undefined);
    } catch (error) {
      throw unwritable(error);
    }
  }

  /** Whether the row that comes was written by an earlier run. */
  get hasNext(): boolean {
    return this.#earlier !== undefined && this.#earlier.rows > 0;
  }

  /** Passes over such a row. True for the last of them, which is to be made again and compared. */
  pass(): boolean {
    return this.#earlier !== undefined && --this.#earlier.rows === 0;
  }

  /** Compares the line of that last row. */
  compare(line: string): void {
    if (line !== this.#earlier?.last) {
      throw new OtherRows("its last line is not what the row there gives");
    }
  }

  async write(text: string): Promise<void> {
    if (this.#path === undefined) {
      if (!process.stdout.write(text)) {
        await new Promise((resolve) => process.stdout.once("drain", resolve));
      }
      return;
    }
    // Nothing is cut away before it is known to be the beginning of what comes there.
    if (!this.#file && !this.#goesOn(text)) {
      throw new OtherRows("its last line does not begin what the row there gives");
    }
    try {
      this.#file ??= await this.#opened(this.#path);
      await this.#file.appendFile(text);
    } catch (error) {
      throw unwritable(error);
    }
  }

  /** All rows are written. */
  async finish(): Promise<void> {
    if (this.hasNext || (!this.#file && !this.#goesOn(""))) {
      throw new OtherRows("it has more lines than they have rows");
    }
    await this.write("");
    await this.#file?.close();
  }

  /** Whether a text begins with what an earlier run was cut off at. */
  #goesOn(text: string): boolean {
    const { partial = Buffer.alloc(0) } = this.#earlier ?? {};
    return Buffer.from(text).subarray(0, partial.length).equals(partial);
  }

  async #opened(path: string): Promise<FileHandle> {
    if (this.#earlier && this.#earlier.partial.length > 0) {
      await truncate(path, this.#earlier.end);
    }
    return await open(path, this.#earlier ? "a" : "w");
  }
}

function unwritable(error: unknown): Error {
  return new Error(`cannot write the result: ${reason(error)}`, { cause: error });
}

/** What is to be gone on with is something else. */
class OtherRows extends Error {
  constructor(why: string) {
    super(
      `--resume: what was written before is not of these files in this order: ${why}; write to another file, or leave --resume out`,
    );
  }
}

/** What a file has, if it is there. */
async function earlierIn(path: string): Promise<Earlier> {
  let [rows, end] = [0, 0];
  let last: Buffer = Buffer.alloc(0);
  let begun: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(path)) {
      let rest = chunk as Buffer;
      for (let at = rest.indexOf(LF); at >= 0; at = rest.indexOf(LF)) {
        last = Buffer.concat([...begun, rest.subarray(0, at)]);
        begun = [];
        rows += 1;
        end += last.length + 1;
        rest = rest.subarray(at + 1);
      }
      begun.push(rest);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
      throw error;
    }
  }
  return { rows, last: last.toString(), end, partial: Buffer.concat(begun) };
}
