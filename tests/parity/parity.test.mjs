// The command, Node and the browser say the same of the same text, to the last byte.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { Rubrica } from "rubrica";

import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";
import { NATIVE } from "../support/native.mjs";
import { sharedPath, textsOf } from "../support/shared.mjs";

const LANGUAGES = [
  "am",
  "ar",
  "de",
  "en",
  "es",
  "fa",
  "fr",
  "hi",
  "ja",
  "ka",
  "ko",
  "ru",
  "ta",
  "th",
  "tr",
  "uk",
  "ur",
  "vi",
  "yo",
  "zh",
];

/** Texts that are hard on offsets: characters of one to four bytes, of one and of two UTF-16 units, joined and stacked. */
const OWN = [
  "",
  " ",
  "a",
  "😀",
  "Ceasefire 🕊️ agreed: army and rebels stop shelling the town",
  "𝐁𝐫𝐞𝐚𝐤𝐢𝐧𝐠: 𝘢𝘳𝘮𝘺 enters the 𝖈𝖎𝖙𝖞 after a night of shelling",
  "👩‍🚀🚀 Astronauts dock with the space station 🛰️ after a two-day flight",
  "Хоккей 🏒: сборная 🇷🇺 обыграла соперников 5️⃣:2️⃣ и вышла в финал",
  "𠮷野家が新メニューを発売、価格は𠮷百円",
  "研究人員發現𪚥字的最早記錄，距今兩千年",
  "Ǵ̶̬r̷̢͝ǎ̶̖n̸̛̟d̷̠̈́ séisme de magnitude 6,3 : dix-sept morts 😢",
  "انفجار 💥 في العاصمة وإصابة عشرين شخصا",
  "𞤀𞤁𞤂𞤃 𞤆𞤓𞤂𞤀𞤈",
  "İSTANBUL'DA 🌧️ ŞİDDETLİ YAĞIŞ BEKLENİYOR, ısı düşecek",
  "ﬁnancial crisis ﬂares: banks’ proﬁts fall ½ percent, ﷺ",
  "The 🏦 raised rates by 0.25 % – the highest since 2008 📈 – to fight inflation",
  "แผ่นดินไหว 😱 ขนาด 6.3 ทางตอนเหนือของประเทศ มีผู้เสียชีวิต 17 ราย",
  "बाढ़ 🌊 से तीन गाँव डूबे, राहत कार्य जारी",
  "\uFEFFЗабастовка шахтёров ⛏️ продолжается третью неделю",
  "Mixed: война и мир, guerra y paz, 戦争と平和, الحرب والسلام 🕊",
];

/** Pages that are hard on parsers. */
const HTML = [
  "",
  "<p>one<p>two <b>bold<i>both</b>italic</i><table>in<tr><td>cell<td>next</table>after",
  "<ul><li>one<li>two<ul><li>inner</ul>tail</ul><dl><dt>term<dd>what</dl>",
  "a<br>b<br><br><br>c<hr>d&nbsp;&nbsp;e\u0085<pre>\n x  y \n\n z</pre> f",
  "<article>list <article>a<article>reply</article></article><div role=article>b</div></article>c",
  "<h3><a href=x>😀 head</a></h3><p style='DISPLAY:none'>no<p style='font-size:0em;color:red'>no<p style='font-size:.5em'>yes",
  "<a rel='author x' href=y>Ann</a><p><time>12 May</time> <p><a href=z> link </a> <!-- no --> <a>none</a>",
  "<svg><title>no</title></svg><template><p>no</template><dialog>no</dialog><dialog open>yes</dialog><select><option>no",
  "<b>東京</b>\u3000<i>km</i> <u>\u2003</u>x<p>\u3000</p><p>\u00A0</p>y",
  "<blockquote>q<p>r</blockquote><figure><figcaption>cap</figcaption></figure><details><summary>s</summary>t</details>",
];

/** The reports of the texts as lines of JSON, each a text's; an undefined line is a text that got none. */
const asLines = (/** @type {unknown[]} */ reports) => reports.map((report) => JSON.stringify(report));

