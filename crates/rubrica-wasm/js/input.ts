import { checkQuota } from "./errors.js";
import type { Blocks } from "./rubrica_wasm.js";

/** What can be classified: a text, or one with markup. */
export type Input = string | Blocks;

/** How many UTF-16 code units an input has, if it is one, and not too long. */
export function lengthOf(input: unknown): number {
  let length: number;
  if (typeof input === "string") {
    length = input.length;
  } else if (hasBlocks(input)) {
    // What the blocks are is looked at where they are read; here only their length counts.
    length = input.blocks.reduce((sum, block) => sum + (textOf(block)?.length ?? 0) + 2, 0);
  } else {
    throw new TypeError(
      `classify() takes texts or { blocks }, and was given ${input === null ? "null" : `a value of type ${typeof input}`}`,
    );
  }
  checkQuota(length);
  return length;
}

function hasBlocks(input: unknown): input is Blocks {
  return typeof input === "object" && input !== null && Array.isArray((input as Partial<Blocks>).blocks);
}

/** The text of a block, if it has one. */
export function textOf(block: unknown): string | undefined {
  const text = typeof block === "object" && block !== null ? (block as { text?: unknown }).text : undefined;
  return typeof text === "string" ? text : undefined;
}
