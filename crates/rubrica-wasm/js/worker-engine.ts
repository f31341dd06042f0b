import type { ClassifierEngine, Parts } from "./local-engine.js";
import { fromNode } from "./node.js";
import { fromPlainError, type Lesson, type Reply, type Request } from "./protocol.js";
import type { Evaluation } from "./desk.js";
import type { ClassifyOptions, DeskFile, Item, Label, Report } from "./rubrica_wasm.js";
import type { Input } from "./input.js";

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
  resolve: (answer: Report[] | Label[] | DeskFile | Evaluation) => void;
  reject: (reason: Error) => void;
}

/** Classifies in a worker of its own. */
export class WorkerEngine implements ClassifierEngine {
  #thread!: Thread;
  #crash: DOMException | undefined;
  #lastId = 0;
  /** The desk that the worker has. */
  #desk: DeskFile | undefined;
  readonly #waiting = new Map<number, Waiting>();

  private constructor() {}

  /** `worker` starts the worker, where the build does not find its script by itself. */
  static async start(parts: Parts, worker?: () => Worker): Promise<WorkerEngine> {
    const engine = new WorkerEngine();
    const hearer: Hearer = {
      reply: (reply) => {
        engine.#reply(reply);
      },
      crash: (why) => {
        engine.#crashed(why);
      },
    };
    engine.#thread =
      worker || typeof Worker === "function" ? webWorker((worker ?? ownWorker)(), hearer) : await nodeWorker(hearer);
    try {
      await engine.#ask({ id: 0, start: parts }, [parts.language.buffer, parts.topics.buffer]);
    } catch (error) {
      engine.close();
      throw error;
    }
    return engine;
  }

  async add(pack: Uint8Array<ArrayBuffer>, verified: boolean): Promise<void> {
    await this.#ask<Report[]>({ id: this.#nextId(), pack, verified }, [pack.buffer]);
  }

  async classify(inputs: readonly Input[], options: ClassifyOptions, desk: DeskFile | undefined): Promise<Report[]> {
    return await this.#ask<Report[]>({ id: this.#nextId(), inputs, options, ...this.#changed(desk) });
  }

  async label(texts: readonly string[], desk: DeskFile | undefined): Promise<Label[]> {
    return await this.#ask<Label[]>({ id: this.#nextId(), texts, ...this.#changed(desk) });
  }

  /** The desk, if the worker has another. */
  #changed(desk: DeskFile | undefined): { desk?: DeskFile | null } {
    return desk === this.#desk ? {} : { desk: desk ?? null };
  }

  async learn(lesson: Lesson, learner: WebAssembly.Module): Promise<DeskFile> {
    return await this.#ask<DeskFile>({ id: this.#nextId(), ask: "learn", lesson, learner });
  }

  async evaluate(lesson: Lesson, learner: WebAssembly.Module): Promise<Evaluation> {
    return await this.#ask<Evaluation>({ id: this.#nextId(), ask: "evaluate", lesson, learner });
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  close(): void {
    this.#thread.stop();
  }

  /** The caller knows what is answered to what it asks. */
  async #ask<Answer>(request: Request, transfer: Transferable[] = []): Promise<Answer> {
    if (this.#crash) {
      throw this.#crash;
    }
    return await new Promise((resolve, reject) => {
      try {
        this.#thread.post(request, transfer);
      } catch (error) {
        // Functions and proxies, for example, cannot be cloned; the worker has none of the request.
        throw new TypeError(`a worker cannot be given this: ${String(error)}`, { cause: error });
      }
      const answered = resolve as Waiting["resolve"];
      this.#waiting.set(request.id, { items: [], resolve: answered, reject });
      if ("desk" in request) {
        this.#desk = request.desk ?? undefined;
      }
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
    if ("labels" in reply) {
      waiting?.resolve(reply.labels);
      return;
    }
    if ("taught" in reply) {
      waiting?.resolve(reply.taught);
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

function ownWorker(): Worker {
  try {
    // Bundlers look for exactly this expression.
    return new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "rubrica" });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "SecurityError")) {
      throw error;
    }
    // The package is on another host, such as a CDN. A worker must come from the page's own, but may import from any.
    const script = "./worker.js";
    const source = `import ${JSON.stringify(new URL(/* webpackIgnore: true */ script, import.meta.url).href)};`;
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(url, { type: "module", name: "rubrica" });
    // Whoever answers has read its script.
    worker.addEventListener(
      "message",
      () => {
        URL.revokeObjectURL(url);
      },
      { once: true },
    );
    return worker;
  }
}

/** Bun's workers keep a program alive unless told otherwise. */
type WorkerOfAnyKind = Worker & { ref?: () => void; unref?: () => void };

function webWorker(worker: WorkerOfAnyKind, hearer: Hearer): Thread {
  const idle = new Idling(worker);
  worker.onmessage = ({ data }: MessageEvent<Reply>) => {
    idle.answered(data);
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
      idle.asked();
    },
    stop: () => {
      worker.terminate();
    },
  };
}

/** Lets a program that has all its answers end, as it may with an idle classifier on its own thread. */
class Idling {
  readonly #worker: { ref?: () => void; unref?: () => void };
  #unanswered = 0;

  constructor(worker: { ref?: () => void; unref?: () => void }) {
    this.#worker = worker;
  }

  asked(): void {
    this.#unanswered += 1;
    this.#worker.ref?.();
  }

  answered(reply: Reply): void {
    this.#unanswered -= "items" in reply ? 0 : 1;
    if (this.#unanswered === 0) {
      this.#worker.unref?.();
    }
  }
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
  const { Worker } = await fromNode<{ Worker: new (url: URL) => NodeWorker }>("worker_threads").catch(() => {
    throw new DOMException("rubrica cannot start a worker here: leave `worker` out", "NotSupportedError");
  });
  // Not written as bundlers look for it: for them the worker is the browser's, above.
  const script = "./worker.js";
  const worker = new Worker(new URL(/* webpackIgnore: true */ script, import.meta.url));
  const idle = new Idling(worker);
  worker.on("message", (reply) => {
    idle.answered(reply);
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
      worker.postMessage(request, transfer);
      idle.asked();
    },
    stop: () => {
      void worker.terminate();
    },
  };
}
