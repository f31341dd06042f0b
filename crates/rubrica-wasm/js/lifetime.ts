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
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => {
    this.end(this.#signal?.reason);
  };

  /** `signal` ends the engine. If it was aborted already, its reason is thrown. */
  constructor(engine: E, signal?: AbortSignal) {
    this.#engine = engine;
    this.#signal = signal;
    if (signal?.aborted) {
      this.#onAbort();
      throw signal.reason;
    }
    signal?.addEventListener("abort", this.#onAbort);
  }

  /** Does `work` when all that was asked for before is done. */
  async run<T>(signal: AbortSignal | undefined, work: (engine: E) => T | Promise<T>): Promise<T> {
    return await this.guard(signal, (isWanted) => {
      const turn = this.#lastInLine.then(async () => (isWanted() ? await work(this.#engine) : undefined));
      this.#lastInLine = turn.then(
        () => undefined,
        () => undefined,
      );
      // Undefined only if nobody waits for it any more.
      return turn as Promise<T>;
    });
  }

  /**
   * Does work that takes no time of its own, with as few promises as can be: it is done before anybody else has a turn. What is
   * aborted or ended right behind the call is never begun.
   */
  async runAtOnce<T>(signal: AbortSignal | undefined, work: (engine: E) => T): Promise<T> {
    this.throwIfOver(signal);
    await Promise.resolve();
    this.throwIfOver(signal);
    return work(this.#engine);
  }

  /** The outcome of what `begin` begins, or the reason of the abort or of the engine's end if either comes first. */
  async guard<T>(signal: AbortSignal | undefined, begin: (isWanted: () => boolean) => Promise<T>): Promise<T> {
    this.throwIfOver(signal);
    return await new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        this.#unfinished.delete(giveUp);
        signal?.removeEventListener("abort", onAbort);
      };
      const giveUp = (reason: unknown): void => {
        leave();
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason of an abort may be anything
        reject(reason);
      };
      const onAbort = (): void => {
        giveUp(signal?.reason);
      };
      this.#unfinished.add(giveUp);
      signal?.addEventListener("abort", onAbort);
      begin(() => this.#unfinished.has(giveUp)).then((value) => {
        leave();
        resolve(value);
      }, giveUp);
    });
  }

  /** @throws the reason of the engine's end or of the abort, if either has come. */
  throwIfOver(signal: AbortSignal | undefined): void {
    if (this.#end) {
      throw this.#end.reason;
    }
    signal?.throwIfAborted();
  }

  /** Ends the engine. `reason` is what all unfinished and all later work is rejected with. */
  end(reason: unknown = new DOMException("The object was destroyed", "AbortError")): void {
    if (this.#end) {
      return;
    }
    this.#end = { reason };
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#engine.close();
    for (const giveUp of this.#unfinished) {
      giveUp(reason);
    }
  }
}

/** Tells of what nobody can reach any more. Some environments, such as older Cloudflare workers, do not. */
const forgotten =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry<Lifetime<Engine>>((lifetime) => {
        lifetime.end();
      })
    : undefined;

/**
 * Ends the lifetime when nobody can reach its owner any more and nobody has destroyed it: a worker would run on for ever.
 * @throws `TypeError` without a lifetime: the owner was made by `new`, which JavaScript cannot keep to the class itself.
 */
export function endWithOwner(owner: object, lifetime: Lifetime<Engine> | undefined): void {
  if (!lifetime) {
    throw new TypeError("Illegal constructor: the create() of this class makes its objects");
  }
  forgotten?.register(owner, lifetime, owner);
}

/** The owner has ended its lifetime itself. */
export function endedByOwner(owner: object): void {
  forgotten?.unregister(owner);
}
