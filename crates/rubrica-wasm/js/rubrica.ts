// For programs whose own choice of libraries lacks Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />
import { languageAsset } from "./assets/language.js";
import { topicsAsset } from "./assets/topics.js";
import { wasmAsset } from "./assets/wasm.js";
import { type Availability, create, type CreateOptions, Downloads } from "./create.js";
import type { Asset } from "./download.js";
import type { Lifetime } from "./lifetime.js";
import { type ClassifierEngine, LocalEngine } from "./local-engine.js";
import type { ClassifyOptions as EngineOptions, Report } from "./rubrica_wasm.js";
import { WorkerEngine } from "./worker-engine.js";

/** How to create a {@link Rubrica}. */
export interface RubricaCreateOptions extends CreateOptions {
  /**
   * Run in a worker of its own, so that the thread that asks is never kept waiting: a module worker in browsers, a
   * worker thread in Node. What can be asked and what is answered is the same.
   * @default false
   */
  worker?: boolean | undefined;
}

/** How to classify. */
export interface ClassifyOptions extends EngineOptions {
  /** Aborts the call, which is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** How many UTF-16 code units go to the engine at once, at most, if they are more than one text: some milliseconds' work. */
const BATCH_LENGTH = 32_768;

const downloads = new Downloads();
const assets = (): Asset[] => [wasmAsset(), languageAsset(), topicsAsset()];

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
  }

  /** Whether `create()` can succeed here, and whether it will load the package's files (once loaded, the HTTP cache has them). */
  // A promise as on the web platform, where the answer may have to be fetched.
  static async availability(): Promise<Availability> {
    return await Promise.resolve(downloads.availability(assets()));
  }

  /**
   * Loads the package's files and makes a classifier of them.
   * @throws `NetworkError` if a file cannot be loaded, `NotSupportedError` without WebAssembly, the signal's reason
   * if aborted; an `Error` with a `code`, such as `damaged-model`, if a model file is not what it should be.
   */
  static async create(options: RubricaCreateOptions = {}): Promise<Rubrica> {
    const lifetime = await create<ClassifierEngine>(options, downloads, assets(), async ([wasm, language, topics]) => {
      const parts = { module: await WebAssembly.compile(wasm!), language: language!, topics: topics! };
      return await (options.worker ? WorkerEngine : LocalEngine).start(parts);
    });
    return new Rubrica(lifetime);
  }

  /**
   * The report of one paste, or the reports of several in their order. Offsets in a report are UTF-16 code units:
   * `text.slice(item.start, item.end)` is the item.
   * @throws the signal's reason if aborted, `AbortError` if destroyed, `OperationError` if the worker crashed;
   * `TypeError` if the input is not text, or an option is not what it should be.
   */
  classify(text: string, options?: ClassifyOptions): Promise<Report>;
  classify(texts: readonly string[], options?: ClassifyOptions): Promise<Report[]>;
  async classify(input: string | readonly string[], options: ClassifyOptions = {}): Promise<Report | Report[]> {
    const { signal, ...engineOptions } = options;
    const texts = typeof input === "string" ? [input] : input;
    if (!Array.isArray(texts) || !texts.every((text) => typeof text === "string")) {
      throw new TypeError("classify() takes a string or an array of strings");
    }
    if (engineOptions.items !== undefined && typeof input !== "string") {
      throw new TypeError("`items` marks off the items of one text; classify each text with its own");
    }
    const reports: Report[] = [];
    for (const batch of batches(texts)) {
      reports.push(
        ...(await this.#lifetime.run(signal, async (engine) => await engine.classify(batch, engineOptions))),
      );
    }
    return typeof input === "string" ? reports[0]! : reports;
  }

  /** Frees all memory. Unfinished and later calls are rejected with `AbortError`. */
  destroy(): void {
    this.#lifetime.end();
  }

  /** The same as `destroy()`, for `using`. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

/** Cuts `texts` into runs that are short enough to be one piece of work; a text that is longer is one alone. */
function* batches(texts: readonly string[]): Generator<readonly string[]> {
  let start = 0;
  let length = 0;
  for (const [index, text] of texts.entries()) {
    if (index > start && length + text.length > BATCH_LENGTH) {
      yield texts.slice(start, index);
      start = index;
      length = 0;
    }
    length += text.length;
  }
  if (start < texts.length) {
    yield texts.slice(start);
  }
}
