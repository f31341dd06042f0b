// A thread of the command: classifies the rows that it is sent.
import { parentPort, workerData } from "node:worker_threads";

import type { Outcome, Row } from "./work.js";
import { type Job, Worker } from "./work.js";

const port = parentPort!;
const starting = Worker.start(workerData as Job);

port.on("message", (rows: Row[]) => {
  void starting.then(async (worker) => {
    const outcomes: Outcome[] = [];
    for (const row of rows) {
      outcomes.push(await worker.outcome(row));
    }
    port.postMessage(outcomes);
  });
});
