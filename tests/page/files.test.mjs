// Files and the clipboard: what is read of them, and what is said of those that cannot be read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";
import { eventually } from "../support/eventually.mjs";
import { withPage } from "../support/page.mjs";

const held = withPage();
const { field, item, items } = held;

/** @param {[name: string, content: string | Buffer][]} files */
async function openFiles(...files) {
  await held.page
    .locator("#files")
    .setInputFiles(
      files.map(([name, content]) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) })),
    );
}

/** Waits until the field has that text. @param {string} text */
const reads = async (text) => {
  await eventually(async () => assert.equal(await field().inputValue(), text));
};
const texts = async () => await held.page.locator("[data-item] .text").allTextContents();
const alert = async () => (await held.page.getByRole("alert").textContent()) ?? "";

const SPORT = "Northfield win the cup final after a late goal";
const CRIME = "Police arrest three men after the bank robbery";
const LONGER = "The court heard on Monday how they broke in.\n\nThe trial goes on.";

describe("a file of", () => {
  it("plain text is parted as a paste is", async () => {
    await openFiles(["news.txt", `${SPORT}\r\n\r\n${CRIME}`]);
    await reads(`${SPORT}\n\n${CRIME}`);
  });

  it("an old encoding is read by what it looks like, or says it is", async () => {
    const cyrillic = Buffer.from([0xcf, 0xee, 0xe6, 0xe0, 0xf0, 0x20, 0xe2, 0x20, 0xef, 0xee, 0xf0, 0xf2, 0xf3]);
    await openFiles(["old.txt", cyrillic]);
    await reads("Пожар в порту");
    await openFiles(["old.html", Buffer.from('<meta charset="iso-8859-1"><p>Le march\xe9 recule</p>', "latin1")]);
    await reads("Le marché recule");
    await openFiles(["wide.txt", Buffer.from(`\uFEFF${SPORT}`, "utf16le")]);
    await reads(SPORT);
    // .NET says so of what it then writes as UTF-8.
    const claims = `<?xml version="1.0" encoding="utf-16"?><rss><item><title>Le marché recule</title></item></rss>`;
    await openFiles(["claims.rss", claims]);
    await reads("Le marché recule");
  });

  it("Markdown is read without its signs", async () => {
    await openFiles([
      "news.md",
      `---\ntitle: x\n---\n# ${SPORT}\n\n**Late** [goal](https://x.example) by \`Nine\` ![](p.png)\n`,
    ]);
    await reads(`${SPORT}\nLate goal by Nine`);
  });

  it("HTML is read as its readers see it", async () => {
    const html = `<!doctype html><title>no</title><style>p{}</style><nav>Home</nav><article><h2>${SPORT}</h2>
      <p>The <b>goal</b> came&nbsp;late.<script>document.title = "owned"</script></p><p hidden>secret</p>
      <p style="display: none">secret</p><span aria-hidden="true">secret</span><img src=x onerror="document.title='owned'">
      </article><article><h2>${CRIME}</h2></article>`;
    await openFiles(["page.html", html]);
    await reads(`${SPORT}\nThe goal came late.\n\n${CRIME}`);
    assert.match(await held.page.title(), /^Rubrica/);
    // The browser says what the page's policy kept the document from doing, and nothing else.
    assert.deepEqual(
      held.complaints.filter((complaint) => !complaint.includes("Content Security Policy")),
      [],
    );
  });

  it("CSV is read row by row, whatever stands inside", async () => {
    const csv = `id;Title;text\n1;"${SPORT}";"It was ""late"", they say"\n2;${CRIME};"${LONGER}"\n`;
    await openFiles(["rows.csv", csv]);
    await items(2);
    assert.deepEqual(await texts(), [`${SPORT}\nIt was "late", they say`, `${CRIME}\n${LONGER}`]);
    await openFiles(["bare.csv", `1,${CRIME}\n2,${SPORT}\n`]);
    await eventually(async () => assert.deepEqual(await texts(), [CRIME, SPORT]));
  });

  it("JSON and JSON lines is read object by object", async () => {
    const rows = [{ title: SPORT }, { headline: CRIME, body: LONGER }, "Heavy snow is expected", { id: 3 }];
    const expected = [SPORT, `${CRIME}\n${LONGER}`, "Heavy snow is expected"];
    await openFiles(["rows.json", JSON.stringify({ articles: rows })]);
    await items(3);
    assert.deepEqual(await texts(), expected);
    await openFiles([
      "rows.jsonl",
      `${rows
        .map((row) => JSON.stringify(row))
        .toReversed()
        .join("\n")}\n`,
    ]);
    await eventually(async () => assert.deepEqual(await texts(), expected.toReversed()));
  });

  it("a feed is read entry by entry", async () => {
    const feed = `<?xml version="1.0"?><rss version="2.0"><channel><title>All</title>
      <item><title>${SPORT}</title><description>&lt;p&gt;The &lt;b&gt;goal&lt;/b&gt; came late.&lt;/p&gt;</description></item>
      <item><title><![CDATA[${CRIME}]]></title></item>
      <item><title>Iran</title><description>Iranian envoys met</description></item></channel></rss>`;
    await openFiles(["feed.rss", feed]);
    await items(3);
    assert.deepEqual(await texts(), [`${SPORT}\nThe goal came late.`, CRIME, "Iran\nIranian envoys met"]);
  });
});

