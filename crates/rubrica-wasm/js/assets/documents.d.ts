// The build writes the module: the file's name carries a hash of its content.
import type { Asset } from "../assets.js";

/** The compiled reader of documents. */
export declare const documentsAsset: Asset;
