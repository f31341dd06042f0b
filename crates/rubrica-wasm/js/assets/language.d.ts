// The build writes the module: the file's name carries a hash of its content.
import type { Asset } from "../assets.js";

/** The model that tells languages. */
export declare const languageAsset: Asset;
/** What that model knows: BCP 47 primary language subtags. Known without loading it, as `availability()` must be. */
export declare const knownLanguages: readonly string[];
