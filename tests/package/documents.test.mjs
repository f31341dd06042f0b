// HTML, Markdown and feeds without a DOM.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { brotliCompressSync } from "node:zlib";

import { install } from "../support/installed.mjs";

/** @type {ReturnType<typeof install>} */
let installed;
/** @type {typeof import("rubrica/documents")["readDocument"]} */
let readDocument;
/** @type {import("rubrica").Rubrica} */
let rubrica;
before(async () => {
  installed = install();
  ({ readDocument } = await import(join(installed.folder, "node_modules/rubrica/dist/documents.js")));
  rubrica = await (await installed.load()).Rubrica.create();
});
after(() => {
  rubrica.destroy();
  installed.remove();
});

const PAGE = "<nav>Menu</nav><article><h2>Army shells the town</h2><p>Dozens fled.</p></article><h3>Storm ahead</h3>";

describe("a document", () => {
  it("is read as blocks that say what they are, and classified", async () => {
    const blocks = await readDocument(PAGE, "html");
    assert.deepEqual(blocks, [
      { text: "Army shells the town", role: "heading", level: 2, item: 0 },
      { text: "Dozens fled.", role: "paragraph", item: 0 },
      { text: "Storm ahead", role: "heading", level: 3 },
    ]);
    const { text, items } = await rubrica.classify({ blocks });
    assert.equal(text, "Army shells the town\nDozens fled.\n\nStorm ahead");
    assert.equal(items.length, 2);
  });

  it("may be Markdown or a feed", async () => {
    const markdown = await readDocument("# Storm *ahead*\n\n- Roads closed", "markdown");
    assert.deepEqual(markdown, [
      { text: "Storm ahead", role: "heading", level: 1 },
      { text: "Roads closed", role: "listItem" },
    ]);
    const feed = await readDocument(
      '{"version":"https://jsonfeed.org/version/1.1","items":[{"title":"A"},{"title":"B"}]}',
      "feed",
    );
    assert.deepEqual(
      feed.map(({ text, item }) => [text, item]),
      [
        ["A", 0],
        ["B", 1],
      ],
    );
  });

  it("is in the encoding that it says, or that a string is in", async () => {
    const said = Buffer.from("<meta charset=windows-1251><p>\xCF\xF0\xE8\xE2\xE5\xF2</p>", "latin1");
    for (const bytes of [said, new Uint8Array(said), new Uint8Array(said).buffer]) {
      assert.deepEqual(await readDocument(bytes, "html"), [{ text: "Привет", role: "paragraph" }]);
    }
    for (const mark of ["", "\uFEFF"]) {
      const told = await readDocument(`${mark}<meta charset=windows-1251><p>Привет</p>`, "html");
      assert.deepEqual(told, [{ text: "Привет", role: "paragraph" }]);
    }
  });

  it("that is none is an error that says what is wrong", async () => {
    await assert.rejects(readDocument("no feed", "feed"), {
      name: "SyntaxError",
      message: /no feed: RSS has its entries/,
    });
    for (const format of /** @type {any[]} */ (["pdf", undefined, 3])) {
      await assert.rejects(readDocument("x", format), {
        name: "RangeError",
        message: `\`format\` must be one of html, markdown, feed, and is ${format}`,
      });
    }
    await assert.rejects(readDocument(/** @type {any} */ (3), "html"), {
      name: "TypeError",
      message: /string or bytes/,
    });
    const assets = { baseURL: "file:///nowhere/" };
    // The reader is there already, and asked for nowhere else.
    assert.deepEqual(await readDocument("", "html", { assets }), []);
  });

  it("needs a module of its own, which nothing else loads", () => {
    const folder = join(installed.folder, "node_modules/rubrica/dist/assets");
    const name = readdirSync(folder).find((file) => /^rubrica-documents-.*\.wasm$/.test(file)) ?? "";
    const packed = brotliCompressSync(readFileSync(join(folder, name))).length;
    console.log(`the reader of documents: ${packed} bytes as brotli packs them`);
    assert.ok(packed > 50_000 && packed < 500_000, `${packed} bytes`);
    assert.ok(!readFileSync(join(folder, "imports.js"), "utf8").includes("documents"));
  });
});
