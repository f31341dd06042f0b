/**
 * The compiled reader of documents as an import, beside `rubrica/assets`:
 *
 * ```js
 * import * as assets from "rubrica/assets/documents";
 * const blocks = await readDocument(html, "html", { assets });
 * ```
 * @module rubrica/assets/documents
 */
import type { Bytes, WasmModule } from "../platform.js";

/** The compiled reader of documents. */
export declare const documents: WasmModule | Bytes;
