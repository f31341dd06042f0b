/**
 * What went wrong, for programs:
 *
 * - `integrity`: a file of the package is not the one that was built with it.
 * - `foreign-model`: the bytes are no model of Rubrica's.
 * - `model-version`: the model is of another format version.
 * - `wrong-model`: the topic model was given for the language model, or the other way round.
 * - `truncated-model`, `damaged-model`, `malformed-model`: the model is not whole.
 * - `other-release`: a pack of the topic model belongs to another one.
 * - `malformed-desk`: what was given is no desk, or one that was kept without the examples that it would need.
 * - `other-model`: the desk was learned with the models of another version; give it to `teach()`, which learns it again.
 * - `panic`: a bug in Rubrica; on this thread it must be loaded anew.
 */
export type RubricaErrorCode =
  | "integrity"
  | "foreign-model"
  | "model-version"
  | "wrong-model"
  | "truncated-model"
  | "damaged-model"
  | "malformed-model"
  | "other-release"
  | "malformed-desk"
  | "other-model"
  | "panic";

/**
 * What can go wrong with Rubrica and with nothing else. What goes wrong on the web platform too is named as there:
 * `TypeError`, `RangeError`, and `DOMException` with the names `AbortError`, `NetworkError`, `NotSupportedError`,
 * `OperationError` and `QuotaExceededError`.
 */
export class RubricaError extends Error {
  override readonly name = "RubricaError";
  /** What went wrong, for programs. */
  readonly code: RubricaErrorCode;

  constructor(code: RubricaErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What an engine throws that has to be given packs of the topic model before it can read a text. No caller ever sees it. */
export class MissingPacks extends Error {
  readonly packs: readonly string[];

  constructor(packs: readonly string[]) {
    super();
    this.packs = packs;
  }
}

/**
 * How many UTF-16 code units one text may have. A text of short lines takes some 200 bytes for each, report included, and
 * neither a wasm module nor a page may have more than 4 GiB.
 */
export const QUOTA = 2 ** 24;

/** The web platform's own, where it is there: a `DOMException` with the two numbers. */
declare const QuotaExceededError: (new (message: string, numbers: Quota) => DOMException) | undefined;

interface Quota {
  quota: number;
  requested: number;
}

/** @throws `QuotaExceededError` if the text is longer than the module's memory has room for. */
export function checkQuota(length: number): void {
  if (length > QUOTA) {
    const message = `a text may have ${String(QUOTA)} UTF-16 code units at most, and this one has ${String(length)}`;
    const numbers: Quota = { quota: QUOTA, requested: length };
    throw typeof QuotaExceededError === "function"
      ? new QuotaExceededError(message, numbers)
      : Object.assign(new DOMException(message, "QuotaExceededError"), numbers);
  }
}

/** What the compiled part throws, as this family has it: an `Error` with a `code`; type errors stay what they are. */
export function fromModule(error: unknown): unknown {
  if (error instanceof Error && error.constructor === Error && "code" in error) {
    return new RubricaError(error.code as RubricaErrorCode, error.message);
  }
  return error;
}
