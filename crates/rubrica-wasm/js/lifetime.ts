/** What does the work behind an object of the public interface. */
export interface Engine {
  /** Gives back all that the engine holds. Called once; no work is begun afterwards. */
  close(): void;
}

/**
 * Guards an engine from its creation to its end: work is done in the order in which it was asked for,
 * what is aborted meanwhile is never begun, and at the end everything unfinished is rejected.
 */
export class Lifetime<E extends Engine> {
  readonly #engine: E;
  #end: { reason: unknown } | undefined;
  #lastInLine: Promise<void> = Promise.resolve();
  readonly #unfinished = new Set<(reason: unknown) => void>();

  constructor(engine: E) {
    this.#engine = engine;
  }

  async run<T>(signal: AbortSignal | undefined, work: (engine: E) => T | Promise<T>): Promise<T> {
    if (this.#end) {
      throw this.#end.reason;
    }
    signal?.throwIfAborted();
    return await new Promise<T>((resolve, reject) => {
      const giveUp = (reason: unknown): void => {
        this.#unfinished.delete(giveUp);
        signal?.removeEventListener("abort", onAbort);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason of an abort may be anything
        reject(reason);
      };
      const onAbort = (): void => {
        giveUp(signal?.reason);
      };
      this.#unfinished.add(giveUp);
      signal?.addEventListener("abort", onAbort);
      this.#lastInLine = this.#lastInLine.then(async () => {
        if (!this.#unfinished.has(giveUp)) {
          return;
        }
        try {
          resolve(await work(this.#engine));
          this.#unfinished.delete(giveUp);
          signal?.removeEventListener("abort", onAbort);
        } catch (error) {
          giveUp(error);
        }
      });
    });
  }

  /** Ends the engine. `reason` is what all unfinished and all later work is rejected with. */
  end(reason: unknown = new DOMException("The object was destroyed", "AbortError")): void {
    if (this.#end) {
      return;
    }
    this.#end = { reason };
    this.#engine.close();
    for (const giveUp of this.#unfinished) {
      giveUp(reason);
    }
  }
}