describe("the same report from the command, Node and the browser", () => {
  /** @type {string[]} */
  let texts;
  /** @type {string[]} */
  let fromNode;

  before(async () => {
    texts = [...OWN];
    const folder = sharedPath("data/topics/dev");
    if (folder) {
      texts.push(...textsOf(folder, LANGUAGES, 25));
      assert.ok(texts.length >= 500 + OWN.length, `only ${texts.length} texts`);
    } else {
      console.log("SKIPPED for 500 real texts: ../shared/data is not there");
    }
    const rubrica = await Rubrica.create();
    fromNode = asLines(await rubrica.classify(texts, { split: false }));
    rubrica.destroy();
  });

  it("from the command", () => {
    const input = texts.map((text) => `${JSON.stringify({ text })}\n`).join("");
    const args = ["classify", "--input", "jsonl", "--offsets", "utf16", "--no-split", "-"];
    const { status, stdout, stderr } = spawnSync(NATIVE, args, {
      input,
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    assert.equal(status, 0, stderr);
    const reports = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).report);
    same(asLines(reports));
  });

  describe("from Chromium", () => {
    /** @type {Awaited<ReturnType<typeof launch>>} */
    let browser;
    /** @type {Awaited<ReturnType<typeof serve>>} */
    let server;
    before(async () => {
      browser = await launch();
      server = await serve({ folder: join(root, "dist"), port: 0 });
    });
    after(async () => {
      await browser.close();
      await server.close();
    });

    for (const worker of [false, true]) {
      it(worker ? "in a worker" : "on the page's thread", async () => {
        const page = await browser.newPage();
        // Any page of the server's origin will do; the package is then imported as a plain module.
        await page.goto(`${server.address}package.html`);
        const lines = await page.evaluate(
          async ({ texts, worker }) => {
            const { Rubrica } = await import(/** @type {any} */ ("./index.js"));
            const rubrica = await Rubrica.create({ worker });
            const reports = await rubrica.classify(texts, { split: false });
            return reports.map((/** @type {unknown} */ report) => JSON.stringify(report));
          },
          { texts, worker },
        );
        same(lines);
        await page.close();
      });
    }

    it("of HTML, which each reads by its own parser", async () => {
      const folder = join(root, "tests/fixtures/documents");
      const files = readdirSync(folder).filter((name) => name.endsWith(".html"));
      const pages = [...files.map((name) => readFileSync(join(folder, name), "utf8")), ...HTML];
      const page = await browser.newPage();
      await page.goto(`${server.address}package.html`);
      const read = await page.evaluate(async (pages) => {
        const { Rubrica } = await import(/** @type {any} */ ("./index.js"));
        const { blocksOf, textOf } = await import(/** @type {any} */ ("./dom.js"));
        const rubrica = await Rubrica.create();
        const inputs = pages.map((html) => ({
          blocks: blocksOf(new DOMParser().parseFromString(html, "text/html")),
        }));
        const reports = await rubrica.classify(inputs);
        return inputs.map((input, index) => ({
          input,
          text: textOf(input.blocks),
          report: JSON.stringify(reports[index]),
        }));
      }, pages);
      const rubrica = await Rubrica.create();
      for (const [index, { input, text, report }] of read.entries()) {
        assert.equal(JSON.parse(report).text, text);
        assert.equal(JSON.stringify(await rubrica.classify(input)), report);
        const args = ["classify", "--input", "html", "--format", "jsonl", "--offsets", "utf16", "-"];
        const { stdout, stderr } = spawnSync(NATIVE, args, {
          input: pages[index],
          encoding: "utf8",
        });
        assert.equal(stderr, "");
        assert.equal(JSON.stringify(JSON.parse(stdout).report), report, `page ${index}`);
      }
      rubrica.destroy();
      await page.close();
    });
  });

  /** @param {(string | undefined)[]} lines */
  function same(lines) {
    assert.equal(lines.length, texts.length);
    // One by one: the difference of all at once is unreadable.
    for (const [index, line] of lines.entries()) {
      assert.equal(line, fromNode[index], `text ${index}: ${JSON.stringify(texts[index]?.slice(0, 200))}`);
    }
  }
});
