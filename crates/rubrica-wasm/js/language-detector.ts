// For programs whose own choice of libraries lacks Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />
import { knownLanguages, languageAsset } from "./assets/language.js";
import { wasmAsset } from "./assets/wasm.js";
import { type Availability, create, type CreateOptions, Downloads } from "./create.js";
import type { Asset } from "./download.js";
import type { Engine, Lifetime } from "./lifetime.js";
import initialise, { type DetectedLanguage, Detector } from "./rubrica_wasm.js";

/** What a {@link LanguageDetector} must be able to tell. */
export interface LanguageDetectorCreateCoreOptions {
  /** BCP 47 tags of the languages to choose among; all that are known, if there are none. */
  expectedInputLanguages?: readonly string[] | undefined;
}

/** How to create a {@link LanguageDetector}. */
export interface LanguageDetectorCreateOptions extends LanguageDetectorCreateCoreOptions, CreateOptions {}

/** How to detect. */
export interface LanguageDetectorDetectOptions {
  /** Aborts the call, which is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
}

const downloads = new Downloads();
const assets = (): Asset[] => [wasmAsset(), languageAsset()];

/**
 * Tells what language a text is in: the web platform's `LanguageDetector`, for browsers that lack it, for workers and
 * for Node. It loads the language model alone.
 *
 * ```js
 * const detector = await LanguageDetector.create();
 * const [{ detectedLanguage, confidence }] = await detector.detect(text);
 * ```
 */
export class LanguageDetector {
  readonly #lifetime: Lifetime<DetectorEngine>;
  /** The languages given at creation, in canonical form; `null` if there were none. */
  readonly expectedInputLanguages: readonly string[] | null;
  /** How much input can be taken, in the unit of `measureInputUsage()`: there is no limit. */
  readonly inputQuota = Infinity;

  private constructor(lifetime: Lifetime<DetectorEngine>, expected: readonly string[]) {
    this.#lifetime = lifetime;
    this.expectedInputLanguages = expected.length > 0 ? Object.freeze([...expected]) : null;
  }

  /**
   * Whether `create()` with the same options can succeed here, and whether it will load the package's files.
   * @throws `RangeError` if a language is no BCP 47 tag.
   */
  static async availability(options: LanguageDetectorCreateCoreOptions = {}): Promise<Availability> {
    const expected = Intl.getCanonicalLocales([...(options.expectedInputLanguages ?? [])]);
    return await Promise.resolve(unknown(expected).length > 0 ? "unavailable" : downloads.availability(assets()));
  }

  /**
   * Loads the package's files and makes a detector of them.
   * @throws `NotSupportedError` if an expected language cannot be told or without WebAssembly, `RangeError` if one is
   * no BCP 47 tag, `NetworkError` if a file cannot be loaded, the signal's reason if aborted; an `Error` with a
   * `code`, such as `damaged-model`, if the model file is not what it should be.
   */
  static async create(options: LanguageDetectorCreateOptions = {}): Promise<LanguageDetector> {
    const expected = Intl.getCanonicalLocales([...(options.expectedInputLanguages ?? [])]);
    const lacking = unknown(expected);
    if (lacking.length > 0) {
      throw new DOMException(`rubrica cannot detect ${lacking.join(", ")}`, "NotSupportedError");
    }
    const lifetime = await create(options, downloads, assets(), async ([wasm, language]) => {
      await initialise({ module_or_path: await WebAssembly.compile(wasm!) });
      return new DetectorEngine(new Detector(language!), expected.map(primary));
    });
    return new LanguageDetector(lifetime, expected);
  }

  /**
   * The likeliest languages, best first; the last is always `und`, the probability that it is none of those known.
   * @throws the signal's reason if aborted, `AbortError` if destroyed.
   */
  async detect(input: string, options: LanguageDetectorDetectOptions = {}): Promise<DetectedLanguage[]> {
    return await this.#lifetime.run(options.signal, (detector) => detector.detect(input));
  }

  /** How much of the quota `input` would use: always 0, as there is none. */
  async measureInputUsage(_input: string, options: LanguageDetectorDetectOptions = {}): Promise<number> {
    return await this.#lifetime.run(options.signal, () => 0);
  }

  /** Frees the memory. Unfinished and later calls are rejected with `AbortError`. */
  destroy(): void {
    this.#lifetime.end();
  }

  /** The same as `destroy()`, for `using`. */
  [Symbol.dispose](): void {
    this.destroy();
  }
}

class DetectorEngine implements Engine {
  readonly #detector: Detector;
  /** Codes of the languages to choose among; of all, if there are none. */
  readonly #expected: string[];

  constructor(detector: Detector, expected: string[]) {
    this.#detector = detector;
    this.#expected = expected;
  }

  detect(text: string): DetectedLanguage[] {
    return this.#detector.detect(text, this.#expected);
  }

  close(): void {
    this.#detector.free();
  }
}

/** Those of the tags whose language the model does not know. */
function unknown(tags: readonly string[]): string[] {
  const known = new Set(knownLanguages());
  return tags.filter((tag) => !known.has(primary(tag)));
}

/** The primary language subtag of a BCP 47 tag. */
function primary(tag: string): string {
  return new Intl.Locale(tag).language;
}
