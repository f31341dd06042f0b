import { fromNode } from "./node.js";

/** One of the package's own files. Its length is known beforehand, so that progress is exact whatever the server compresses. */
export interface Asset {
  url: URL;
  bytes: number;
}

/** All the files at once. `onProgress` hears the share of all their bytes that is here, 0 to 1. */
export async function download(
  assets: readonly Asset[],
  signal: AbortSignal | undefined,
  onProgress: (loaded: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const total = assets.reduce((sum, asset) => sum + asset.bytes, 0);
  let loaded = 0;
  const arrived = (bytes: number): void => {
    loaded += bytes;
    // A file that grew after the build must not push the bar past its end.
    onProgress(Math.min(loaded / total, 1));
  };
  return await Promise.all(assets.map(async ({ url }) => await read(url, signal, arrived)));
}

async function read(
  url: URL,
  signal: AbortSignal | undefined,
  arrived: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await (url.protocol === "file:" ? readFromDisk : readFromNetwork)(url, signal, arrived);
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new DOMException(`rubrica could not load ${url.href}: ${why}`, "NetworkError");
  }
}

async function readFromNetwork(
  url: URL,
  signal: AbortSignal | undefined,
  arrived: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { signal: signal ?? null });
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

async function readFromDisk(
  url: URL,
  signal: AbortSignal | undefined,
  arrived: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = await fromNode<NodeFiles>("fs/promises");
  const bytes = await readFile(url, signal ? { signal } : {});
  arrived(bytes.byteLength);
  return bytes;
}
