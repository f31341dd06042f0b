// For programs whose own choice of libraries lacks Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />
import { type Asset, type AssetOptions, load, type Pack } from "./assets.js";
import { languageAsset } from "./assets/language.js";
import { learnAsset } from "./assets/learn.js";
import { packAssets } from "./assets/packs.js";
import { topicsAsset } from "./assets/topics.js";
import { wasmAsset } from "./assets/wasm.js";
import { type Availability, create, type CreateOptions, Downloads, type Loader } from "./create.js";
import { Desk, examplesIn, type Evaluation, fileOf, FLOOR, type Teacher, type TeachOptions } from "./desk.js";
import { checkQuota, MissingPacks, QUOTA, RubricaError } from "./errors.js";
import { type Input, lengthOf } from "./input.js";
import { endedByOwner, endWithOwner, type Lifetime } from "./lifetime.js";
import { type ClassifierEngine, LocalEngine, type Parts } from "./local-engine.js";
import type { WebWorker } from "./platform.js";
import type { Lesson } from "./protocol.js";
import type { ClassifyOptions as EngineOptions, DeskFile, Report } from "./rubrica_wasm.js";
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
  /**
   * The letters besides a to z that texts will have: what the topic model knows of their words is then loaded at once, not
   * when the first text with one of them comes.
   * @default []
   */
  scripts?: readonly Pack[] | undefined;
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
  /** How long a text may be, in UTF-16 code units. */
  static readonly inputQuota = QUOTA;
  readonly #lifetime: Lifetime<ClassifierEngine>;
  readonly #assets: AssetOptions;
  readonly #load: Loader;
  /** The packs that are there, or coming. */
  readonly #packs = new Map<string, Promise<void>>();
  #desk: Desk | undefined;

  private constructor(lifetime: Lifetime<ClassifierEngine>, load: Loader, given: AssetOptions) {
    endWithOwner(this, lifetime);
    this.#lifetime = lifetime;
    this.#load = load;
    this.#assets = given;
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
    const { worker, scripts = [] } = options;
    const packs = [...new Set(scripts)].map(packOf);
    const { lifetime, load } = await create<ClassifierEngine>(
      options,
      downloads,
      [...assets, ...packs],
      async ({ module, models, verified }) => {
        // All parts are among the assets above.
        const parts: Parts = { module: module!, language: models.language!, topics: models.topics!, verified };
        const engine = await (worker
          ? WorkerEngine.start(parts, typeof worker === "function" ? worker : undefined)
          : LocalEngine.start(parts));
        for (const { part } of packs) {
          await engine.add(models[part]!, verified);
        }
        return engine;
      },
    );
    return new Rubrica(lifetime, load, options.assets ?? {});
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
    const learned = await this.#teacher.learn({ examples, floor }, isDesk ? undefined : what.signal);
    this.#desk = new Desk({ ...learned, examples: [...examples] }, keepsExamples, this.#teacher);
    return this.#desk;
  }

  readonly #teacher: Teacher = {
    learn: async (lesson: Lesson, signal): Promise<DeskFile> => {
      lesson.examples.forEach(({ text }) => {
        checkQuota(text.length);
      });
      const learner = await this.#learner(signal);
      return await this.#read(signal, async (engine) => await engine.learn(lesson, learner));
    },
    evaluate: async (lesson: Lesson, signal): Promise<Evaluation> => {
      const learner = await this.#learner(signal);
      return await this.#read(signal, async (engine) => await engine.evaluate(lesson, learner));
    },
  };

  /** The compiled learner, loaded when it is first asked for. */
  async #learner(signal: AbortSignal | undefined): Promise<WebAssembly.Module> {
    const { module } = await this.#lifetime.guard(signal, async () =>
      load([learnAsset], this.#assets, signal, () => undefined),
    );
    return module!;
  }

  /** Has the engine read texts, with the packs that they need. */
  async #read<T>(signal: AbortSignal | undefined, work: (engine: ClassifierEngine) => Promise<T>): Promise<T> {
    try {
      return await this.#lifetime.run(signal, work);
    } catch (error) {
      if (!(error instanceof MissingPacks)) {
        throw error;
      }
      const { packs } = error;
      await this.#lifetime.guard(signal, async () =>
        Promise.all(
          packs.map(async (pack) => {
            await this.#pack(pack);
          }),
        ),
      );
      return await this.#lifetime.run(signal, work);
    }
  }

  /** Loads a pack once, whoever asks for it. It is not given up when they do: others may wait for it, or the next text. */
  async #pack(name: string): Promise<void> {
    const known = this.#packs.get(name);
    if (known) {
      await known;
      return;
    }
    const asset = packOf(name);
    const coming = this.#load([asset], undefined).then(async ({ models, verified }) => {
      await this.#lifetime.run(undefined, async (engine) => {
        await engine.add(models[asset.part]!, verified);
      });
    });
    this.#packs.set(name, coming);
    try {
      await coming;
    } catch (error) {
      this.#packs.delete(name);
      throw error;
    }
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
    // A copy, for the caller may go on using the array.
    const inputs: readonly Input[] = isOne ? [input as Input] : [...(input as readonly Input[])];
    const lengths = inputs.map(lengthOf);
    if (!isOne || typeof input !== "string") {
      refuseItems(options);
    }
    this.#lifetime.throwIfOver(signal);
    const reports: Report[] = [];
    for (const batch of batches(inputs, lengths)) {
      reports.push(
        ...(await this.#read(signal, async (engine) => await engine.classify(batch, options, fileFor(desk)))),
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
        const reports = await this.#read(
          signal,
          async (engine) => await engine.classify(batch, options, fileFor(desk)),
        );
        for (const report of reports) {
          this.#lifetime.throwIfOver(signal);
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
      this.#lifetime.throwIfOver(signal);
      return { ...report, items: bare };
    }
    checkQuota(text.length);
    const texts = bare.map(({ start, end }) => text.slice(start, end));
    const labels = await this.#read(signal, async (engine) => await engine.label(texts, file));
    return { ...report, items: bare.map((item, index) => ({ ...item, ...labels[index] })) };
  }

  /** Frees all memory. Unfinished and later calls are rejected with `AbortError`. */
  destroy(): void {
    endedByOwner(this);
    this.#lifetime.end();
  }

  /** The same as `destroy()`, for `using`. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

/** The file of a pack. */
function packOf(name: string): Asset {
  if (!Object.hasOwn(packAssets, name)) {
    throw new RangeError(`\`scripts\` can be ${Object.keys(packAssets).join(", ")}, not ${name}`);
  }
  return packAssets[name as keyof typeof packAssets];
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
    // An empty text is some work, too.
    length += more + 1;
  }
  if (start < inputs.length) {
    yield inputs.slice(start);
  }
}