describe("a feed that is no XML", () => {
  /** @param {string[]} titles */
  const feed = (...titles) =>
    `<?xml version="1.0"?><rss><channel>${titles.map((title) => `<item><title>${title}</title></item>`).join("")}</channel></rss>`;

  it("for HTML's names of characters or a bare ampersand loses nothing", async () => {
    await openFiles([
      "names.rss",
      feed(SPORT, "Caf&eacute;&nbsp;&LT;1&amp;2&gt; &mdash; open", "Smith & Sons &nonsense; AT&T", "<![CDATA[A & B]]>"),
    ]);
    await items(4);
    assert.deepEqual(await texts(), [SPORT, "Café <1&2> — open", "Smith & Sons &nonsense; AT&T", "A & B"]);
  });

  it("for another reason is left out, and it says so", async () => {
    await openFiles(["good.txt", SPORT], ["cut.rss", feed(SPORT, CRIME).slice(0, -40)]);
    await items(1);
    assert.match(await alert(), /cut\.rss was left out: it cannot be read/);
  });
});

describe("a feed that the command reads, too", () => {
  for (const name of ["feed.rss", "feed.atom", "feed.json"]) {
    it(`has the same items here: ${name}`, async () => {
      const feed = readFileSync(join(root, "tests/fixtures/documents", name));
      const marked = readFileSync(join(root, "tests/fixtures/documents", `${name}.txt`), "utf8");
      const expected = [...marked.matchAll(/⟪(.*?)⟫/gs)].map(([, text]) => text);
      await openFiles([name, feed]);
      await eventually(async () => assert.deepEqual(await texts(), expected));
    });
  }
});

it("the items of a file are found again after they were joined by hand", async () => {
  await openFiles(["rows.json", JSON.stringify([{ title: SPORT, text: LONGER }, { title: CRIME }, { title: "Snow" }])]);
  await items(3);
  const before = await texts();
  await item(1).locator(".menu summary").click();
  await item(1).getByRole("button", { name: "Join with the next" }).click();
  await items(2);
  await held.page.getByRole("button", { name: "Items as found" }).click();
  await eventually(async () => assert.deepEqual(await texts(), before));
});

describe("many files", () => {
  it("make one paste, in which no item runs from one into the next", async () => {
    await openFiles(
      ["a.csv", `title\n${SPORT}\n`],
      ["b.txt", `${CRIME}\n${LONGER}`],
      ["c.txt", "Heavy snow is expected"],
    );
    await held.page.waitForFunction(() => document.querySelectorAll("[data-item]").length >= 3);
    const found = await texts();
    assert.equal(found[0], SPORT);
    assert.ok(found[1]?.startsWith(CRIME));
    assert.equal(found.at(-1), "Heavy snow is expected");
  });

  it("are read but for those that cannot be, and it says why", async () => {
    await openFiles(
      ["good.txt", SPORT],
      ["bad.json", "{"],
      ["bad.jsonl", '"fine"\n{'],
      ["empty.txt", " \n"],
      ["photo.jpg", "x"],
      ["page.rss", "<html></html>"],
    );
    await items(1);
    const said = await alert();
    for (const part of [
      "bad.json was left out: it is not valid JSON",
      "bad.jsonl was left out: line 2 is not valid JSON",
      "empty.txt was left out: there is no text in it",
      "photo.jpg was left out: Rubrica opens .txt",
      "page.rss was left out: it is not a feed",
      "1 file opened",
    ]) {
      assert.ok(said.includes(part), `${part} is not in: ${said}`);
    }
  });

  it("are dropped on the page", async () => {
    const files = await held.page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "dropped.txt"));
      return transfer;
    }, SPORT);
    await held.page.dispatchEvent("main", "dragover", { dataTransfer: files });
    assert.ok(await held.page.getByText("Drop the files to read them").isVisible());
    await held.page.dispatchEvent("main", "drop", { dataTransfer: files });
    await items(1);
    assert.ok(await held.page.getByText("Drop the files to read them").isHidden());
  });

  it("show how far they are, and can be cancelled", async () => {
    // A file that comes slowly, as from a network drive, and never to its end.
    const files = await held.page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["x".repeat(1000)], "slow.txt"));
      File.prototype.stream = () => {
        let sent = 0;
        return new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, sent < 500 ? 10 : 2 ** 30));
            controller.enqueue(new Uint8Array(20));
            sent += 20;
          },
        });
      };
      return transfer;
    });
    await held.page.dispatchEvent("main", "drop", { dataTransfer: files });
    const bar = held.page.getByRole("progressbar", { name: "Opening 1 file" });
    await bar.waitFor();
    await held.page.waitForFunction(
      () => /** @type {HTMLProgressElement} */ (document.querySelector("#worked")).value === 0.5,
    );
    await held.page.getByRole("button", { name: "Cancel" }).click();
    assert.ok(await bar.isHidden());
    await held.page.waitForTimeout(200);
    assert.ok(await bar.isHidden());
    assert.equal(await field().inputValue(), "");
    assert.deepEqual(held.complaints, []);
  });
});

