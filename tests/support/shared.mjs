// What lies beside the repository, for those who have it: real texts, which are not copied into it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { Decompress } from "fzstd";

import { root } from "../../scripts/lib/run.mjs";

const shared = join(root, "../shared");

/**
 * The path of something beside the repository; undefined where it is not there.
 * @param {string} path
 */
export function sharedPath(path) {
  const absolute = join(shared, path);
  return existsSync(absolute) ? absolute : undefined;
}

/**
 * The first texts of each language among the development rows: title and text, as published.
 * @param {string} folder
 * @param {string[]} languages
 * @param {number} each
 */
export function textsOf(folder, languages, each) {
  /** @type {Map<string, string[]>} */
  const texts = new Map(languages.map((language) => [language, []]));
  const lacking = new Set(languages);
  for (const file of [...languages.map((language) => `${language}.jsonl.zst`), "other.jsonl.zst"]) {
    const path = join(folder, file);
    if (!existsSync(path)) {
      continue;
    }
    // A language with a file of its own stands in no other.
    const here = new Set(file.startsWith("other") ? lacking : [file.replace(/\..*/, "")]);
    for (const line of linesOf(path)) {
      const { lang, title, text } = JSON.parse(line);
      const found = texts.get(lang);
      if (found && lacking.has(lang)) {
        found.push([title, text].filter(Boolean).join("\n"));
        if (found.length === each) {
          lacking.delete(lang);
          here.delete(lang);
        }
      }
      if (here.size === 0) {
        break;
      }
    }
  }
  return [...texts.values()].flat();
}

/**
 * The lines of a file packed with zstd, unpacked only as far as they are read.
 * @param {string} path
 */
function* linesOf(path) {
  const packed = readFileSync(path);
  const decoder = new TextDecoder();
  let text = "";
  const unpacker = new Decompress((chunk) => {
    text += decoder.decode(chunk, { stream: true });
  });
  const step = 16_384;
  for (let start = 0; start < packed.length; start += step) {
    unpacker.push(packed.subarray(start, start + step), start + step >= packed.length);
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    yield* lines;
  }
}
