// The languages of the page: every text in every language, with the same places for values, and none without use.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";

/** @typedef {Record<string, string | Record<string, string>>} Texts */

const folder = join(root, "www/src/languages");
/** @type {Map<string, Texts>} */
const languages = new Map(
  readdirSync(folder).map((name) => [name.replace(".json", ""), JSON.parse(readFileSync(join(folder, name), "utf8"))]),
);
const english = languages.get("en") ?? {};

const forms = (/** @type {string | Record<string, string>} */ text) =>
  typeof text === "string" ? [text] : Object.values(text);
const places = (/** @type {string} */ text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

it("are the six that were promised", () => {
  assert.deepEqual([...languages.keys()].sort(), ["de", "en", "es", "fr", "ru", "zh"]);
});

for (const [code, texts] of languages) {
  describe(`the page in ${code}`, () => {
    it("says all that it says in English, in the same order", () => {
      assert.deepEqual(Object.keys(texts), Object.keys(english));
    });

    it("has the same values in its texts, and a text for every form that its numbers take", () => {
      const needed = new Intl.PluralRules(code).resolvedOptions().pluralCategories.toSorted();
      for (const [key, text] of Object.entries(texts)) {
        const wanted = places(forms(english[key] ?? "").at(-1) ?? "");
        for (const form of forms(text)) {
          assert.deepEqual(places(form), wanted, `${key}: ${form}`);
          assert.ok(form.trim() === form && form !== "", key);
        }
        assert.equal(typeof text, typeof english[key], key);
        if (typeof text !== "string") {
          assert.deepEqual(Object.keys(text).toSorted(), needed, key);
        }
      }
    });
  });
}

it("have no text that the page never says", () => {
  const files = readdirSync(join(root, "www/src"), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith(".ts"))
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
  const source = [readFileSync(join(root, "www/index.html"), "utf8"), ...files].join("\n");
  // Keys whose last part is a value of the page: say(`view.sort.${order}`).
  const made = [...source.matchAll(/`([a-z][\w.]*\.)\$\{/gi)].map(([, start = ""]) => start);
  for (const key of Object.keys(english)) {
    assert.ok(source.includes(`"${key}"`) || made.some((start) => key.startsWith(start)), key);
  }
});
