import { RubricaError } from "./errors.js";
import type { Lesson } from "./protocol.js";
import type { DeskFile, Example, Report } from "./rubrica_wasm.js";

/** What to teach. */
export interface TeachOptions {
  /** Texts that are examples of each of your topics, by your names for them; a dozen each is a good beginning. */
  topics: Readonly<Record<string, readonly string[]>>;
  /** Texts that belong to none of the topics, where you know some that look as if they did. */
  none?: readonly string[] | undefined;
  /**
   * A topic less likely than this, 0 to 1, is not given to an item.
   * @default 0.4
   */
  floor?: number | undefined;
  /**
   * Keep the examples in the desk's JSON. Without them it tells nothing of your texts, but cannot be taught more, nor
   * learned again for another version of Rubrica.
   * @default true
   */
  keepExamples?: boolean | undefined;
  /** Aborts the call, which is then rejected with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** How good a desk is on its own examples, each asked of a desk that was learned without it. */
export interface Evaluation {
  /** How many examples were asked for: all but those that are the only one of their topic, or of none. */
  examples: number;
  /** How many of them were given what they are examples of. */
  right: number;
  /** The same for each topic. */
  topics: TopicEvaluation[];
}

/** How good a desk is on the examples of one topic. */
export interface TopicEvaluation {
  /** Its name. */
  topic: string;
  /** How many of its examples were asked for: none, if it has but one. Of fewer than five, the figures say little. */
  examples: number;
  /** How many of these it was given. */
  right: number;
  /** How many examples of other topics, or of none, it was given. */
  wrong: number;
}

/** Learns and judges: a {@link Rubrica}. @internal */
export interface Teacher {
  learn(lesson: Lesson, signal: AbortSignal | undefined): Promise<DeskFile>;
  evaluate(lesson: Lesson, signal: AbortSignal | undefined): Promise<Evaluation>;
}

/** The floor of a desk for which none is chosen. @internal */
export const FLOOR = 0.4;

/**
 * Your own topics, learned from a few examples on the device. Made by `rubrica.teach()`, or read by `Rubrica.desk()`.
 *
 * ```js
 * const desk = await rubrica.teach({ topics: { chess: [...texts], "our region": [...texts] } });
 * const report = await rubrica.classify(text, { desk });
 * report.items[0].desk; // [{ topic: "chess", confidence: 0.93, … }]
 * localStorage.setItem("desk", JSON.stringify(desk));
 * ```
 */
export class Desk {
  #file: DeskFile;
  readonly #keepsExamples: boolean;
  readonly #teacher: Teacher | undefined;
  #lastInLine: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(file: DeskFile, keepsExamples: boolean, teacher?: Teacher) {
    this.#file = file;
    this.#keepsExamples = keepsExamples;
    this.#teacher = teacher;
  }

  /** The names of the topics. */
  get topics(): readonly string[] {
    return this.#file.topics;
  }

  /** What was learned from; `undefined` where the desk was kept without it. */
  get examples(): readonly Example[] | undefined {
    return this.#file.examples;
  }

  /** Whether the examples are part of the JSON. */
  get keepsExamples(): boolean {
    return this.#keepsExamples;
  }

  /** A topic less likely than this is not given to an item. */
  get floor(): number {
    return this.#file.floor;
  }

  /** What the engine is given. Another object after each change. @internal */
  get file(): DeskFile {
    return this.#file;
  }

  /**
   * Learns more examples of a topic, which may be a new one; `null` for texts that belong to none.
   * @throws `InvalidStateError` if the desk was read from a file and not yet given to `rubrica.teach()`.
   */
  async add(topic: string | null, texts: string | readonly string[]): Promise<void> {
    const added = examplesOf(topic, arrayOf(texts));
    await this.#change((examples) => once([...examples, ...added]));
  }

