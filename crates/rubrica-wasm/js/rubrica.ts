// For programs whose own choice of libraries lacks Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />
import { type Asset, type AssetOptions, load } from "./assets.js";
import { languageAsset } from "./assets/language.js";
import { learnAsset } from "./assets/learn.js";
import { topicsAsset } from "./assets/topics.js";
import { wasmAsset } from "./assets/wasm.js";
import { type Availability, create, type CreateOptions, Downloads } from "./create.js";
import { Desk, examplesIn, type Evaluation, fileOf, FLOOR, type Teacher, type TeachOptions } from "./desk.js";
import { checkQuota, RubricaError } from "./errors.js";
import { forgotten, type Lifetime } from "./lifetime.js";
import { type ClassifierEngine, LocalEngine, type Parts } from "./local-engine.js";
import type { WebWorker } from "./platform.js";
import type { Lesson } from "./protocol.js";
import type { Blocks, ClassifyOptions as EngineOptions, DeskFile, Report } from "./rubrica_wasm.js";
import { runsOf } from "./stream.js";
import { WorkerEngine } from "./worker-engine.js";

/** How to create a {@link Rubrica}. */
export interface RubricaCreateOptions extends CreateOptions {
  /**
   * Run in a worker of its own, so that the thread that asks is never kept waiting: a module worker in browsers, a
   * worker thread in Node. What can be asked and what is answered is the same. A function starts the worker itself,
   * with the script `rubrica/worker`, for builds that do not find it by themselves.
   * @default false
   */
  worker?: boolean | (() => WebWorker) | undefined;
}

/** How to classify. */
export interface ClassifyOptions extends EngineOptions {
  /**
   * The desk whose topics the report is to have beside the IPTC's; `null` for none.
   * @default the desk that was taught last
   */
  desk?: Desk | null | undefined;
  /** Aborts the call, which is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** How to label anew. */
export type RelabelOptions = Pick<ClassifyOptions, "desk" | "signal">;

/** What can be classified: a text, or one with markup. */
export type Input = string | Blocks;

/** How many UTF-16 code units go to the engine at once, at most, if they are more than one text: some milliseconds' work. */
const BATCH_LENGTH = 32_768;

const downloads = new Downloads();
/** All files that a classifier is made of. */
const assets: readonly Asset[] = [wasmAsset, languageAsset, topicsAsset];

/**
 * Reads a paste of news and says, for every item in it: what language it is in, what it is about, whether it is news
 * at all, which words say so, and which items tell the same story. Nothing leaves the device.
 *
 * ```js
 * const rubrica = await Rubrica.create({ worker: true });
 * const report = await rubrica.classify(text);
 * rubrica.destroy();
 * ```
 */
export class Rubrica {
  readonly #lifetime: Lifetime<ClassifierEngine>;
  readonly #assets: AssetOptions;
  #desk: Desk | undefined;

  private constructor(lifetime: Lifetime<ClassifierEngine>, given: AssetOptions) {
    this.#lifetime = lifetime;
    this.#assets = given;
    forgotten?.register(this, lifetime, this);
  }

  /** Whether `create()` can succeed here, and whether it will load the package's files (once loaded, the HTTP cache has them). */
  // A promise as on the web platform, where the answer may have to be fetched.
  static async availability(options: { assets?: AssetOptions | undefined } = {}): Promise<Availability> {
    return await Promise.resolve(downloads.availability(assets, options.assets));
  }

  /**
   * Loads the package's files and makes a classifier of them.
   * @throws `NetworkError` if a file cannot be loaded, `NotSupportedError` without WebAssembly, the signal's reason
   * if aborted; a {@link RubricaError} with a `code`, such as `integrity` or `damaged-model`, if a file is not what it
   * should be.
   */
  static async create(options: RubricaCreateOptions = {}): Promise<Rubrica> {
    const { worker } = options;
    const lifetime = await create<ClassifierEngine>(
      options,
      downloads,
      assets,
      async ({ module, models, verified }) => {
        // All parts are among the assets above.
        const parts: Parts = { module, language: models.language!, topics: models.topics!, verified };
        return await (worker
          ? WorkerEngine.start(parts, typeof worker === "function" ? worker : undefined)
          : LocalEngine.start(parts));
      },
    );
    return new Rubrica(lifetime, options.assets ?? {});
  }

