// The build writes the module: the files' names carry a hash of their content.
import type { Asset, Pack } from "../assets.js";

/** What the topic model knows of words with other letters than a to z. */
export declare const packAssets: Readonly<Record<Pack, Asset>>;
