#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";

import { type Arguments, HELP, parse } from "./args.js";
import { complain, Console } from "./console.js";
import { records } from "./csv.js";
import { reason, Usage } from "./failure.js";
import { lines, open, openAsIs, totalSize, utf8 } from "./input.js";
import { Output } from "./output.js";
import { outcomesOf } from "./pool.js";
import { header, isTooLong, type Job, read, type Row } from "./work.js";

/** Where rows are read from, and what had to be skipped there. */
class Command {
  readonly #args: Arguments;
  readonly #console: Console;
  /** The last row that an earlier run has written: it is made again, and compared. */
  #compared: Row | undefined;

  constructor(args: Arguments) {
    this.#args = args;
    this.#console = new Console(totalSize(args.files), args.output === undefined);
  }

  /** Classifies as told and returns how many rows and files had to be skipped. */
  async run(): Promise<number> {
    try {
      return await this.#run();
    } finally {
      this.#console.clear();
    }
  }

  async #run(): Promise<number> {
    const { files, input, format, field, topK, split, explain, offsets, models } = this.#args;
    const job: Job = { format, field, topK, split, explain, offsets, models, desk: await this.#desk() };
    const isAlone = input === "text" && format === "json" && files.length === 1;
    const layout = format === "csv" || isAlone ? "as is" : format === "jsonl" ? "lines" : "array";
    let isBegun = false;
    const output = await Output.to(this.#args.output, this.#args.resume);
    if (format === "csv" && input === "text") {
      await output.write(header(["file"]));
    }
    const threads = this.#args.threads ?? availableParallelism();
    for await (const { row, outcome } of outcomesOf(this.#left(isAlone, output), job, threads)) {
      if ("problem" in outcome) {
        this.#console.skip(row.place, outcome.problem);
        continue;
      }
      if (row === this.#compared) {
        output.compare(outcome.written);
        continue;
      }
      const before = layout === "array" ? (isBegun ? ",\n" : "[\n") : "";
      isBegun = true;
      await output.write(`${before}${outcome.written}${layout === "lines" ? "\n" : ""}`);
    }
    if (layout === "array") {
      await output.write(isBegun ? "\n]\n" : "[]\n");
    }
    await output.finish();
    return this.#console.skipped;
  }

  async #desk(): Promise<Job["desk"]> {
    const { desk: file } = this.#args;
    if (file === undefined) {
      return undefined;
    }
    try {
      return { file, json: utf8(await whole(open(resolve(file), { advance: () => undefined }))) };
    } catch (error) {
      throw new Error(`the desk ${file}: ${reason(error)}`, { cause: error });
    }
  }

  /** The rows that no earlier run has written. */
  async *#left(isAlone: boolean, output: Output): AsyncGenerator<Row, void, undefined> {
    for await (const row of this.#rows(isAlone, output)) {
      if (!output.hasNext || row.kind === "unreadable") {
        yield row;
        continue;
      }
      // One that cannot be read was not written: whoever reads it again will say why.
      const content = await read(row, this.#args.field).catch(() => undefined);
      if (!content || isTooLong(content.input)) {
        yield row;
      } else if (output.pass()) {
        this.#compared = row;
        yield row;
      }
    }
  }

  async *#rows(isAlone: boolean, output: Output): AsyncGenerator<Row, void, undefined> {
    const { files, input, markup } = this.#args;
    let firstHeader: string | undefined;
    for (const file of files) {
      try {
        if (input === "text") {
          const format = markup(file);
          const bytes = await whole((format ? openAsIs : open)(file, this.#console));
          yield { kind: "text", place: file, file, isAlone, markup: format, bytes };
        } else if (input === "jsonl") {
          for await (const { number, bytes } of lines(open(file, this.#console))) {
            yield { kind: "jsonl", place: `${file}:${String(number)}`, bytes };
          }
        } else {
          firstHeader = yield* this.#table(file, firstHeader, output);
        }
      } catch (error) {
        yield { kind: "unreadable", place: file, problem: reason(error) };
      }
    }
  }

  /** The rows of a table, whose header row says which cell is the text. Tables must have the columns of the first. */
  async *#table(
    file: string,
    firstHeader: string | undefined,
    output: Output,
  ): AsyncGenerator<Row, string | undefined, undefined> {
    const { field, format } = this.#args;
    let names: string[] | undefined;
    let text = -1;
    let written = firstHeader;
    for await (const { line, cells } of records(open(file, this.#console))) {
      if (!names) {
        try {
          names = cells.map((cell) => utf8(cell));
        } catch (error) {
          throw new Error(`the header row: ${reason(error)}`, { cause: error });
        }
        text = names.indexOf(field);
        if (text < 0) {
          throw new Error(`no column \`${field}\`; the header row names: ${names.join(", ")}`);
        }
        const twice = names.filter((name, column) => names?.lastIndexOf(name) !== column);
        if (twice.includes(field)) {
          throw new Error(`two columns are named \`${field}\`: which is the text?`);
        }
        if (twice.length > 0 && format !== "csv") {
          throw new Error(`two columns are named \`${twice[0]!}\`, which JSON cannot hold; use --format csv`);
        }
        if (format === "csv") {
          const ours = header(names.filter((_, column) => column !== text));
          if (written !== undefined && written !== ours) {
            throw new Error("its columns are not those of the first table; use --format jsonl");
          }
          if (written === undefined) {
            await output.write(ours);
          }
          written = ours;
        }
      } else if (cells.length !== names.length) {
        const problem = `cells: ${String(cells.length)}, but the header row has ${String(names.length)}`;
        yield { kind: "unreadable", place: `${file}:${String(line)}`, problem };
      } else {
        yield { kind: "csv", place: `${file}:${String(line)}`, names, text, cells };
      }
    }
    if (!names) {
      throw new Error(`no column \`${field}\`; there is no header row`);
    }
    return written;
  }
}

async function whole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function main(): Promise<number> {
  const args = parse(process.argv.slice(2));
  if (args === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  if (args === "version") {
    const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    process.stdout.write(`rubrica ${(JSON.parse(manifest) as { version: string }).version}\n`);
    return 0;
  }
  const skipped = await new Command(args).run();
  if (skipped > 0) {
    complain(`${String(skipped)} unreadable, reported above and skipped`);
  }
  return skipped > 0 ? 1 : 0;
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Whoever read our output has enough of it: `rubrica … | head` is no error.
  if (error.code === "EPIPE") {
    process.exit();
  }
  complain(`cannot write the result: ${error.message}`);
  process.exit(1);
});

try {
  process.exitCode = await main();
} catch (error) {
  complain(error instanceof Usage ? `${error.message}\n\nFor more information, try '--help'.` : reason(error));
  process.exitCode = error instanceof Usage ? 2 : 1;
}