  /**
   * A desk from what `JSON.stringify(desk)` wrote, for `classify()`. Give it to `teach()` to teach it more.
   * @throws a {@link RubricaError} with the code `malformed-desk` if it is none.
   */
  static desk(json: string | DeskFile): Desk {
    const file = fileOf(json);
    return new Desk(file, file.examples !== undefined);
  }

  /**
   * Learns topics of your own from examples, on the device: in some milliseconds, once the learner is loaded. Examples in
   * one language teach the others, too. Reports then carry `desk` for each item, as long as no other desk is taught or
   * given to `classify()`.
   *
   * A desk that was read from a file is learned again from the examples that it holds, whichever version made it.
   * @throws `TypeError` if the examples are no texts, `RangeError` if a topic has none; a {@link RubricaError} with the
   * code `malformed-desk` if a desk was kept without its examples; what `classify()` throws.
   */
  async teach(what: TeachOptions | Desk): Promise<Desk> {
    const isDesk = what instanceof Desk;
    const examples = isDesk ? what.examples : examplesIn(what);
    const keepsExamples = isDesk ? what.keepsExamples : (what.keepExamples ?? true);
    const floor = what.floor ?? FLOOR;
    if (!examples) {
      throw new RubricaError("malformed-desk", "this desk was kept without its examples: it cannot be learned again");
    }
    if (!(floor >= 0 && floor <= 1)) {
      throw new RangeError(`\`floor\` must be between 0 and 1, and is ${String(floor)}`);
    }
    examples.forEach(({ text }) => {
      checkQuota(text.length);
    });
    const learned = await this.#teacher.learn({ examples, floor }, isDesk ? undefined : what.signal);
    this.#desk = new Desk({ ...learned, examples: [...examples] }, keepsExamples, this.#teacher);
    return this.#desk;
  }

  readonly #teacher: Teacher = {
    learn: async (lesson: Lesson, signal): Promise<DeskFile> => {
      const learner = await this.#learner(signal);
      return await this.#lifetime.run(signal, async (engine) => await engine.learn(lesson, learner));
    },
    evaluate: async (lesson: Lesson, signal): Promise<Evaluation> => {
      const learner = await this.#learner(signal);
      return await this.#lifetime.run(signal, async (engine) => await engine.evaluate(lesson, learner));
    },
  };

