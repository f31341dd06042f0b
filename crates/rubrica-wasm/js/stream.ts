/** How many texts wait between a source and their reading, at most: enough to keep a worker busy. */
const MOST_WAITING = 256;

/**
 * The values of `source` in runs: what has come meanwhile, up to `room` as `weigh` counts it. The source is read ahead
 * by one run and no further, so memory stays constant however long it is. `wait` guards the waiting: if it
 * rejects, the runs end with its reason, and the source is told that no more is wanted.
 */
export async function* runsOf<T>(
  source: AsyncIterable<T>,
  weigh: (value: T) => number,
  room: number,
  wait: <W>(coming: Promise<W>) => Promise<W>,
): AsyncGenerator<T[], void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const waiting: { values: T[]; weight: number } = { values: [], weight: 0 };
  const state: { isOver: boolean; failure?: { error: unknown } } = { isOver: false };
  let arrived = signal();
  let taken = signal();

  const readAhead = async (): Promise<void> => {
    try {
      while (!state.isOver) {
        const next = await iterator.next();
        if (next.done) {
          break;
        }
        waiting.weight += weigh(next.value);
        waiting.values.push(next.value);
        arrived.give();
        if (waiting.weight >= room || waiting.values.length >= MOST_WAITING) {
          taken = signal();
          await taken.given;
        }
      }
    } catch (error) {
      state.failure = { error };
    }
    state.isOver = true;
    arrived.give();
  };

  let isWhole = false;
  void readAhead();
  try {
    for (;;) {
      if (waiting.values.length === 0 && !state.isOver) {
        await wait(arrived.given);
      }
      arrived = signal();
      const run = waiting.values;
      waiting.values = [];
      waiting.weight = 0;
      taken.give();
      if (run.length > 0) {
        yield run;
      } else if (state.isOver) {
        // What was read before a failure has been handed on.
        if (state.failure) {
          throw state.failure.error;
        }
        isWhole = true;
        return;
      }
    }
  } finally {
    state.isOver = true;
    taken.give();
    if (!isWhole) {
      // Not awaited: a source that hangs must not keep what breaks off because of it.
      Promise.resolve()
        .then(async () => iterator.return?.())
        .catch(() => undefined);
    }
  }
}

/** A promise and the function that fulfils it. */
function signal(): { given: Promise<void>; give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
