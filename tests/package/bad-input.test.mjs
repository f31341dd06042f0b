// What nobody should give the package, and somebody will.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { copyOf, install } from "../support/installed.mjs";

/** @type {ReturnType<typeof install>} */
let installed;
before(() => {
  installed = install();
});
after(() => installed.remove());

for (const worker of [false, true]) {
  describe(`text of odd kinds, ${worker ? "in a worker" : "on the thread that asks"}`, () => {
    /** @type {import("rubrica").Rubrica} */
    let reader;
    before(async () => {
      reader = await (await installed.load()).Rubrica.create({ worker });
    });
    after(() => reader.destroy());

    for (const [name, text] of Object.entries({
      "no text": "",
      "white space": " \n\t \u2029 ",
      "one letter": "a",
      "one ideograph": "文",
      "a lone high surrogate": "\uD83D",
      "a lone low surrogate": "\uDE00",
      "lone surrogates between words": "The army \uD83D shelled \uDE00 the town\n\nи ещё \uDBFF новость",
      NUL: "\0",
      "NUL between words": "The army\0shelled the town",
      "only emoji": "😀👩‍👩‍👧‍👦🇩🇪🏳️‍🌈",
      "only digits": "1234567890",
      "only signs": "!?.,;:—…«»",
      "a byte order mark": "\uFEFFThe army shelled the town",
      "combining marks without end": `a${"\u0301".repeat(20_000)}`,
      "one word without end": "x".repeat(200_000),
      "lines without end": "\n".repeat(200_000),
      "non-characters": "\uFFFE\uFFFF\u{1FFFE}",
      directions: "\u202Eabc\u202C \u2067אבג\u2069",
    })) {
      it(`${name} gives a report that holds together`, async () => {
        for (const split of [true, false]) {
          const { items, stories } = await reader.classify(text, { split });
          let end = 0;
          for (const item of items) {
            assert.ok(end <= item.start && item.start <= item.end && item.end <= text.length);
            end = item.end;
            assert.equal(item.language.at(-1)?.detectedLanguage, "und");
            const numbers = [
              item.news,
              ...item.topics.map(({ confidence }) => confidence),
              ...item.language.map(({ confidence }) => confidence),
            ];
            assert.ok(
              numbers.every((number) => number >= 0 && number <= 1),
              String(numbers),
            );
            for (const span of item.evidence) {
              assert.ok(item.start <= span.start && span.start < span.end && span.end <= item.end);
            }
          }
          assert.deepEqual(stories, []);
        }
      });
    }

    it("says of nothing, digits, emoji and signs that their language is undetermined", async () => {
      for (const text of ["1234567890", "😀👩‍👩‍👧‍👦", "!?.,;:"]) {
        const { items } = await reader.classify(text, { split: false });
        const [first] = items[0]?.language ?? [];
        assert.equal(first?.detectedLanguage, "und", text);
      }
      assert.deepEqual((await reader.classify("")).items, []);
    });

    it("reads ten megabytes", { timeout: 900_000 }, async () => {
      const paste = Array.from(
        { length: 100_000 },
        (_, index) => `Police arrested ${index} people after a bank robbery in the old town, the prosecutor said`,
      ).join("\n");
      const { items } = await reader.classify(paste.slice(0, 10_000_000), { explain: false });
      assert.ok(items.length > 50_000);
    });
  });
}

