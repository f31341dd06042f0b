/**
 * The packs of the topic model as imports, beside `rubrica/assets`, for texts with other letters than a to z:
 *
 * ```js
 * import * as assets from "rubrica/assets";
 * import { cyrillic } from "rubrica/assets/packs";
 * const rubrica = await Rubrica.create({ assets: { ...assets, cyrillic } });
 * ```
 * @module rubrica/assets/packs
 */
import type { Bytes } from "../platform.js";

/** Latin letters beyond a to z, and the words that have one. */
export declare const latinExtended: Bytes;
/** Cyrillic letters. */
export declare const cyrillic: Bytes;
/** Arabic letters. */
export declare const arabic: Bytes;
/** Chinese characters, kana and Hangul. */
export declare const cjk: Bytes;
/** Devanagari and its relatives, from Bengali to Sinhala. */
export declare const indic: Bytes;
/** Greek, Hebrew, Thai, Ethiopic and all that are left. */
export declare const other: Bytes;
