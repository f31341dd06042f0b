import { fromModule } from "./errors.js";
import type { Engine } from "./lifetime.js";
import type { Input } from "./rubrica.js";
import initialise, { Classifier, type ClassifyOptions, type Report } from "./rubrica_wasm.js";

/** Classifies texts, here or elsewhere. */
export interface ClassifierEngine extends Engine {
  /** The reports of `inputs`, in their order. */
  classify(inputs: readonly Input[], options: ClassifyOptions): Promise<Report[]>;
}

/** What a classifier is made of. */
export interface Parts {
  module: WebAssembly.Module;
  language: Uint8Array<ArrayBuffer>;
  topics: Uint8Array<ArrayBuffer>;
}

/** How long the thread may be kept before others get their turn, in milliseconds: within one frame. */
const LONGEST_TURN = 12;

/** Classifies on the thread that asks. */
export class LocalEngine implements ClassifierEngine {
  readonly #classifier: Classifier;
  #turnBegan = performance.now();
  #broken = false;

  private constructor(classifier: Classifier) {
    this.#classifier = classifier;
  }

  static async start({ module, language, topics }: Parts): Promise<LocalEngine> {
    await initialise({ module_or_path: module });
    try {
      return new LocalEngine(new Classifier(language, topics));
    } catch (error) {
      throw fromModule(error);
    }
  }

  async classify(inputs: readonly Input[], options: ClassifyOptions): Promise<Report[]> {
    if (performance.now() - this.#turnBegan > LONGEST_TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      this.#turnBegan = performance.now();
    }
    try {
      return inputs.map((input) => this.#classifier.classify(input, options));
    } catch (error) {
      this.#broken ||= isFatal(error);
      throw fromModule(error);
    }
  }

  close(): void {
    if (!this.#broken) {
      this.#classifier.free();
    }
  }
}

/** Whether the module's memory is in no known state after this error, so that nothing of it can be used again. */
export function isFatal(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || (error as { code?: string }).code === "panic";
}