  /** Forgets a topic; with `texts`, these examples of it alone. */
  async remove(topic: string | null, texts?: string | readonly string[]): Promise<void> {
    const name = nameOf(topic);
    const forgotten = texts === undefined ? undefined : textsOf(name, arrayOf(texts));
    await this.#change((examples) =>
      examples.filter((one) => one.topic !== name || (forgotten !== undefined && !forgotten.includes(one.text))),
    );
  }

  /** Gives a topic another name. If another topic has it, the two become one. */
  async rename(topic: string, name: string): Promise<void> {
    const [from, to] = [nameOf(topic), nameOf(name)];
    if (from === null || to === null) {
      throw new TypeError("what belongs to no topic has no name");
    }
    await this.#change((examples) => examples.map((one) => (one.topic === from ? { ...one, topic: to } : one)));
  }

  /** How good the desk is on its own examples: ten times it is learned without a tenth of them, and asked for those. */
  async evaluate({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<Evaluation> {
    const { teacher, examples } = this.#ready();
    return await teacher.evaluate({ examples, floor: this.floor }, signal);
  }

  /**
   * The indices of the items of a report that would teach the desk most, if one told it where they belong: those of most
   * doubt, of one story only one, and none that is an example already.
   */
  suggest(text: string, report: Report, count = 3): number[] {
    const known = new Set(this.examples?.map((one) => one.text));
    const told = new Set<number>();
    return report.items
      .map(({ doubt = 0 }, index) => ({ doubt, index }))
      .filter(({ index }) => !known.has(text.slice(report.items[index]!.start, report.items[index]!.end)))
      .sort((a, b) => b.doubt - a.doubt)
      .filter(({ index }) => {
        const { story } = report.items[index]!;
        const isNew = story === null || !told.has(story);
        told.add(story ?? -1);
        return isNew;
      })
      .slice(0, count)
      .map(({ index }) => index);
  }

  /** What `JSON.stringify()` writes and `Rubrica.desk()` reads. */
  toJSON(): DeskFile {
    const { examples, ...learned } = this.#file;
    return this.#keepsExamples && examples ? { ...learned, examples } : learned;
  }

  /** Changes are made one after the other, each whole or not at all. */
  async #change(change: (examples: readonly Example[]) => Example[]): Promise<void> {
    const turn = this.#lastInLine.then(async () => {
      const { teacher, examples } = this.#ready();
      const changed = change(examples);
      this.#file = { ...(await teacher.learn({ examples: changed, floor: this.floor }, undefined)), examples: changed };
    });
    this.#lastInLine = turn.catch(() => undefined);
    await turn;
  }

  #ready(): { teacher: Teacher; examples: readonly Example[] } {
    const { examples } = this.#file;
    if (!examples) {
      throw new RubricaError(
        "malformed-desk",
        "this desk was kept without its examples: it cannot be judged or taught more",
      );
    }
    if (!this.#teacher) {
      const message = "this desk was read from a file: give it to rubrica.teach(), and go on with what that returns";
      throw new DOMException(message, "InvalidStateError");
    }
    return { teacher: this.#teacher, examples };
  }
}

/** The examples that `teach()` is given. */
export function examplesIn({ topics, none = [] }: TeachOptions): Example[] {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- JavaScript checks no types
  if (typeof topics !== "object" || topics === null) {
    throw new TypeError("teach() takes `topics`: an object of arrays of texts, by the names of your topics");
  }
  return once([...Object.entries(topics), [null, none] as const].flatMap(([topic, texts]) => examplesOf(topic, texts)));
}

/** An example that is given again is the same one: asked for without itself, a copy would tell the answer. */
function once(examples: readonly Example[]): Example[] {
  const last = new Map<string, Example>();
  for (const one of examples) {
    last.delete(one.text);
    last.set(one.text, one);
  }
  return [...last.values()];
}

/** The name of a topic, as it is kept. */
function nameOf(topic: string | null): string | null {
  if (topic !== null && (typeof topic !== "string" || topic.trim() === "")) {
    throw new TypeError("a topic needs a name");
  }
  return topic?.trim() ?? null;
}

/** The examples of a topic, if they are any. */
function textsOf(name: string | null, texts: readonly string[]): readonly string[] {
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === "string")) {
    throw new TypeError(
      `the examples of ${name === null ? "none of the topics" : `“${name}”`} must be an array of strings`,
    );
  }
  return texts;
}

function arrayOf(texts: string | readonly string[]): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}

function examplesOf(topic: string | null, given: readonly string[]): Example[] {
  const name = nameOf(topic);
  const texts = textsOf(name, given);
  if (name !== null && texts.length === 0) {
    throw new RangeError(`the topic “${name}” has no examples`);
  }
  return texts.map((text) => ({ topic: name, text }));
}

/** What was kept, as a file. */
export function fileOf(kept: unknown): DeskFile {
  const malformed = (why: string): never => {
    throw new RubricaError("malformed-desk", `this is no desk of Rubrica's: ${why}`);
  };
  let file = kept;
  if (typeof kept === "string") {
    try {
      file = JSON.parse(kept);
    } catch {
      malformed("it is not JSON");
    }
  }
  const { format, topics, examples = [], floor } = (file ?? {}) as Partial<DeskFile>;
  if (format !== 1) {
    malformed("its format is not 1, which this version reads");
  }
  const isExample = (one: unknown): boolean => {
    const { topic, text } = (one ?? {}) as Partial<Example>;
    return typeof text === "string" && (topic === null || typeof topic === "string");
  };
  if (!Array.isArray(topics) || typeof floor !== "number" || !Array.isArray(examples) || !examples.every(isExample)) {
    malformed("it lacks its topics, its floor or a part of its examples");
  }
  return file as DeskFile;
}
