import { RubricaError } from "./errors.js";
import { fromNode } from "./node.js";
import type { Bytes, WasmModule } from "./platform.js";

/**
 * What the topic model knows of words with other letters than a to z, a file each: `latinExtended` (words with a Latin letter
 * beyond these, é or ş or ß); `cyrillic`; `arabic`; `cjk` (Chinese characters, kana, Hangul); `indic` (Devanagari and its
 * relatives, from Bengali to Sinhala); `other` (Greek, Hebrew, Thai, Ethiopic and all that are left).
 */
export type Pack = "latinExtended" | "cyrillic" | "arabic" | "cjk" | "indic" | "other";

/** One of the package's own files, as the build describes it. */
export interface Asset {
  /** Which override of {@link AssetOptions} stands for it. */
  part: "wasm" | "learn" | "documents" | "language" | "topics" | Pack;
  /** Its name, which carries a hash of its content. */
  file: string;
  /** Where it is if nobody says otherwise. */
  url: () => URL;
  /** Its length in bytes, so that progress is exact whatever the server compresses. */
  bytes: number;
  /** What it must hash to, as sub-resource integrity spells it: `sha256-` and base64. */
  integrity: string;
}

/**
 * Where the package's files come from, if not from where they lie in the package. Files that are fetched or read are
 * compared with the hash that they had when the package was built; bytes that are given are taken as they are.
 */
export interface AssetOptions {
  /** The folder that holds the files of the package's `dist/assets`, under their names there. */
  baseURL?: string | URL | undefined;
  /** Fetches a file instead of the global `fetch()`, which is asked for `file:` addresses, too. */
  fetch?: ((url: URL, init: RequestInit) => Promise<Response>) | undefined;
  /** The compiled classifier, where an environment imports it as a module or forbids to compile; or its bytes. */
  wasm?: WasmModule | Bytes | undefined;
  /** The compiled learner, which `teach()` alone needs; or its bytes. */
  learn?: WasmModule | Bytes | undefined;
  /** The compiled reader of documents, which `rubrica/documents` alone needs; or its bytes. */
  documents?: WasmModule | Bytes | undefined;
  /** The bytes of the language model. */
  language?: Bytes | undefined;
  /** The bytes of the topic model. A `LanguageDetector` needs none. */
  topics?: Bytes | undefined;
  /** The bytes of a pack, which texts with its letters alone need, as all below. */
  latinExtended?: Bytes | undefined;
  cyrillic?: Bytes | undefined;
  arabic?: Bytes | undefined;
  cjk?: Bytes | undefined;
  indic?: Bytes | undefined;
  other?: Bytes | undefined;
}

/** What was loaded: the compiled module, if one was asked for, and the models by their names. */
export interface Loaded {
  module: WasmModule | undefined;
  models: Partial<Record<Asset["part"], Uint8Array<ArrayBuffer>>>;
  /** Whether all models were compared with their hashes: then they need not be looked through for damage again. */
  verified: boolean;
}

/** Kept once they are compiled: all classifiers of a thread share the modules. */
const compiled: Partial<Record<Asset["part"], WebAssembly.Module>> = {};

/** Those of the files that will be read: not those that are given, nor the module where it is compiled already. */
export function missing(assets: readonly Asset[], given: AssetOptions): Asset[] {
  return assets.filter(({ part }) => given[part] === undefined && !compiled[part]);
}

/** Where a file will be read. */
export function address({ file, url }: Asset, { baseURL }: AssetOptions): URL {
  if (baseURL === undefined) {
    return url();
  }
  const folder = new URL(baseURL, typeof location === "object" ? location.href : undefined);
  // A folder is meant, whether or not it is written with a slash at its end.
  folder.pathname = folder.pathname.replace(/\/?$/, "/");
  return new URL(file, folder);
}

