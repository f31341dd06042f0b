import { fromModule, MissingPacks } from "./errors.js";
import type { Engine } from "./lifetime.js";
import { type Input, textOf } from "./input.js";
import type { Evaluation } from "./desk.js";
import type { Lesson } from "./protocol.js";
import initialiseLearner, { Learner } from "./rubrica_learn_wasm.js";
import initialise, {
  Classifier,
  type ClassifyOptions,
  type DeskFile,
  type Label,
  type Report,
} from "./rubrica_wasm.js";

/** Classifies texts, here or elsewhere. Throws {@link MissingPacks} if it has to be given some before it can read a text. */
export interface ClassifierEngine extends Engine {
  /** Adds a pack. `verified` if it was compared with its hash. */
  add(pack: Uint8Array<ArrayBuffer>, verified: boolean): Promise<void>;
  /** The reports of `inputs`, in their order, with the topics of that desk. */
  classify(inputs: readonly Input[], options: ClassifyOptions, desk: DeskFile | undefined): Promise<Report[]>;
  /** What that desk says of texts, each taken as one item. */
  label(texts: readonly string[], desk: DeskFile | undefined): Promise<Label[]>;
  /** Learns a desk. `learner` is the module that does, compiled. */
  learn(lesson: Lesson, learner: WebAssembly.Module): Promise<DeskFile>;
  /** Judges one. */
  evaluate(lesson: Lesson, learner: WebAssembly.Module): Promise<Evaluation>;
}

/** What a classifier is made of. */
export interface Parts {
  module: WebAssembly.Module;
  language: Uint8Array<ArrayBuffer>;
  topics: Uint8Array<ArrayBuffer>;
  /** Both models were compared with their hashes. */
  verified: boolean;
}

/** How long the thread may be kept before others get their turn, in milliseconds: within one frame. */
const LONGEST_TURN = 12;

/** Classifies on the thread that asks. */
export class LocalEngine implements ClassifierEngine {
  readonly #classifier: Classifier;
  #turnBegan = performance.now();
  /** What broke the module: of its memory nothing can be used any more. */
  #broken: { by: unknown } | undefined;
  /** The desk that the classifier has; compared as an object, for a changed desk is another one. */
  #desk: DeskFile | undefined;

  private constructor(classifier: Classifier) {
    this.#classifier = classifier;
  }

  static async start({ module, language, topics, verified }: Parts): Promise<LocalEngine> {
    await initialise({ module_or_path: module });
    try {
      return new LocalEngine(new Classifier(language, topics, verified));
    } catch (error) {
      throw fromModule(error);
    }
  }

  async add(pack: Uint8Array<ArrayBuffer>, verified: boolean): Promise<void> {
    this.#guard(() => {
      this.#classifier.addPack(pack, verified);
    });
    await Promise.resolve();
  }

  async classify(inputs: readonly Input[], options: ClassifyOptions, desk?: DeskFile): Promise<Report[]> {
    if (performance.now() - this.#turnBegan > LONGEST_TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      this.#turnBegan = performance.now();
    }
    return this.#guard(() => {
      this.#use(desk);
      this.#needPacks(inputs.flatMap(textsOf));
      return inputs.map((input) => this.#classifier.classify(input, options));
    });
  }

  async label(texts: readonly string[], desk: DeskFile | undefined): Promise<Label[]> {
    return await Promise.resolve(
      this.#guard(() => {
        this.#use(desk);
        this.#needPacks(texts);
        return this.#classifier.labels(texts);
      }),
    );
  }

  async learn(lesson: Lesson, learner: WebAssembly.Module): Promise<DeskFile> {
    return await this.#withLearner(lesson, learner, (one) => one.learn() as DeskFile);
  }

  async evaluate(lesson: Lesson, learner: WebAssembly.Module): Promise<Evaluation> {
    return await this.#withLearner(lesson, learner, (one) => one.evaluate() as Evaluation);
  }

  async #withLearner<T>(
    { examples, floor }: Lesson,
    module: WebAssembly.Module,
    work: (one: Learner) => T,
  ): Promise<T> {
    await initialiseLearner({ module_or_path: module });
    return this.#guard(() => {
      const texts = examples.map(({ text }) => text);
      this.#needPacks(texts);
      const names = [...new Set(examples.flatMap(({ topic }) => topic ?? []))];
      const { vectors, words, counts, ends } = this.#classifier.impressions(texts);
      const classes = Int32Array.from(examples, ({ topic }) => (topic === null ? -1 : names.indexOf(topic)));
      const backdrop = this.#classifier.backdrop();
      const { model } = this.#classifier;
      const one = new Learner(model, names, floor, classes, vectors, words, counts, ends, backdrop);
      try {
        return work(one);
      } finally {
        one.free();
      }
    });
  }

  #use(desk: DeskFile | undefined): void {
    if (desk !== this.#desk) {
      this.#classifier.setDesk(desk);
      this.#desk = desk;
    }
  }

  /** @throws {@link MissingPacks} */
  #needPacks(texts: readonly string[]): void {
    const missing = this.#classifier.missingPacks(texts);
    if (missing.length > 0) {
      throw new MissingPacks(missing);
    }
  }

  #guard<T>(work: () => T): T {
    if (this.#broken) {
      throw this.#broken.by;
    }
    try {
      return work();
    } catch (error) {
      const told = fromModule(error);
      this.#broken = isFatal(error) ? { by: told } : undefined;
      throw told;
    }
  }

  close(): void {
    if (!this.#broken) {
      this.#classifier.free();
    }
  }
}

/** The texts of an input. What is wrong with its blocks is for the classifier to say. */
function textsOf(input: Input): string[] {
  return typeof input === "string" ? [input] : input.blocks.flatMap((block: unknown) => textOf(block) ?? []);
}

/** Whether the module's memory is in no known state after this error, so that nothing of it can be used again. */
export function isFatal(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || (error as { code?: string }).code === "panic";
}
