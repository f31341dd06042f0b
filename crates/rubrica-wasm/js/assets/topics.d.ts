// The build writes the module: the file's name carries a hash of its content.
import type { Asset } from "../assets.js";

/** The model that tells topics, news, and stories. */
export declare const topicsAsset: Asset;