for (const worker of [false, true]) {
  describe(`files that are not what they should be, ${worker ? "in a worker" : "on the thread that asks"}`, () => {
    /**
     * What `create()` says when a file of the package has been spoilt.
     * @param {"language" | "topics" | "rubrica"} part
     * @param {(file: string) => void} spoil
     * @param {(rubrica: any) => Promise<unknown>} create
     */
    async function failure(part, spoil, create = ({ Rubrica }) => Rubrica.create({ worker })) {
      const copy = copyOf(installed.folder);
      try {
        spoil(copy.asset(part));
        const rubrica = await copy.load();
        return await create(rubrica).then(
          () => assert.fail("it was created all the same"),
          (/** @type {Error & { code?: string }} */ error) => error,
        );
      } finally {
        copy.remove();
      }
    }
    /** @param {string} file */
    const damage = (file) => {
      const bytes = readFileSync(file);
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
      writeFileSync(file, bytes);
    };
    /** @param {string} file */
    const html = (file) => writeFileSync(file, "<!doctype html><title>404</title>".repeat(1000));

    for (const part of /** @type {const} */ (["language", "topics", "rubrica"])) {
      for (const [name, spoil] of /** @type {const} */ ([
        ["a damaged", damage],
        ["a truncated", (/** @type {string} */ file) => truncateSync(file, 5000)],
        ["an empty", (/** @type {string} */ file) => truncateSync(file, 0)],
        ["an error page instead of the", html],
      ])) {
        it(`${name} file: ${part}`, async () => {
          const error = await failure(part, spoil);
          assert.equal(error.name, "RubricaError");
          assert.equal(error.code, "integrity");
          assert.match(error.message, new RegExp(`/${part}-[0-9a-f]{12}\\.(bin|wasm) is not the file`));
        });
      }

      it(`no file: ${part}`, async () => {
        const error = await failure(part, (file) => rmSync(file));
        assert.equal(error.name, "NetworkError");
        assert.match(error.message, new RegExp(part));
      });
    }

    it("a damaged model for the language detector", async () => {
      const error = await failure("language", damage, ({ LanguageDetector }) => LanguageDetector.create());
      assert.equal(error.code, "integrity");
    });

    describe("given as bytes, which are not compared with a hash", () => {
      /** @type {typeof import("rubrica")} */
      let rubrica;
      /** @type {{ language: Buffer, topics: Buffer }} */
      let models;
      before(async () => {
        rubrica = await installed.load();
        const assets = join(installed.folder, "node_modules/rubrica/dist/assets");
        const [language, topics] = ["language", "topics"].map((part) => {
          const name = readdirSync(assets).find((file) => new RegExp(`^${part}-.*\\.bin$`).test(file));
          return readFileSync(join(assets, name ?? part));
        });
        models = /** @type {{ language: Buffer, topics: Buffer }} */ ({ language, topics });
      });

      /** @param {Buffer} bytes */
      const damaged = (bytes) => {
        const copy = Buffer.from(bytes);
        const middle = Math.floor(copy.length / 2);
        copy[middle] = (copy[middle] ?? 0) ^ 0xff;
        return copy;
      };

      for (const part of /** @type {const} */ (["language", "topics"])) {
        for (const [name, spoil, code] of /** @type {const} */ ([
          ["damaged", damaged, "damaged-model"],
          ["truncated", (/** @type {Buffer} */ bytes) => bytes.subarray(0, 5000), "truncated-model"],
          ["an error page", () => Buffer.from("<!doctype html><title>404</title>".repeat(1000)), "foreign-model"],
        ])) {
          it(`${part}: ${name}`, async () => {
            const assets = { ...models, [part]: spoil(models[part]) };
            const error = await rubrica.Rubrica.create({ worker, assets }).then(
              () => assert.fail("it was created all the same"),
              (/** @type {unknown} */ error) => error,
            );
            assert.ok(error instanceof rubrica.RubricaError);
            assert.equal(error.code, code);
          });
        }
      }

      it("the other model", async () => {
        const assets = { language: models.topics, topics: models.topics };
        await assert.rejects(rubrica.Rubrica.create({ worker, assets }), { code: "wrong-model" });
      });

      it("bytes that are no wasm module", async () => {
        const { Rubrica } = await copyOf(installed.folder).load();
        await assert.rejects(Rubrica.create({ worker, assets: { wasm: new Uint8Array(100) } }), {
          name: "CompileError",
        });
      });
    });
  });
}
