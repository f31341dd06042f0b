import { address, type Asset, type AssetOptions, load, type Loaded, missing } from "./assets.js";
import { type Engine, Lifetime } from "./lifetime.js";

/** Whether an object can be created, and whether that will load anything; as the web platform's built-in AI APIs say it. */
export type Availability = "unavailable" | "downloadable" | "downloading" | "available";

/** Tells how far the download is. */
export class DownloadProgressEvent extends Event {
  /** Share of all bytes that has been loaded, 0 to 1, over all files together. */
  readonly loaded: number;
  /** Always 1. */
  readonly total = 1;
  /** Always true. */
  readonly lengthComputable = true;

  constructor(loaded: number) {
    super("downloadprogress");
    this.loaded = loaded;
  }
}

/**
 * Watches a creation. A `downloadprogress` event with `loaded` 0 comes first and one with `loaded` 1 last, even if nothing has
 * to be downloaded. So it is again whenever a text needs a file that was not loaded yet.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the methods are EventTarget's own, only their types are narrower
export class CreateMonitor extends EventTarget {
  /** Called at each `downloadprogress` event. */
  ondownloadprogress: ((event: DownloadProgressEvent) => void) | null = null;

  constructor() {
    super();
    // A listener like the others, so that the environment reports what it throws, and the creation goes on.
    this.addEventListener("downloadprogress", (event) => this.ondownloadprogress?.(event));
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- as above
export interface CreateMonitor {
  addEventListener(
    type: "downloadprogress",
    listener: ((event: DownloadProgressEvent) => void) | { handleEvent(event: DownloadProgressEvent): void } | null,
    options?: Parameters<EventTarget["addEventListener"]>[2],
  ): void;
  removeEventListener(
    type: "downloadprogress",
    listener: ((event: DownloadProgressEvent) => void) | { handleEvent(event: DownloadProgressEvent): void } | null,
    options?: Parameters<EventTarget["removeEventListener"]>[2],
  ): void;
}

/** What every creation takes. */
export interface CreateOptions {
  /** Called once, before anything is loaded, with an object whose `downloadprogress` events tell how far the download is. */
  monitor?: ((monitor: CreateMonitor) => void) | undefined;
  /** Aborts the creation; after the creation it destroys what was created. */
  signal?: AbortSignal | undefined;
  /**
   * Where the package's files come from.
   * @default the package itself: its files are found beside its scripts, and bundlers take them along
   */
  assets?: AssetOptions | undefined;
}

/** Remembers what of a kind has been loaded, for `availability()`. */
export class Downloads {
  #running = 0;
  #finished = false;

  availability(assets: readonly Asset[], given: AssetOptions = {}): Availability {
    if (typeof WebAssembly !== "object") {
      return "unavailable";
    }
    const isHere = (asset: Asset): boolean => address(asset, given).protocol === "file:" && !given.fetch;
    if (this.#finished || missing(assets, given).every(isHere)) {
      return "available";
    }
    return this.#running > 0 ? "downloading" : "downloadable";
  }

  async watch<T>(loading: Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      const files = await loading;
      this.#finished = true;
      return files;
    } finally {
      this.#running -= 1;
    }
  }
}

/** Loads assets and tells a monitor how far that is. */
export type Loader = (assets: readonly Asset[], signal: AbortSignal | undefined) => Promise<Loaded>;

function loader(events: CreateMonitor, given: AssetOptions): Loader {
  return async (assets, signal) => {
    let told = -1;
    const tell = (loaded: number): void => {
      if (loaded > told && !signal?.aborted) {
        told = loaded;
        events.dispatchEvent(new DownloadProgressEvent(loaded));
      }
    };
    tell(0);
    const loaded = await load(assets, given, signal, tell);
    tell(1);
    return loaded;
  };
}

/** Loads `assets`, starts an engine from them, and ends it when the signal says so. */
export async function create<E extends Engine>(
  { monitor, signal, assets: given = {} }: CreateOptions,
  downloads: Downloads,
  assets: readonly Asset[],
  start: (loaded: Loaded) => Promise<E>,
): Promise<{ lifetime: Lifetime<E>; load: Loader }> {
  signal?.throwIfAborted();
  const events = new CreateMonitor();
  monitor?.(events);
  if (downloads.availability(assets, given) === "unavailable") {
    throw new DOMException("rubrica needs WebAssembly, which this environment lacks", "NotSupportedError");
  }

  const loadMore = loader(events, given);
  const loaded = await downloads.watch(loadMore(assets, signal));
  return { lifetime: new Lifetime(await start(loaded), signal), load: loadMore };
}
