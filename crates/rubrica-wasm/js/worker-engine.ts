import type { ClassifierEngine, Parts } from "./local-engine.js";
import { fromNode } from "./node.js";
import { fromPlainError, type Reply, type Request } from "./protocol.js";
import type { ClassifyOptions, Item, Report } from "./rubrica_wasm.js";

/** A worker of either kind, as far as it is needed here. */
interface Thread {
  post(request: Request, transfer: Transferable[]): void;
  stop(): void;
}

/** What a thread calls back. */
interface Hearer {
  reply(reply: Reply): void;
  crash(why: string): void;
}

/** A question without its answer. */
interface Waiting {
  /** The items that came ahead of their report. */
  items: Item[];
  resolve: (reports: Report[]) => void;
  reject: (reason: Error) => void;
}

/** Classifies in a worker of its own. */
export class WorkerEngine implements ClassifierEngine {
  #thread!: Thread;
  #crash: DOMException | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();

  private constructor() {}

  static async start(parts: Parts): Promise<WorkerEngine> {
    const engine = new WorkerEngine();
    const hearer: Hearer = {
      reply: (reply) => {
        engine.#reply(reply);
      },
      crash: (why) => {
        engine.#crashed(why);
      },
    };
    engine.#thread = typeof Worker === "function" ? webWorker(hearer) : await nodeWorker(hearer);
    try {
      await engine.#ask({ id: 0, start: parts }, [
        parts.language.buffer as ArrayBuffer,
        parts.topics.buffer as ArrayBuffer,
      ]);
    } catch (error) {
      engine.close();
      throw error;
    }
    return engine;
  }

  async classify(texts: readonly string[], options: ClassifyOptions): Promise<Report[]> {
    this.#lastId += 1;
    return await this.#ask({ id: this.#lastId, texts, options });
  }

  close(): void {
    this.#thread.stop();
  }

  async #ask(request: Request, transfer: Transferable[] = []): Promise<Report[]> {
    if (this.#crash) {
      throw this.#crash;
    }
    return await new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { items: [], resolve, reject });
      this.#thread.post(request, transfer);
    });
  }

  #reply(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if ("items" in reply) {
      waiting?.items.push(...reply.items);
      return;
    }
    this.#waiting.delete(reply.id);
    if ("error" in reply) {
      waiting?.reject(fromPlainError(reply.error));
      return;
    }
    const [report] = reply.reports;
    if (waiting && report) {
      report.items = [...waiting.items, ...report.items];
    }
    waiting?.resolve(reply.reports);
  }

  #crashed(why: string): void {
    if (this.#crash) {
      return;
    }
    this.#crash = new DOMException(`rubrica's worker stopped (${why}); create another`, "OperationError");
    this.close();
    for (const { reject } of this.#waiting.values()) {
      reject(this.#crash);
    }
    this.#waiting.clear();
  }
}

function webWorker(hearer: Hearer): Thread {
  // Bundlers look for exactly this expression.
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "rubrica" });
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    hearer.reply(data);
  };
  worker.onerror = (event) => {
    // Without this the browser reports the error a second time, as uncaught on the page.
    event.preventDefault();
    hearer.crash(event.message || "its script could not be loaded");
  };
  return {
    post: (request, transfer) => {
      worker.postMessage(request, transfer);
    },
    stop: () => {
      worker.terminate();
    },
  };
}

interface NodeWorker {
  on(type: "message", listener: (reply: Reply) => void): void;
  on(type: "error", listener: (error: Error) => void): void;
  on(type: "exit", listener: (status: number) => void): void;
  postMessage(request: Request, transfer: Transferable[]): void;
  terminate(): Promise<number>;
  ref(): void;
  unref(): void;
}

async function nodeWorker(hearer: Hearer): Promise<Thread> {
  const { Worker } = await fromNode<{ Worker: new (url: URL) => NodeWorker }>("worker_threads");
  // Not written as bundlers look for it: for them the worker is the browser's, above.
  const script = "./worker.js";
  const worker = new Worker(new URL(script, import.meta.url));
  let unanswered = 0;
  worker.on("message", (reply) => {
    unanswered -= "items" in reply ? 0 : 1;
    if (unanswered === 0) {
      // A program that has all its answers may end, as it may with an idle classifier on its own thread.
      worker.unref();
    }
    hearer.reply(reply);
  });
  worker.on("error", (error) => {
    hearer.crash(error.message);
  });
  worker.on("exit", (status) => {
    hearer.crash(`exit status ${String(status)}`);
  });
  return {
    post: (request, transfer) => {
      unanswered += 1;
      worker.ref();
      worker.postMessage(request, transfer);
    },
    stop: () => {
      void worker.terminate();
    },
  };
}
