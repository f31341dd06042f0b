// The build writes the module: the file's name carries a hash of its content.
import type { Asset } from "../download.js";

/** The model that tells languages. */
export declare function languageAsset(): Asset;
/** What that model knows: BCP 47 primary language subtags. Known without loading it, as `availability()` must be. */
export declare function knownLanguages(): string[];
