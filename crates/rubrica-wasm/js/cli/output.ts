// Where rows go: standard output, or a file, which may have some of them from an earlier run.
import { createReadStream } from "node:fs";
import { type FileHandle, open, truncate } from "node:fs/promises";

import { reason } from "./failure.js";

const LF = 0x0a;

/** Where the result goes. */
export class Output {
  readonly #file: FileHandle | undefined;
  /** How many of the rows that come were written by an earlier run, and the last line of it. */
  #earlier: number;
  readonly #last: string;

  private constructor(file?: FileHandle, { lines, last }: Earlier = { lines: 0, last: "" }) {
    this.#file = file;
    this.#earlier = lines;
    this.#last = last;
  }

  /** Opens a file, or standard output; `resume` says whether to go on behind the lines that the file has. */
  static async open(path: string | undefined, resume: boolean): Promise<Output> {
    if (path === undefined) {
      return new Output();
    }
    try {
      const earlier = resume ? await earlierIn(path) : undefined;
      return new Output(await open(path, earlier ? "a" : "w"), earlier);
    } catch (error) {
      throw new Error(`cannot write the result: ${reason(error)}`, { cause: error });
    }
  }

  /** Whether the row that comes was written by an earlier run. */
  get hasNext(): boolean {
    return this.#earlier > 0;
  }

  /** Passes over such a row, whose line begins so. */
  pass(beginning: string): void {
    this.#earlier -= 1;
    if (this.#earlier === 0 && !this.#last.startsWith(beginning)) {
      throw new OtherRows("its last line is not of the row that comes there");
    }
  }

  async write(text: string): Promise<void> {
    if (this.#file) {
      try {
        await this.#file.appendFile(text);
      } catch (error) {
        throw new Error(`cannot write the result: ${reason(error)}`, { cause: error });
      }
    } else if (!process.stdout.write(text)) {
      await new Promise((resolve) => process.stdout.once("drain", resolve));
    }
  }

  /** All rows are written. */
  async finish(): Promise<void> {
    await this.#file?.close();
    if (this.hasNext) {
      throw new OtherRows("it has more lines than they have rows");
    }
  }
}

/** What is to be gone on with is something else. */
class OtherRows extends Error {
  constructor(why: string) {
    super(
      `--resume: what was written before is not of these files in this order: ${why}; write to another file, or leave --resume out`,
    );
  }
}

/** What an earlier run has written. */
interface Earlier {
  lines: number;
  last: string;
}

/** The whole lines of a file, if it is there. Part of a line is what the earlier run was cut off at: it is cut away. */
async function earlierIn(path: string): Promise<Earlier | undefined> {
  let lines = 0;
  let last: Buffer = Buffer.alloc(0);
  let begun: Buffer[] = [];
  let end = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      let rest = chunk as Buffer;
      for (let at = rest.indexOf(LF); at >= 0; at = rest.indexOf(LF)) {
        last = Buffer.concat([...begun, rest.subarray(0, at)]);
        begun = [];
        lines += 1;
        end += last.length + 1;
        rest = rest.subarray(at + 1);
      }
      begun.push(rest);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
  await truncate(path, end);
  return { lines, last: last.toString() };
}
