// The other side of WorkerEngine: runs a LocalEngine in a module worker of the browser or of Node.
import { isFatal, LocalEngine } from "./local-engine.js";
import { fromNode } from "./node.js";
import { repliesWith, type Reply, type Request, toPlainError } from "./protocol.js";
import type { DeskFile } from "./rubrica_wasm.js";

let engine: LocalEngine | undefined;
/** The desk that was sent last. */
let desk: DeskFile | undefined;

async function answer(request: Request, send: (reply: Reply) => void): Promise<void> {
  const { id } = request;
  try {
    if ("start" in request) {
      engine = await LocalEngine.start(request.start);
      send({ id, reports: [] });
    } else if (engine) {
      if ("pack" in request) {
        await engine.add(request.pack, request.verified);
        send({ id, reports: [] });
        return;
      }
      if ("ask" in request) {
        send({ id, taught: await engine[request.ask](request.lesson, request.learner) });
        return;
      }
      desk = request.desk === undefined ? desk : (request.desk ?? undefined);
      if ("texts" in request) {
        send({ id, labels: await engine.label(request.texts, desk) });
        return;
      }
      for (const reply of repliesWith(id, await engine.classify(request.inputs, request.options, desk))) {
        send(reply);
      }
    } else {
      throw new Error("rubrica's worker was asked for something before it was started");
    }
  } catch (error) {
    if (isFatal(error)) {
      // Let the thread fail, which its owner hears as a crash.
      setTimeout(() => {
        throw error;
      });
    } else {
      send({ id, error: toPlainError(error) });
    }
  }
}

interface NodePort {
  on(type: "message", listener: (request: Request) => void): void;
  postMessage(reply: Reply): void;
}

if (typeof addEventListener === "function" && typeof postMessage === "function") {
  addEventListener("message", ({ data }: MessageEvent<Request>) => {
    void answer(data, (reply) => {
      postMessage(reply);
    });
  });
} else {
  void fromNode<{ parentPort: NodePort }>("worker_threads").then(({ parentPort }) => {
    parentPort.on("message", (request) => {
      void answer(request, (reply) => {
        parentPort.postMessage(reply);
      });
    });
  });
}
