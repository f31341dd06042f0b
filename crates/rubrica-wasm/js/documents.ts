/**
 * Blocks of HTML, Markdown and feeds, for `Rubrica.classify`, where there is no DOM: in Node.js, in workers, at the edge. Where
 * there is one, `rubrica/dom` does the same for HTML and loads nothing.
 * @module rubrica/documents
 */
import { type AssetOptions, load } from "./assets.js";
import { documentsAsset } from "./assets/documents.js";
import { fromModule } from "./errors.js";
import type { Bytes } from "./platform.js";
import initialise, { read } from "./rubrica_documents_wasm.js";
import type { Block } from "./rubrica_wasm.js";

/** What a document is: `feed` is RSS, Atom or JSON Feed, every entry of which is an item. */
export type DocumentFormat = "html" | "markdown" | "feed";

/** How to read a document. */
export interface DocumentOptions {
  /** Where the compiled reader comes from, if not from the package's own files. */
  assets?: Pick<AssetOptions, "baseURL" | "fetch" | "documents"> | undefined;
  /** Aborts the loading of the reader. */
  signal?: AbortSignal | undefined;
}

/**
 * The blocks of a document, as its readers see them: without scripts, styles, menus, buttons and what the markup hides.
 *
 * ```js
 * const blocks = await readDocument(await readFile("page.html"), "html");
 * const report = await rubrica.classify({ blocks });
 * ```
 *
 * Bytes are in the encoding that a byte order mark or the markup itself says, or that they look like. The compiled reader is
 * loaded when it is first needed, and kept.
 * @throws `SyntaxError` if a feed is none, `RangeError` if there is no such format, `TypeError` if the content is neither
 * a string nor bytes, `NetworkError` if the reader cannot be loaded.
 */
export async function readDocument(
  content: string | Bytes,
  format: DocumentFormat,
  { assets = {}, signal }: DocumentOptions = {},
): Promise<Block[]> {
  const bytes = bytesOf(content);
  const { module } = await load([documentsAsset], assets, signal, () => undefined);
  await initialise({ module_or_path: module! });
  try {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-conversion -- JavaScript checks no types
    return read(bytes, String(format)) as Block[];
  } catch (error) {
    throw fromModule(error);
  }
}

function bytesOf(content: string | Bytes): Uint8Array {
  if (typeof content === "string") {
    // The mark says that it is UTF-8, whatever the markup says of the file that it was.
    return new TextEncoder().encode(`\uFEFF${content.replace(/^\uFEFF/, "")}`);
  }
  if (ArrayBuffer.isView(content)) {
    return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  }
  if (content instanceof ArrayBuffer) {
    return new Uint8Array(content);
  }
  throw new TypeError("the content of a document must be a string or bytes");
}
