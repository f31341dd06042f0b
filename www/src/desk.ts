// The reader's own topics, and what was marked for them: kept in this browser alone, in IndexedDB.
import { type Example, Rubrica } from "rubrica";

/** Topics, also those without an example yet, and the examples. Never changed, only replaced. */
export interface Marked {
  topics: readonly string[];
  examples: readonly Example[];
}

const NOTHING: Marked = { topics: [], examples: [] };
/** So many steps can be undone. */
const MOST_STEPS = 100;

/** What the reader has marked, with a way back. */
export class DeskKeeper {
  #marked = NOTHING;
  readonly #earlier: Marked[] = [];
  readonly #changed: () => void;
  /** Tells the page in other tabs that there is something new in the store, and hears so from them. */
  readonly #tabs = new BroadcastChannel("rubrica.desk");

  /** `changed` is called after each change. */
  constructor(changed: () => void) {
    this.#changed = changed;
    void load().then((kept) => {
      // What was marked before the store answered counts more.
      if (kept && this.#marked === NOTHING) {
        this.#marked = kept;
        changed();
      }
    });
    this.#tabs.onmessage = async () => {
      const kept = await load();
      if (kept) {
        this.#remember();
        this.#marked = kept;
        changed();
      }
    };
  }

  get marked(): Marked {
    return this.#marked;
  }

  get canUndo(): boolean {
    return this.#earlier.length > 0;
  }

  /** The topic that a text was marked for, `null` for none of them, `undefined` if it was not marked. */
  markOf(text: string): string | null | undefined {
    return this.#marked.examples.find((one) => one.text === text)?.topic;
  }

  create(name: string): void {
    const { topics, examples } = this.#marked;
    if (name !== "" && !topics.includes(name)) {
      this.#change({ topics: [...topics, name], examples });
    }
  }

  /** Marks a text as an example of a topic, or of none; `undefined` takes the mark away. */
  mark(text: string, topic: string | null | undefined): void {
    const others = this.#marked.examples.filter((one) => one.text !== text);
    const examples = topic === undefined ? others : [...others, { topic, text }];
    this.#change({ topics: this.#marked.topics, examples });
  }

  /** Gives a topic another name; if another topic has it, the two become one. */
  rename(topic: string, name: string): void {
    if (name !== "" && name !== topic) {
      const { topics, examples } = this.#marked;
      this.#change({
        topics: [...new Set(topics.map((known) => (known === topic ? name : known)))],
        examples: examples.map((one) => (one.topic === topic ? { ...one, topic: name } : one)),
      });
    }
  }

  forget(topic: string): void {
    const { topics, examples } = this.#marked;
    this.#change({
      topics: topics.filter((known) => known !== topic),
      examples: examples.filter((one) => one.topic !== topic),
    });
  }

  /** Takes over a desk from a file, beside what is here. Throws if it is none, or holds no examples. */
  take(json: string): void {
    const { examples } = Rubrica.desk(json);
    if (!examples) {
      throw new TypeError("it holds no examples");
    }
    const taken = new Set(examples.map(({ text }) => text));
    const others = this.#marked.examples.filter((one) => !taken.has(one.text));
    const names = examples.flatMap(({ topic }) => topic ?? []);
    this.#change({ topics: [...new Set([...this.#marked.topics, ...names])], examples: [...others, ...examples] });
  }

  undo(): void {
    const earlier = this.#earlier.pop();
    if (earlier) {
      this.#put(earlier);
    }
  }

  #change(marked: Marked): void {
    this.#remember();
    this.#put(marked);
  }

  #remember(): void {
    this.#earlier.push(this.#marked);
    this.#earlier.splice(0, this.#earlier.length - MOST_STEPS);
  }

  #put(marked: Marked): void {
    this.#marked = marked;
    void keep(marked).then(() => {
      this.#tabs.postMessage("");
    });
    this.#changed();
  }
}

const STORE = "desks";
const KEY = "desk";

/** A browser that keeps nothing for us answers with an error: then the desk holds until the page is closed. */
async function store<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  return await new Promise((resolve) => {
    const giveUp = () => {
      resolve(undefined);
    };
    try {
      const opening = indexedDB.open("rubrica", 1);
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore(STORE);
      };
      opening.onerror = giveUp;
      opening.onblocked = giveUp;
      opening.onsuccess = () => {
        const transaction = opening.result.transaction(STORE, mode);
        const asked = ask(transaction.objectStore(STORE));
        transaction.oncomplete = () => {
          opening.result.close();
          resolve(asked.result);
        };
        transaction.onabort = giveUp;
      };
    } catch {
      giveUp();
    }
  });
}

async function load(): Promise<Marked | undefined> {
  return await store("readonly", (desks) => desks.get(KEY) as IDBRequest<Marked | undefined>);
}

async function keep(marked: Marked): Promise<void> {
  await store("readwrite", (desks) => desks.put(marked, KEY));
}
