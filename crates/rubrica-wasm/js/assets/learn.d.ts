// The build writes the module: the file's name carries a hash of its content.
import type { Asset } from "../assets.js";

/** The compiled learner. */
export declare const learnAsset: Asset;