/** All the files at once, of which one at most is a module. `onProgress` hears the share of all bytes to be read that is here, 0 to 1. */
export async function load(
  assets: readonly Asset[],
  given: AssetOptions,
  signal: AbortSignal | undefined,
  onProgress: (loaded: number) => void,
): Promise<Loaded> {
  const toRead = missing(assets, given);
  const total = toRead.reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  const arrived = (bytes: number): void => {
    loaded += bytes;
    // A wrong file may be longer than the right one, and must not push the bar past its end.
    onProgress(Math.min(loaded / total, 1));
  };
  const models: Loaded["models"] = {};
  const modulePart = assets.find(({ part }) => isModule(part))?.part;
  let module = modulePart && compiled[modulePart];
  await Promise.all(
    assets.map(async (asset) => {
      const { part } = asset;
      const override = given[part];
      const isRead = toRead.includes(asset);
      if (override instanceof WebAssembly.Module) {
        module = override;
      } else if (override !== undefined || isRead) {
        const bytes =
          override === undefined ? await verify(asset, await read(asset, given, signal, arrived)) : copyOf(override);
        if (isModule(part)) {
          module = await WebAssembly.compile(bytes);
        } else {
          models[part] = bytes;
        }
      }
    }),
  );
  signal?.throwIfAborted();
  const verified = canHash() && assets.every(({ part }) => isModule(part) || given[part] === undefined);
  if (modulePart) {
    module = compiled[modulePart] ??= module!;
  }
  return { module, models, verified };
}

function isModule(part: Asset["part"]): boolean {
  return part === "wasm" || part === "learn" || part === "documents";
}

/** The caller's bytes stay the caller's: what was loaded may be transferred to a worker. */
function copyOf(source: Bytes): Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source).slice();
}

async function verify(
  { integrity }: Asset,
  { url, bytes }: { url: URL; bytes: Uint8Array<ArrayBuffer> },
): Promise<Uint8Array<ArrayBuffer>> {
  if (canHash() && (await hash(bytes)) !== integrity) {
    const message = `${url.href} is not the file that this version of rubrica was built with (${integrity}): it was changed, cut off, or belongs to another version`;
    throw new RubricaError("integrity", message);
  }
  return bytes;
}

/** Pages that came by plain HTTP have no `crypto.subtle`; there `fetch()` compares. */
function canHash(): boolean {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the types know secure contexts only
  return globalThis.crypto?.subtle !== undefined;
}

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}

async function read(
  asset: Asset,
  given: AssetOptions,
  signal: AbortSignal | undefined,
  arrived: (bytes: number) => void,
): Promise<{ url: URL; bytes: Uint8Array<ArrayBuffer> }> {
  let where = asset.file;
  try {
    const url = address(asset, given);
    where = url.href;
    const bytes =
      url.protocol === "file:" && !given.fetch
        ? await fromDisk(url, signal, arrived)
        : await fromNetwork(url, asset.integrity, given.fetch, signal, arrived);
    return { url, bytes };
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new DOMException(`rubrica could not load ${where}: ${why}`, "NetworkError");
  }
}

async function fromNetwork(
  url: URL,
  integrity: string,
  fetchIt: AssetOptions["fetch"],
  signal: AbortSignal | undefined,
  arrived: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const init: RequestInit = { ...(signal && { signal }), ...(!canHash() && { integrity }) };
  const response = await (fetchIt ? fetchIt(url, init) : fetch(url, init));
  if (!response.ok || !response.body) {
    throw new Error(`the server answered ${String(response.status)}`);
  }
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      arrived(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  return new Uint8Array(await new Response(response.body.pipeThrough(counter)).arrayBuffer());
}

interface NodeFiles {
  readFile: (url: URL, options: { signal?: AbortSignal }) => Promise<Uint8Array<ArrayBuffer>>;
}

async function fromDisk(
  url: URL,
  signal: AbortSignal | undefined,
  arrived: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = await fromNode<NodeFiles>("fs/promises");
  const bytes = await readFile(url, signal ? { signal } : {});
  arrived(bytes.byteLength);
  return bytes;
}