describe("what the reader does while files are opened", () => {
  it("counts more than the files", async () => {
    const files = await held.page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "slow.txt"));
      const { stream } = File.prototype;
      // It comes when we say so.
      const held = new Promise((resolve) => Object.assign(globalThis, { release: resolve }));
      File.prototype.stream = function () {
        return stream.call(this).pipeThrough(
          new TransformStream({
            async transform(chunk, controller) {
              await held;
              controller.enqueue(chunk);
            },
          }),
        );
      };
      return transfer;
    }, CRIME);
    await held.page.dispatchEvent("main", "drop", { dataTransfer: files });
    const bar = held.page.getByRole("progressbar", { name: "Opening 1 file" });
    await bar.waitFor();
    await field().fill(SPORT);
    await items(1);
    assert.ok(await bar.isHidden());
    await held.page.evaluate(() => Reflect.get(globalThis, "release")());
    await held.page.waitForTimeout(300);
    assert.equal(await field().inputValue(), SPORT);
    assert.deepEqual(await texts(), [SPORT]);
  });

  it("does not wait for the worker that parts them", async () => {
    const [worker] = held.page.workers();
    assert.ok(worker);
    const long = `${CRIME}\n`.repeat(200_000);
    await openFiles(["a.txt", SPORT], ["b.txt", long]);
    // All is here, and the worker is at it.
    await held.page.locator("#worked:not([value])").waitFor();
    await held.page.waitForTimeout(600);
    await Promise.all([worker.waitForEvent("close"), held.page.getByRole("button", { name: "Cancel" }).click()]);
    await field().fill(SPORT);
    await items(1);
    assert.deepEqual(held.complaints, []);
  });

  it("goes on with the text that is read when they are cancelled", async () => {
    await field().fill(SPORT);
    await items(1);
    const long = `${CRIME}\n`.repeat(200_000);
    await openFiles(["a.txt", SPORT], ["b.txt", long]);
    await held.page.locator("#worked:not([value])").waitFor();
    await held.page.waitForTimeout(600);
    // More topics are asked for, of the same text: the worker will come to it.
    await held.page.locator("#open-settings").click();
    await held.page.locator("#topics-shown").fill("5");
    await held.page.locator("#topics-shown").press("Enter");
    await held.page.keyboard.press("Escape");
    await held.page.getByRole("button", { name: "Cancel" }).click();
    await eventually(async () => assert.equal(await item(1).locator(".bar").count(), 5));
    assert.equal(await held.page.getByRole("alert").count(), 0);
  });
});

describe("the clipboard", () => {
  /** Pastes as a browser does. @param {Record<string, string>} data */
  const pasteData = async (data) => {
    await field().focus();
    await field().evaluate((target, entries) => {
      const clipboardData = new DataTransfer();
      for (const [type, value] of Object.entries(entries)) {
        clipboardData.setData(type, value);
      }
      target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, data);
  };

  it("gives of a copied web page its blocks, without what is hidden", async () => {
    const html = `<div><h3>${SPORT}</h3><p>Late.</p><script>1</script><p hidden>no</p><h3>${CRIME}</h3></div>`;
    await pasteData({ "text/html": html, "text/plain": `${SPORT} Late. ${CRIME}` });
    await reads(`${SPORT}\nLate.\n\n${CRIME}`);
    // And can be undone.
    await held.page.keyboard.press("ControlOrMeta+z");
    await reads("");
  });

  it("tells by its markup where items are", async () => {
    const html = `<article><p>${SPORT}</p><p>${CRIME}</p></article><article><p>Heavy snow is expected</p></article>`;
    await pasteData({ "text/html": html, "text/plain": `${SPORT} ${CRIME}` });
    await items(2);
    assert.deepEqual(await texts(), [`${SPORT}\n${CRIME}`, "Heavy snow is expected"]);
  });

  it("replaces a text that is too long for the field only as a whole", async () => {
    await held.page.evaluate((text) => {
      const textarea = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea"));
      textarea.value = text;
      textarea.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
      textarea.focus();
      textarea.setSelectionRange(5, 5);
    }, `${CRIME}\n`.repeat(10_000));
    const cut = held.page.getByText("shows only the beginning of your text");
    await cut.waitFor();
    const shown = await field().inputValue();
    const page = { "text/html": `<h3>${SPORT}</h3><p>Late.</p>`, "text/plain": `${SPORT} Late.` };
    await pasteData(page);
    assert.equal(await field().inputValue(), shown);
    assert.ok(await cut.isVisible());
    await field().selectText();
    await pasteData(page);
    await reads(`${SPORT}\nLate.`);
    assert.ok(await cut.isHidden());
  });

  it("is not second-guessed where the markup says little", async () => {
    await field().fill("before ");
    await pasteData({ "text/html": "<canvas>x</canvas>", "text/plain": SPORT });
    assert.equal(await field().inputValue(), "before ", "the browser's own way is left alone");
    await item(1).waitFor();
  });
});
