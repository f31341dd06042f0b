/**
 * The package's files as imports, for environments where they come with the program and not over the network:
 *
 * ```js
 * import * as assets from "rubrica/assets";
 * const rubrica = await Rubrica.create({ assets });
 * ```
 *
 * Cloudflare's workers give a compiled module and bytes for such imports; esbuild gives bytes with its loader `binary`.
 * @module rubrica/assets
 */
import type { Bytes, WasmModule } from "../platform.js";

/** The compiled classifier. */
export declare const wasm: WasmModule | Bytes;
/** The compiled learner. */
export declare const learn: WasmModule | Bytes;
/** The language model. */
export declare const language: Bytes;
/** The topic model. */
export declare const topics: Bytes;
