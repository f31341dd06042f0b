// The build writes the module: the file's name carries a hash of its content.
import type { Asset } from "../assets.js";

/** The compiled classifier. */
export declare const wasmAsset: Asset;