  /** The compiled learner, loaded when it is first asked for. */
  async #learner(signal: AbortSignal | undefined): Promise<WebAssembly.Module> {
    const { module } = await this.#lifetime.guard(signal, async () =>
      load([learnAsset], this.#assets, signal, () => undefined),
    );
    return module;
  }

  /**
   * The report of one paste, or the reports of several in their order. Offsets in a report are UTF-16 code units:
   * `text.slice(item.start, item.end)` is the item.
   *
   * What has markup is given as blocks, `{ blocks: [{ role: "heading", text: "…" }, …] }`, so that headings, lists and
   * articles tell where items part. Offsets then count in the report's own `text`. `rubrica/dom` makes blocks of HTML.
   *
   * A stream of texts (any `AsyncIterable`, such as a `ReadableStream`) gives a stream of their reports, in their order
   * and in constant memory. Leaving the loop over the reports ends the source.
   *
   * Of many calls at once each gets its turn: a short one need not wait for the end of a long array or stream.
   * @throws the signal's reason if aborted, `AbortError` if destroyed, `OperationError` if the worker crashed,
   * `QuotaExceededError` if a text is longer than 2²⁴ UTF-16 code units; `TypeError` if the input is neither text nor
   * blocks or an option is not what it should be.
   */
  classify(input: Input, options?: ClassifyOptions): Promise<Report>;
  classify(inputs: readonly Input[], options?: ClassifyOptions): Promise<Report[]>;
  classify(inputs: AsyncIterable<Input>, options?: ClassifyOptions): AsyncGenerator<Report, void, undefined>;
  classify(
    input: Input | readonly Input[] | AsyncIterable<Input>,
    options: ClassifyOptions = {},
  ): Promise<Report | Report[]> | AsyncGenerator<Report, void, undefined> {
    return isStream(input) ? this.#classifyStream(input, options) : this.#classifyInputs(input, options);
  }

  async #classifyInputs(
    input: Input | readonly Input[],
    { signal, desk = this.#desk, ...options }: ClassifyOptions,
  ): Promise<Report | Report[]> {
    const isOne = !Array.isArray(input);
    const inputs: readonly Input[] = isOne ? [input as Input] : input;
    const lengths = inputs.map(lengthOf);
    if (!isOne || typeof input !== "string") {
      refuseItems(options);
    }
    const reports: Report[] = [];
    for (const batch of batches(inputs, lengths)) {
      reports.push(
        ...(await this.#lifetime.run(signal, async (engine) => await engine.classify(batch, options, fileFor(desk)))),
      );
    }
    return isOne ? reports[0]! : reports;
  }

  async *#classifyStream(
    source: AsyncIterable<Input>,
    { signal, desk = this.#desk, ...options }: ClassifyOptions,
  ): AsyncGenerator<Report, void, undefined> {
    refuseItems(options);
    const wait = async <W>(coming: Promise<W>): Promise<W> => await this.#lifetime.guard(signal, async () => coming);
    for await (const run of runsOf(source, lengthOf, BATCH_LENGTH, wait)) {
      for (const batch of batches(run, run.map(lengthOf))) {
        const reports = await this.#lifetime.run(
          signal,
          async (engine) => await engine.classify(batch, options, fileFor(desk)),
        );
        for (const report of reports) {
          yield report;
        }
      }
    }
  }

  /**
   * The same report with what a desk says now, in a small part of the time that `classify()` takes: the items are read again
   * only if they are not those that were labelled last. `text` is what was classified (the report's own, of blocks). The
   * words that speak for a desk's topic are for `classify()` to tell.
   * @throws what `classify()` throws.
   */
  async relabel(text: string, report: Report, { desk = this.#desk, signal }: RelabelOptions = {}): Promise<Report> {
    const file = fileFor(desk);
    const bare = report.items.map((item) => {
      const unlabelled = { ...item };
      delete unlabelled.desk;
      delete unlabelled.doubt;
      return unlabelled;
    });
    if (!file) {
      return { ...report, items: bare };
    }
    checkQuota(text.length);
    const texts = bare.map(({ start, end }) => text.slice(start, end));
    const labels = await this.#lifetime.run(signal, async (engine) => await engine.label(texts, file));
    return { ...report, items: bare.map((item, index) => ({ ...item, ...labels[index] })) };
  }

  /** Frees all memory. Unfinished and later calls are rejected with `AbortError`. */
  destroy(): void {
    forgotten?.unregister(this);
    this.#lifetime.end();
  }

  /** The same as `destroy()`, for `using`. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

/** What the engine is given of a desk. */
function fileFor(desk: Desk | null | undefined): DeskFile | undefined {
  if (desk && !(desk instanceof Desk)) {
    throw new TypeError("`desk` must be a desk: make one of what was kept by Rubrica.desk()");
  }
  return desk?.file;
}

function isStream(input: Input | readonly Input[] | AsyncIterable<Input>): input is AsyncIterable<Input> {
  return typeof input === "object" && (input as object | null) !== null && Symbol.asyncIterator in input;
}

/** How many UTF-16 code units an input has, if it is one, and not too long. */
function lengthOf(input: unknown): number {
  let length: number;
  if (typeof input === "string") {
    length = input.length;
  } else if (hasBlocks(input)) {
    // What the blocks are is looked at where they are read; here only their length counts.
    length = input.blocks.reduce((sum, block) => sum + (textOf(block)?.length ?? 0) + 2, 0);
  } else {
    throw new TypeError(
      `classify() takes texts or { blocks }, and was given ${input === null ? "null" : `a value of type ${typeof input}`}`,
    );
  }
  checkQuota(length);
  return length;
}

function hasBlocks(input: unknown): input is Blocks {
  return typeof input === "object" && input !== null && Array.isArray((input as Partial<Blocks>).blocks);
}

function textOf(block: unknown): string | undefined {
  const text = typeof block === "object" && block !== null ? (block as { text?: unknown }).text : undefined;
  return typeof text === "string" ? text : undefined;
}

function refuseItems({ items }: EngineOptions): void {
  if (items !== undefined) {
    throw new TypeError(
      "`items` marks off the items of one text: classify each text with its own, and give blocks an `item`",
    );
  }
}

/** Cuts `inputs` into runs that are short enough to be one piece of work; one that is longer is alone. */
function* batches(inputs: readonly Input[], lengths: readonly number[]): Generator<readonly Input[]> {
  let start = 0;
  let length = 0;
  for (const [index, more] of lengths.entries()) {
    if (index > start && length + more > BATCH_LENGTH) {
      yield inputs.slice(start, index);
      start = index;
      length = 0;
    }
    length += more;
  }
  if (start < inputs.length) {
    yield inputs.slice(start);
  }
}
