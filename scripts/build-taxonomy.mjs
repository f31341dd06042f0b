// Writes crates/rubrica-wasm/js/terms.ts, the IPTC's own words for the topics, from the vocabulary beside the
// repository: node scripts/build-taxonomy.mjs. Run it again when a newer vocabulary, or one with more languages, is there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { main, root } from "./lib/run.mjs";

const VOCABULARY = join(root, "../shared/data/taxonomy/iptc.json");
const TERMS = join(root, "crates/rubrica-wasm/js/terms.ts");

/**
 * The module's source. Every column `Name (LANGUAGE)` and `Definition (LANGUAGE)` of the vocabulary is taken.
 * @param {string} json the vocabulary, as published: NaN stands for an empty cell
 */
export function terms(json) {
  /** @type {Record<string, Record<string, string | null>>} */
  const vocabulary = JSON.parse(json.replaceAll(/: NaN(?=[,}])/g, ": null"));
  const top = Object.entries(vocabulary).filter(([id, term]) => term["Level1/NewsCode"] === id && !term["RetiredDate"]);
  const entries = top
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, term]) => {
      const uri = term["NewsCode-URI"];
      const lines = [`    id: ${JSON.stringify(id)},`, `    uri: ${JSON.stringify(uri)},`];
      for (const [field, column] of /** @type {const} */ ([
        ["names", "Name"],
        ["definitions", "Definition"],
      ])) {
        const texts = Object.entries(term)
          .map(([key, text]) => ({ language: new RegExp(`^${column} \\((.+)\\)$`).exec(key)?.[1], text }))
          .filter(({ language, text }) => language !== undefined && text !== null);
        const inside = texts.map(({ language, text }) => `${JSON.stringify(language)}: ${JSON.stringify(text)}`);
        lines.push(`    ${field}: { ${inside.join(", ")} },`);
      }
      return `  {\n${lines.join("\n")}\n  },`;
    });
  return `// Written by scripts/build-taxonomy.mjs. The words are the IPTC's: Media Topics, https://iptc.org, CC BY 4.0.
// prettier-ignore
export const TERMS = [
${entries.join("\n")}
] as const;
`;
}

/** What the vocabulary beside the repository gives; undefined where it is not there. */
export function currentTerms() {
  try {
    return { written: readFileSync(TERMS, "utf8"), fresh: terms(readFileSync(VOCABULARY, "utf8")) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(() => writeFileSync(TERMS, terms(readFileSync(VOCABULARY, "utf8"))));
}
