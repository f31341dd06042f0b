import { Worker as Thread } from "node:worker_threads";

import type { Job, Outcome, Row } from "./work.js";

/** Rows are handed to the threads in batches of so many, … */
const ROWS = 256;
/** … or fewer, once they hold so many bytes. */
const BYTES = 1 << 20;
/** So many batches wait for a thread to become idle, for each thread: while one is read, none stands still. */
const AHEAD = 2;

interface Batch {
  rows: Row[];
  done: (outcomes: Outcome[]) => void;
  failed: (error: Error) => void;
}

/**
 * What comes of the rows, in their order, from as many threads as there is work for. Memory is bounded: rows are read
 * only as fast as their outcomes are taken.
 */
export async function* outcomesOf(
  rows: AsyncIterable<Row>,
  job: Job,
  mostThreads: number,
): AsyncGenerator<{ row: Row; outcome: Outcome }, void, undefined> {
  const pool = new Pool(job, mostThreads);
  const under: { rows: Row[]; outcomes: Promise<Outcome[]> }[] = [];
  const oldest = async function* (): AsyncGenerator<{ row: Row; outcome: Outcome }> {
    const { rows, outcomes } = under.shift()!;
    for (const [index, outcome] of (await outcomes).entries()) {
      yield { row: rows[index]!, outcome };
    }
  };
  try {
    for await (const batch of batches(rows)) {
      const outcomes = pool.work(batch);
      // It is awaited in its turn; a failure until then is not unhandled.
      outcomes.catch(() => undefined);
      under.push({ rows: batch, outcomes });
      if (under.length >= mostThreads * AHEAD) {
        yield* oldest();
      }
    }
    while (under.length > 0) {
      yield* oldest();
    }
  } finally {
    await pool.end();
  }
}

async function* batches(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  let bytes = 0;
  for await (const row of rows) {
    batch.push(row);
    bytes += weight(row);
    if (batch.length >= ROWS || bytes >= BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}

function weight(row: Row): number {
  switch (row.kind) {
    case "unreadable":
      return 0;
    case "csv":
      return row.cells.reduce((sum, cell) => sum + cell.length, 0);
    default:
      return row.bytes.length;
  }
}

class Pool {
  readonly #job: Job;
  readonly #most: number;
  readonly #threads: Thread[] = [];
  readonly #idle: Thread[] = [];
  readonly #waiting: Batch[] = [];

  constructor(job: Job, most: number) {
    this.#job = job;
    this.#most = most;
  }

  async work(rows: Row[]): Promise<Outcome[]> {
    return await new Promise((done, failed) => {
      this.#waiting.push({ rows, done, failed });
      // Threads cost time to start: another only when there is work for it.
      if (this.#idle.length === 0 && this.#threads.length < this.#most) {
        const thread = new Thread(new URL("./thread.js", import.meta.url), { workerData: this.#job });
        this.#threads.push(thread);
        this.#idle.push(thread);
      }
      this.#assign();
    });
  }

  #assign(): void {
    const thread = this.#waiting.length > 0 ? this.#idle.pop() : undefined;
    if (!thread) {
      return;
    }
    const { rows, done, failed } = this.#waiting.shift()!;
    const onError = (error: Error): void => {
      failed(error);
    };
    thread.once("error", onError);
    thread.once("message", (outcomes: Outcome[]) => {
      thread.off("error", onError);
      this.#idle.push(thread);
      done(outcomes);
      this.#assign();
    });
    thread.postMessage(rows);
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map(async (thread) => thread.terminate()));
  }
}
