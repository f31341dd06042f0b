// For programs whose own choice of libraries lacks Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Asset, AssetOptions } from "./assets.js";
import { languageAsset } from "./assets/language.js";
import { topicsAsset } from "./assets/topics.js";
import { wasmAsset } from "./assets/wasm.js";
import { type Availability, create, type CreateOptions, Downloads } from "./create.js";
import { checkQuota } from "./errors.js";
import { forgotten, type Lifetime } from "./lifetime.js";
import { type ClassifierEngine, LocalEngine, type Parts } from "./local-engine.js";
import type { WebWorker } from "./platform.js";
import type { Blocks, ClassifyOptions as EngineOptions, Report } from "./rubrica_wasm.js";
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
  /** Aborts the call, which is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
}

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

  private constructor(lifetime: Lifetime<ClassifierEngine>) {
    this.#lifetime = lifetime;
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
    const lifetime = await create<ClassifierEngine>(options, downloads, assets, async ({ module, models }) => {
      // All parts are among the assets above.
      const parts: Parts = { module, language: models.language!, topics: models.topics! };
      return await (worker
        ? WorkerEngine.start(parts, typeof worker === "function" ? worker : undefined)
        : LocalEngine.start(parts));
    });
    return new Rubrica(lifetime);
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
    { signal, ...options }: ClassifyOptions,
  ): Promise<Report | Report[]> {
    const isOne = !Array.isArray(input);
    const inputs: readonly Input[] = isOne ? [input as Input] : input;
    const lengths = inputs.map(lengthOf);
    if (!isOne || typeof input !== "string") {
      refuseItems(options);
    }
    const reports: Report[] = [];
    for (const batch of batches(inputs, lengths)) {
      reports.push(...(await this.#lifetime.run(signal, async (engine) => await engine.classify(batch, options))));
    }
    return isOne ? reports[0]! : reports;
  }

  async *#classifyStream(
    source: AsyncIterable<Input>,
    { signal, ...options }: ClassifyOptions,
  ): AsyncGenerator<Report, void, undefined> {
    refuseItems(options);
    const wait = async <W>(coming: Promise<W>): Promise<W> => await this.#lifetime.guard(signal, async () => coming);
    for await (const run of runsOf(source, lengthOf, BATCH_LENGTH, wait)) {
      for (const batch of batches(run, run.map(lengthOf))) {
        const reports = await this.#lifetime.run(signal, async (engine) => await engine.classify(batch, options));
        for (const report of reports) {
          yield report;
        }
      }
    }
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
