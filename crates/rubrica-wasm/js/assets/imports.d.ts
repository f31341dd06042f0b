/**
 * The package's files as imports, for environments where they come with the program and not over the network:
 *
 * ```js
 * import * as assets from "rubrica/assets";
 * const rubrica = await Rubrica.create({ assets });
 * ```
 *
 * Cloudflare's workers give a compiled module and bytes for such imports; esbuild gives bytes with its loader `binary`.
 * @module
 */

/** The compiled classifier. */
export declare const wasm: WebAssembly.Module | BufferSource;
/** The language model. */
export declare const language: BufferSource;
/** The topic model. */
export declare const topics: BufferSource;
