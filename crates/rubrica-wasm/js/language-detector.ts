// For programs whose own choice of libraries lacks Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Asset, AssetOptions } from "./assets.js";
import { knownLanguages, languageAsset } from "./assets/language.js";
import { wasmAsset } from "./assets/wasm.js";
import { type Availability, create, type CreateOptions, Downloads } from "./create.js";
import { checkQuota, fromModule, QUOTA } from "./errors.js";
import { endedByOwner, endWithOwner, type Engine, type Lifetime } from "./lifetime.js";
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
/** All files that a detector is made of. */
const assets: readonly Asset[] = [wasmAsset, languageAsset];

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
  /** How long a text may be, in UTF-16 code units. */
  readonly inputQuota = QUOTA;

  private constructor(lifetime: Lifetime<DetectorEngine>, expected: readonly string[]) {
    endWithOwner(this, lifetime);
    this.#lifetime = lifetime;
    this.expectedInputLanguages = expected.length > 0 ? Object.freeze([...expected]) : null;
  }

  /**
   * Whether `create()` with the same options can succeed here, and whether it will load the package's files.
   * @throws `RangeError` if a language is no BCP 47 tag.
   */
  static async availability(
    options: LanguageDetectorCreateCoreOptions & { assets?: AssetOptions | undefined } = {},
  ): Promise<Availability> {
    const expected = Intl.getCanonicalLocales([...(options.expectedInputLanguages ?? [])]);
    return await Promise.resolve(
      unknown(expected).length > 0 ? "unavailable" : downloads.availability(assets, options.assets),
    );
  }

  /**
   * Loads the package's files and makes a detector of them.
   * @throws `NotSupportedError` if an expected language cannot be told or without WebAssembly, `RangeError` if one is
   * no BCP 47 tag, `NetworkError` if a file cannot be loaded, the signal's reason if aborted; a {@link RubricaError}
   * with a `code`, such as `integrity`, if a file is not what it should be.
   */
  static async create(options: LanguageDetectorCreateOptions = {}): Promise<LanguageDetector> {
    const expected = Intl.getCanonicalLocales([...(options.expectedInputLanguages ?? [])]);
    const lacking = unknown(expected);
    if (lacking.length > 0) {
      throw new DOMException(`rubrica cannot detect ${lacking.join(", ")}`, "NotSupportedError");
    }
    const { lifetime } = await create(options, downloads, assets, async ({ module, models, verified }) => {
      await initialise({ module_or_path: module! });
      try {
        // The language model is among the assets above.
        return new DetectorEngine(
          new Detector(models.language!, verified),
          expected.flatMap((tag) => code(tag) ?? []),
        );
      } catch (error) {
        throw fromModule(error);
      }
    });
    return new LanguageDetector(lifetime, expected);
  }

  /**
   * The languages that are likelier than none, best first, until they make 0.99 together; the last is always `und`, with
   * what is left. So `und` comes first where no language can be told.
   * @throws `TypeError` without a text, the signal's reason if aborted, `AbortError` if destroyed, `QuotaExceededError` if the text is longer than
   * the quota.
   */
  detect(input: string, options?: LanguageDetectorDetectOptions): Promise<DetectedLanguage[]>;
  async detect(...call: Call): Promise<DetectedLanguage[]> {
    const [text, options] = read(call);
    checkQuota(text.length);
    return await this.#lifetime.runAtOnce(options.signal, (detector) => detector.detect(text));
  }

  /** How much of `inputQuota` a text uses: its length, and something even if it is empty. */
  measureInputUsage(input: string, options?: LanguageDetectorDetectOptions): Promise<number>;
  async measureInputUsage(...call: Call): Promise<number> {
    const [text, options] = read(call);
    return await this.#lifetime.runAtOnce(options.signal, () => Math.max(text.length, 1));
  }

  /** Frees the memory. Unfinished and later calls are rejected with `AbortError`. */
  destroy(): void {
    endedByOwner(this);
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
  readonly #expected: string[] | undefined;

  constructor(detector: Detector, expected: string[]) {
    this.#detector = detector;
    this.#expected = expected.length > 0 ? expected : undefined;
  }

  detect(text: string): DetectedLanguage[] {
    try {
      return this.#detector.detect(text, this.#expected);
    } catch (error) {
      throw fromModule(error);
    }
  }

  close(): void {
    this.#detector.free();
  }
}

/** The arguments of a method. Their number tells a text that is `undefined` from none at all. */
type Call = [input?: unknown, options?: LanguageDetectorDetectOptions | null];

/** As on the web platform, a text must be given, and what is no string is made one. */
function read(call: Call): [string, LanguageDetectorDetectOptions] {
  if (call.length === 0) {
    throw new TypeError("There is no text");
  }
  const [input, options] = call;
  // Unlike String(), this refuses symbols.
  return ["".concat(input as string), options ?? {}];
}

/** Those of the tags whose language the model does not know. */
function unknown(tags: readonly string[]): string[] {
  return tags.filter((tag) => code(tag) === undefined);
}

/**
 * The model's code of a tag's language. The model may have another than the canonical form of the tag: it says `tl`,
 * which is `fil` in canonical form.
 */
function code(tag: string): string | undefined {
  const language = primary(tag);
  return knownLanguages.includes(language)
    ? language
    : knownLanguages.find((known) => /^[a-z]{2,3}$/.test(known) && primary(known) === language);
}

/** The primary language subtag of a BCP 47 tag in canonical form. */
function primary(tag: string): string {
  return new Intl.Locale(tag).language;
}
