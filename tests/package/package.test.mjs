// The packed package, installed in an empty folder and used as a user would.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { after, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { currentTerms } from "../../scripts/build-taxonomy.mjs";
import { root } from "../../scripts/lib/run.mjs";
import { eventually } from "../support/eventually.mjs";
import { install, runIn } from "../support/installed.mjs";

/** @type {ReturnType<typeof install>} */
let installed;
/** @type {typeof import("rubrica") & { language: typeof import("rubrica/language"), taxonomy: typeof import("rubrica/taxonomy"), names: typeof import("rubrica/taxonomy/names") }} */
let rubrica;

before(async () => {
  installed = install();
  rubrica = await installed.load();
});
after(() => installed.remove());

const ARTICLE =
  "The army shelled the border town overnight and dozens of soldiers were killed, the defence ministry said.";
const RUSSIAN = "Сборная России по хоккею выиграла матч чемпионата мира со счётом 5:2";

describe("the tarball", () => {
  it("holds the built package and nothing of the repository around it", () => {
    const files = runIn(installed.folder, "tar", "-tzf", installed.tarball).stdout.trim().split("\n");
    const foreign = files.filter(
      (file) => !/^package\/(dist\/|package\.json$|README\.md$|LICEN[CS]E[-\w.]*$)/.test(file),
    );
    assert.deepEqual(foreign, []);
  });

  it("needs no other package", () => {
    const manifest = JSON.parse(readFileSync(join(installed.folder, "node_modules/rubrica/package.json"), "utf8"));
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.peerDependencies, undefined);
  });
});

describe("a program of a user", () => {
  it("classifies a text, prints nothing of its own, and ends by itself", () => {
    writeFileSync(
      join(installed.folder, "program.js"),
      `import { Rubrica } from "rubrica";
       for (const worker of [false, true]) {
         const rubrica = await Rubrica.create({ worker });
         const report = await rubrica.classify(${JSON.stringify(ARTICLE)});
         console.log(report.items[0].language[0].detectedLanguage, report.items[0].topics[0].slug);
       }`,
    );
    const { status, stdout, stderr } = runIn(installed.folder, process.execPath, "program.js");
    assert.equal(stderr, "");
    assert.equal(stdout, "en conflict\nen conflict\n");
    assert.equal(status, 0);
  });

  it("goes on when one of its handlers throws, or an object is made by `new`", () => {
    writeFileSync(
      join(installed.folder, "program.js"),
      `import { LanguageDetector, Rubrica } from "rubrica";
       process.on("uncaughtException", ({ message }) => console.log("reported:", message));
       for (const kind of [LanguageDetector, Rubrica]) {
         try {
           new kind();
         } catch (error) {
           console.log(error.name, error.message);
         }
       }
       const monitor = (monitor) => {
         monitor.ondownloadprogress = ({ loaded }) => {
           if (loaded === 0) throw new Error("from the handler");
         };
       };
       const detector = await LanguageDetector.create({ monitor });
       // What nobody can reach any more is forgotten.
       globalThis.gc();
       await new Promise((resolve) => setTimeout(resolve, 50));
       console.log((await detector.detect(${JSON.stringify(ARTICLE)}))[0].detectedLanguage);`,
    );
    const { status, stdout, stderr } = runIn(installed.folder, process.execPath, "--expose-gc", "program.js");
    assert.equal(stderr, "");
    assert.deepEqual(stdout.trim().split("\n"), [
      "TypeError Illegal constructor: the create() of this class makes its objects",
      "TypeError Illegal constructor: the create() of this class makes its objects",
      "reported: from the handler",
      "en",
    ]);
    assert.equal(status, 0);
  });

  it("ends while a call is unanswered only after the answer", () => {
    writeFileSync(
      join(installed.folder, "waiting.js"),
      `import { Rubrica } from "rubrica";
       const rubrica = await Rubrica.create({ worker: true });
       rubrica.classify("text").then(() => console.log("answered"));
       globalThis.refused = rubrica.classify("text", { explain: () => true }).catch(() => rubrica);`,
    );
    assert.equal(runIn(installed.folder, process.execPath, "waiting.js").stdout, "answered\n");
  });
});

describe("the types", () => {
  const program = `
    import { Rubrica, LanguageDetector, type Report, type Item, type Contrast, type ExplainOptions } from "rubrica";
    import { LanguageDetector as Alone } from "rubrica/language";
    import { RubricaError, type AssetOptions } from "rubrica";
    import { shortName, topicName, topics, type TopicSlug } from "rubrica/taxonomy";
    import { de, type TopicNames } from "rubrica/taxonomy/names";
    import * as files from "rubrica/assets";
    const controller = new AbortController();
    const rubrica: Rubrica = await Rubrica.create({
      worker: true,
      signal: controller.signal,
      monitor(monitor) { monitor.addEventListener("downloadprogress", (event) => { const share: number = event.loaded; void share; }); },
    });
    const one: Report = await rubrica.classify("text", { topK: 3, split: false, explain: true, signal: controller.signal });
    const many: Report[] = await rubrica.classify(["a", "b"] as const);
    async function* source() { yield "a"; }
    const stream: AsyncIterable<Report> = rubrica.classify(source(), { signal: controller.signal });
    for await (const report of stream) { const alsoOne: Report = report; void alsoOne; break; }
    // @ts-expect-error a stream of numbers is none of texts
    rubrica.classify((async function* () { yield 1; })());
    const assets: AssetOptions = { baseURL: "/files", fetch: async (url, init) => await fetch(url, init) };
    const elsewhere = await Rubrica.create({ assets });
    const inside = await Rubrica.create({ assets: files });
    const known: RubricaError["code"] = "integrity";
    const slug: TopicSlug | undefined = topics[0]?.slug;
    const name: string = topicName("conflict", ["de", "en"]) + shortName("conflict", "de");
    const german: TopicNames = de;
    const notNews: string = german["not-news"];
    const item: Item | undefined = one.items[0];
    const story: number | null | undefined = item?.story;
    const weights: number[] | undefined = item?.evidence.map(({ weight }) => weight);
    await rubrica.classify("text", { items: one.items });
    const contrasts: Contrast[] | undefined = one.items[0]?.contrasts;
    const asked: ExplainOptions = { topics: ["crime"], against: "sport", news: true, languages: ["uk", "ru"] };
    await rubrica.classify("text", { explain: asked });
    const told: [string, readonly string[]][] = one.stories.map(({ headline, names }) => [headline, names]);
    // @ts-expect-error there is no such option
    await rubrica.classify("text", { topk: 3 });
    // @ts-expect-error a number is no text
    await rubrica.classify(3);
    // @ts-expect-error only create() makes one
    new Rubrica();
    const detector: LanguageDetector = await Alone.create({ expectedInputLanguages: ["en"] });
    const [best] = await detector.detect("text");
    const code: string | undefined = best?.detectedLanguage;
    const availability: "unavailable" | "downloadable" | "downloading" | "available" = await LanguageDetector.availability();
    detector.destroy();
    rubrica.destroy();
    void [elsewhere, inside, known, slug, name, many, story, weights, contrasts, told, code, availability];
  `;

  for (const [name, options] of /** @type {const} */ ([
    ["the resolution of Node", { module: "Node16", moduleResolution: "Node16", lib: ["ES2022", "DOM"], types: [] }],
    [
      "the resolution of bundlers",
      { module: "ESNext", moduleResolution: "Bundler", lib: ["ES2022", "DOM"], types: [] },
    ],
    ["a program for servers, which knows no DOM", { module: "NodeNext", lib: ["ES2022"], types: ["node"] }],
  ])) {
    it(`fit ${name}, strictly and with every declaration checked`, () => {
      writeFileSync(join(installed.folder, "program.ts"), program);
      writeFileSync(
        join(installed.folder, "tsconfig.json"),
        JSON.stringify({
          compilerOptions: {
            ...options,
            target: "ES2022",
            typeRoots: [join(root, "node_modules/@types")],
            strict: true,
            skipLibCheck: false,
            noEmit: true,
          },
          files: ["program.ts"],
        }),
      );
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const { stdout } = runIn(installed.folder, process.execPath, tsc, "-p", ".");
      assert.equal(stdout, "");
    });
  }
});

for (const worker of [false, true]) {
  describe(`Rubrica ${worker ? "in a worker" : "on the thread that asks"}`, () => {
    /** @type {import("rubrica").Rubrica} */
    let reader;
    before(async () => {
      reader = await rubrica.Rubrica.create({ worker });
    });
    after(() => reader.destroy());

    it("is available", async () => {
      assert.equal(await rubrica.Rubrica.availability(), "available");
    });

    it("gives a report whose offsets are those of the string", async () => {
      const paste = `🗞️ ${ARTICLE}\n\n${RUSSIAN}`;
      const { items } = await reader.classify(paste);
      assert.deepEqual(
        items.map((item) => paste.slice(item.start, item.end)),
        [paste.split("\n\n")[0], RUSSIAN],
      );
      for (const item of items) {
        for (const { start, end } of item.evidence) {
          assert.ok(item.start <= start && start < end && end <= item.end);
          assert.match(paste.slice(start, end), /\p{L}/u);
        }
      }
      assert.deepEqual(
        items.map((item) => item.language[0]?.detectedLanguage),
        ["en", "ru"],
      );
    });

    it("explains a score in parts that add up to it", async () => {
      const { items } = await reader.classify(ARTICLE);
      const topic = items[0]?.topics[0];
      const shares = items[0]?.evidence.map(({ weight }) => weight) ?? [];
      assert.ok(shares.length > 0);
      const sum = shares.reduce((a, b) => a + b, topic?.rest ?? NaN);
      assert.ok(Math.abs(sum - (topic?.score ?? NaN)) < 1e-4, `${sum} is not ${topic?.score}`);
    });

    it("says why this and not that", async () => {
      const explain = { topics: ["politics"], against: "sport", news: true };
      const { items } = await reader.classify(`🗞️ ${ARTICLE}`, { explain, split: false });
      const contrasts = items[0]?.contrasts ?? [];
      assert.deepEqual(
        contrasts.map(({ against }) => against),
        ["sport", items[0] && items[0].news < 0.5 ? "news" : "not-news"],
      );
      for (const { score, rest, spans } of contrasts) {
        assert.ok(Math.abs(spans.reduce((sum, { weight }) => sum + weight, rest) - score) < 1e-4);
      }
      assert.equal((await reader.classify(ARTICLE)).items[0]?.contrasts, undefined);
    });

    it("takes its options", async () => {
      const paste = `${ARTICLE}\n${RUSSIAN}`;
      const whole = await reader.classify(paste, { split: false, topK: 5, explain: false });
      assert.equal(whole.items.length, 1);
      assert.equal(whole.items[0]?.topics.length, 5);
      assert.deepEqual(whole.items[0]?.evidence, []);
      assert.equal(whole.items[0]?.topics[0]?.rest, undefined);
      assert.equal((await reader.classify(paste)).items.length, 2);
    });

    it("takes blocks, whose markup tells where items part, and gives their text", async () => {
      const blocks = /** @type {import("rubrica").Block[]} */ ([
        { text: " 🗞️ Storm closes the harbour ", role: "heading", level: 2 },
        { text: "Ferries stay in port until Thursday." },
        { text: "A late goal", item: 4 },
        { text: "Bank robbers jailed", item: 5, role: "link" },
      ]);
      const report = await reader.classify({ blocks });
      const { text = "" } = report;
      const items = [
        "🗞️ Storm closes the harbour\nFerries stay in port until Thursday.",
        "A late goal",
        "Bank robbers jailed",
      ];
      assert.equal(text, items.join("\n\n"));
      assert.deepEqual(
        report.items.map(({ start, end }) => text.slice(start, end)),
        items,
      );
      const [again, plain] = await reader.classify([{ blocks }, "A late goal"]);
      assert.deepEqual(again, report);
      assert.equal(plain?.text, undefined);
      assert.deepEqual((await reader.classify({ blocks: [] })).items, []);
      for (const [bad, message] of /** @type {[any, RegExp][]} */ ([
        [{}, /takes texts or \{ blocks \}/],
        [{ blocks: "x" }, /takes texts or \{ blocks \}/],
        [{ blocks: ["x"] }, /`blocks\[0\]` must be an object/],
        [{ blocks: [{ text: 1 }] }, /`blocks\[0\].text` must be a string/],
        [{ blocks: [{ text: "x", role: "title" }] }, /`blocks\[0\].role` must be one of paragraph, heading/],
        [
          { blocks: [{ text: "x", role: "heading", level: 7 }] },
          /`blocks\[0\].level` must be a whole number from 1 to 6/,
        ],
        [{ blocks: [{ text: "x", item: -1 }] }, /`blocks\[0\].item` must be a whole number/],
      ])) {
        await assert.rejects(reader.classify(bad), { name: "TypeError", message });
      }
      await assert.rejects(reader.classify({ blocks }, { items: [{ start: 0, end: 1 }] }), TypeError);
    });

    it("takes the items that the caller marks off", async () => {
      const paste = `🗞️ ${ARTICLE}\n\n${RUSSIAN}`;
      const [first, second] = (await reader.classify(paste)).items;
      assert.ok(first && second);
      const joined = await reader.classify(paste, { items: [{ start: first.start, end: second.end }] });
      assert.deepEqual(
        joined.items.map(({ start, end }) => [start, end]),
        [[first.start, second.end]],
      );
      const middle = paste.indexOf(" dozens");
      const parted = await reader.classify(paste, {
        items: [{ start: first.start, end: middle }, { start: middle, end: first.end }, second],
      });
      assert.equal(parted.items.length, 3);
      assert.deepEqual(parted.items[2]?.topics, second.topics);
      await assert.rejects(reader.classify(paste, { items: [second, first] }), {
        name: "TypeError",
        message: /item 1/,
      });
      await assert.rejects(reader.classify(paste, { items: [{ start: 1, end: 4 }] }), /inside a character/);
      await assert.rejects(reader.classify([paste], { items: [first] }), TypeError);
    });

    it("says what is wrong with an option", async () => {
      // @ts-expect-error that is the point
      await assert.rejects(reader.classify("text", { onProgress: () => true }), TypeError);
      await assert.rejects(reader.classify("text", { topK: -1 }), /topK/);
      // @ts-expect-error that is the point
      await assert.rejects(reader.classify("text", { topK: "three" }), /topK/);
      // @ts-expect-error that is the point
      await assert.rejects(reader.classify(42), TypeError);
      // @ts-expect-error that is the point
      await assert.rejects(reader.classify(["text", undefined]), TypeError);
    });

    it("answers for the array as it was when it was asked, also for many texts without a letter", async () => {
      const texts = Array.from({ length: 3000 }, () => ARTICLE);
      const reports = reader.classify(texts);
      texts.length = 0;
      assert.equal((await reports).length, 3000);
      assert.equal((await reader.classify(new Array(150_000).fill(""))).length, 150_000);
    });

    it("answers an array with an array in its order, however many texts it is", async () => {
      const texts = Array.from({ length: 3000 }, (_, index) => (index % 2 ? ARTICLE : RUSSIAN));
      const reports = await reader.classify(texts);
      assert.equal(reports.length, texts.length);
      assert.deepEqual(reports[0], await reader.classify(RUSSIAN));
      assert.deepEqual(reports[2999], await reader.classify(ARTICLE));
      assert.deepEqual(await reader.classify([]), []);
    });

    it("gives a long report whole and in its order", async () => {
      const lines = Array.from({ length: 1600 }, (_, index) => `Team number ${index} won the cup final`);
      const paste = lines.join("\n\n***\n\n");
      const { items, stories } = await reader.classify(paste);
      assert.deepEqual(
        items.map(({ start, end }) => paste.slice(start, end)),
        lines,
      );
      for (const [index, { items: members }] of stories.entries()) {
        assert.ok(members.every((member) => items[member]?.story === index));
      }
    });

    it("serves many calls at once, each with its own answer", async () => {
      const texts = Array.from({ length: 100 }, (_, index) => (index % 3 ? ARTICLE : RUSSIAN));
      const reports = await Promise.all(texts.map((text) => reader.classify(text)));
      assert.deepEqual(
        reports.map(({ items }) => items[0]?.language[0]?.detectedLanguage),
        texts.map((text) => (text === ARTICLE ? "en" : "ru")),
      );
    });

    it("lets a short call overtake a long array and a long stream", async () => {
      const texts = Array.from({ length: 5000 }, () => ARTICLE);
      /** @type {string[]} */
      const done = [];
      const array = reader.classify(texts).then(() => done.push("array"));
      const stream = (async () => {
        for await (const report of reader.classify(Readable.from(texts))) {
          assert.equal(report.items.length, 1);
        }
        done.push("stream");
      })();
      const short = reader.classify(RUSSIAN).then(() => done.push("short"));
      await Promise.all([array, stream, short]);
      assert.equal(done[0], "short");
    });

    describe("with a stream of texts", () => {
      it("gives the reports in the order of the texts", async () => {
        const texts = Array.from({ length: 1000 }, (_, index) => (index % 3 ? ARTICLE : RUSSIAN));
        /** @type {unknown[]} */
        const reports = [];
        for await (const report of reader.classify(Readable.from(texts))) {
          reports.push(report);
        }
        assert.deepEqual(reports, await reader.classify(texts));
      });

      it("gives each report as soon as it can", async () => {
        /** @type {((text: string) => void) | undefined} */
        let send;
        async function* typed() {
          for (;;) {
            yield await new Promise((/** @type {(text: string) => void} */ resolve) => (send = resolve));
          }
        }
        const reports = reader.classify(typed());
        for (const text of [ARTICLE, RUSSIAN, ARTICLE]) {
          const coming = reports.next();
          const listener = await eventually(() => send ?? assert.fail("nobody listens"));
          send = undefined;
          listener(text);
          assert.deepEqual((await coming).value, await reader.classify(text));
        }
        await reports.return();
      });

      it("reads no more than a little ahead, and ends the source when its reader has enough", async () => {
        let read = 0;
        let isEnded = false;
        async function* endless() {
          try {
            for (;;) {
              read += 1;
              yield ARTICLE;
            }
          } finally {
            isEnded = true;
          }
        }
        let taken = 0;
        for await (const report of reader.classify(endless())) {
          taken += report.items.length;
          if (taken === 5) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            break;
          }
        }
        assert.ok(read < 2000, `${read} texts were read for 5 reports`);
        await eventually(() => assert.ok(isEnded));
      });

      it("takes a source whose return() promises nothing", async () => {
        const source = {
          [Symbol.asyncIterator]: () => ({ next: () => ({ value: ARTICLE, done: false }), return: () => ({}) }),
        };
        for await (const report of reader.classify(
          /** @type {AsyncIterable<any>} */ (/** @type {unknown} */ (source)),
        )) {
          assert.ok(report.items.length > 0);
          break;
        }
      });

      it("hands on what was read before the source failed, then its error", async () => {
        const error = new Error("the source broke");
        async function* breaking() {
          yield ARTICLE;
          yield RUSSIAN;
          throw error;
        }
        let taken = 0;
        await assert.rejects(async () => {
          for await (const report of reader.classify(breaking())) {
            taken += report.items.length;
          }
        }, error);
        assert.equal(taken, 2);
        const numbers = reader.classify(/** @type {AsyncIterable<any>} */ (Readable.from([ARTICLE, 3])));
        await numbers.next();
        await assert.rejects(numbers.next(), TypeError);
        const marked = reader.classify(Readable.from([ARTICLE]), { items: [{ start: 0, end: 1 }] });
        await assert.rejects(marked.next(), TypeError);
      });

      it("ends with the reason of the signal, or AbortError if destroyed, even while the source is silent", async () => {
        const silent = () => Readable.from(new ReadableStream());
        const controller = new AbortController();
        const aborted = reader.classify(silent(), { signal: controller.signal }).next();
        controller.abort();
        await assert.rejects(aborted, { name: "AbortError" });

        const other = await rubrica.Rubrica.create({ worker });
        const destroyed = other.classify(silent()).next();
        await new Promise((resolve) => setTimeout(resolve));
        other.destroy();
        await assert.rejects(destroyed, { name: "AbortError" });
      });

      it("gives no report after an abort, also of what was read together", async () => {
        const controller = new AbortController();
        const reports = reader.classify(Readable.from([ARTICLE, RUSSIAN, ARTICLE]), { signal: controller.signal });
        await reports.next();
        controller.abort();
        await assert.rejects(reports.next(), { name: "AbortError" });
      });
    });

    it("refuses a text that is longer than the quota, and says by how much", async () => {
      const long = "x".repeat(2 ** 24 + 1);
      await assert.rejects(reader.classify(long), (error) => {
        assert.ok(error instanceof DOMException);
        assert.equal(error.name, "QuotaExceededError");
        const { quota, requested } = /** @type {{ quota?: number, requested?: number }} */ (error);
        assert.deepEqual([quota, requested], [2 ** 24, 2 ** 24 + 1]);
        return true;
      });
    });

    describe("with files from elsewhere", () => {
      const folder = () => pathToFileURL(join(installed.folder, "node_modules/rubrica/dist/assets"));

      it("from a folder, with and without a slash at its end", async () => {
        for (const baseURL of [folder(), `${folder().href}/`]) {
          const other = await rubrica.Rubrica.create({ worker, assets: { baseURL } });
          assert.equal((await other.classify(RUSSIAN)).items.length, 1);
          other.destroy();
        }
        const baseURL = new URL("nowhere/", folder());
        await assert.rejects(rubrica.Rubrica.create({ worker, assets: { baseURL } }), { name: "NetworkError" });
      });

      it("from a fetch of one's own, which must bring the right ones", async () => {
        /** @type {string[]} */
        const asked = [];
        const other = await rubrica.Rubrica.create({
          worker,
          assets: {
            baseURL: "https://example.org/files",
            fetch: async (url) => {
              asked.push(url.href);
              return new Response(readFileSync(join(fileURLToPath(folder()), basename(url.pathname))));
            },
          },
        });
        assert.deepEqual(await other.classify(ARTICLE), await reader.classify(ARTICLE));
        other.destroy();
        assert.ok(asked.length >= 2 && asked.every((url) => url.startsWith("https://example.org/files/")));

        const wrong = { fetch: async () => new Response("something else") };
        await assert.rejects(rubrica.Rubrica.create({ worker, assets: wrong }), {
          name: "RubricaError",
          code: "integrity",
        });
        const absent = { fetch: async () => new Response("", { status: 404 }) };
        await assert.rejects(rubrica.Rubrica.create({ worker, assets: absent }), { name: "NetworkError" });
      });

      it("as bytes and a compiled module, which stay the caller's", async () => {
        const given = (/** @type {string} */ part) => {
          const name = readdirSync(folder()).find((file) => new RegExp(`^${part}-.*\\.(bin|wasm)$`).test(file));
          return readFileSync(join(fileURLToPath(folder()), name ?? part));
        };
        const assets = {
          wasm: await WebAssembly.compile(given("rubrica")),
          language: given("language"),
          topics: new Uint8Array(given("topics")).buffer,
          fetch: async () => assert.fail("nothing has to be fetched"),
        };
        const other = await rubrica.Rubrica.create({ worker, assets });
        assert.deepEqual(await other.classify(ARTICLE), await reader.classify(ARTICLE));
        other.destroy();
        assert.ok(assets.language.byteLength > 0 && assets.topics.byteLength > 0);
        assert.equal(await rubrica.Rubrica.availability({ assets }), "available");
      });
    });

    it("can be aborted before, while waiting, and between the texts of an array", async () => {
      const reason = new Error("enough");
      await assert.rejects(reader.classify(ARTICLE, { signal: AbortSignal.abort(reason) }), reason);

      const controller = new AbortController();
      const waiting = [reader.classify(ARTICLE), reader.classify(ARTICLE, { signal: controller.signal })];
      controller.abort();
      const [kept, aborted] = await Promise.allSettled(waiting);
      assert.equal(kept?.status, "fulfilled");
      assert.equal(aborted?.status === "rejected" && aborted.reason.name, "AbortError");

      const long = reader.classify(
        Array.from({ length: 200_000 }, () => ARTICLE),
        { signal: AbortSignal.timeout(50) },
      );
      await assert.rejects(long, { name: "TimeoutError" });
      assert.equal((await reader.classify(RUSSIAN)).items.length, 1);
    });

    it("rejects with AbortError what is unfinished at destroy() and what comes later", async () => {
      const other = await rubrica.Rubrica.create({ worker });
      const unfinished = other.classify(ARTICLE);
      other.destroy();
      other.destroy();
      await assert.rejects(unfinished, { name: "AbortError" });
      const report = await reader.classify(ARTICLE);
      for (const late of [other.classify(ARTICLE), other.classify([]), other.relabel(ARTICLE, report)]) {
        await assert.rejects(late, { name: "AbortError" });
      }
      assert.equal(report.items.length, 1);
    });

    it("is destroyed by the signal that it was created with, and by `using`", async () => {
      const controller = new AbortController();
      const signalled = await rubrica.Rubrica.create({ worker, signal: controller.signal });
      controller.abort();
      await assert.rejects(signalled.classify(ARTICLE), { name: "AbortError" });

      const disposed = await rubrica.Rubrica.create({ worker });
      disposed[Symbol.dispose]();
      await assert.rejects(disposed.classify(ARTICLE), { name: "AbortError" });
    });

    it("tells its progress from 0 to 1 and never back", async () => {
      /** @type {number[]} */
      const told = [];
      /** @type {number[]} */
      const heard = [];
      const other = await rubrica.Rubrica.create({
        worker,
        monitor(monitor) {
          monitor.addEventListener("downloadprogress", ({ loaded, total }) => {
            told.push(loaded);
            assert.equal(total, 1);
          });
          monitor.ondownloadprogress = ({ loaded }) => heard.push(loaded);
        },
      });
      other.destroy();
      assert.equal(told[0], 0);
      assert.equal(told.at(-1), 1);
      assert.deepEqual(
        told,
        [...new Set(told)].sort((a, b) => a - b),
      );
      assert.deepEqual(heard, told);
    });

    it("cannot be created with an aborted signal, nor by a monitor that throws", async () => {
      await assert.rejects(rubrica.Rubrica.create({ worker, signal: AbortSignal.abort() }), { name: "AbortError" });
      const error = new Error("from the monitor");
      const monitor = () => {
        throw error;
      };
      await assert.rejects(rubrica.Rubrica.create({ worker, monitor }), error);
    });
  });
}

describe("rubrica/taxonomy", () => {
  it("knows the topics of the reports", async () => {
    const reader = await rubrica.Rubrica.create();
    const { items } = await reader.classify(ARTICLE, { topK: 99 });
    reader.destroy();
    const { topics } = rubrica.taxonomy;
    assert.deepEqual(
      topics.map(({ id, slug }) => `${id} ${slug}`),
      (items[0]?.topics ?? []).map(({ id, slug }) => `${id} ${slug}`).sort(),
    );
    for (const { id, names, definitions, uri } of topics) {
      assert.ok(names["en-GB"] && definitions["en-GB"]);
      assert.equal(uri, `http://cv.iptc.org/newscodes/mediatopic/${id.replace("medtop:", "")}`);
    }
  });

  it("names them in the reader's language, or in English", () => {
    const { topic, topicName } = rubrica.taxonomy;
    assert.equal(topicName("conflict"), "conflict, war and peace");
    assert.equal(topicName("medtop:16000000", "en-US"), "conflict, war and peace");
    assert.equal(topicName("sport", ["tlh", "x-none"]), "sport");
    assert.equal(topic("weather")?.id, "medtop:17000000");
    assert.equal(topic("gossip"), undefined);
    assert.throws(() => topicName("gossip"), RangeError);
  });

  it("has short names in many languages", () => {
    const { shortName, topicName, topics } = rubrica.taxonomy;
    const tags = Object.keys(topics[0]?.shortNames ?? {});
    for (const promised of [
      "en",
      "de",
      "fr",
      "es",
      "pt",
      "pt-BR",
      "ru",
      "zh",
      "zh-Hant",
      "ar",
      "da",
      "sv",
      "nb",
      "ja",
    ]) {
      assert.ok(tags.includes(promised), promised);
    }
    for (const tag of tags) {
      assert.equal(new Intl.Locale(tag).toString(), tag);
      const names = topics.map(({ shortNames }) => shortNames[tag] ?? "");
      assert.ok(
        names.every((name) => name && name.trim() === name),
        tag,
      );
      assert.equal(new Set(names).size, topics.length, `two topics of one name in ${tag}`);
    }
    for (const [languages, name] of /** @type {[string | string[], string][]} */ ([
      [[], "Labour"],
      ["en-US", "Labor"],
      ["en-AU", "Labour"],
      ["en_US@posix", "Labour"],
      [["tlh", "pt-BR", "de"], "Trabalho"],
      ["de-AT", "Arbeit"],
      ["no", "Arbeidsliv"],
      ["zh-CN", "劳动"],
      ["zh-TW", "勞動"],
      ["zh-Hant-HK", "勞動"],
    ])) {
      assert.equal(shortName("labour", languages), name, String(languages));
    }
    assert.equal(shortName("sport", "pt-BR"), "Esporte");
    assert.equal(shortName("sport", "pt-PT"), "Desporto");
    assert.equal(topicName("conflict", ["tlh", "de"]), "Konflikt und Krieg");
    assert.throws(() => shortName("gossip"), RangeError);
  });

  it("has each language's short names by themselves, too", () => {
    const names = rubrica.names;
    const { topics } = rubrica.taxonomy;
    for (const [tag, one] of Object.entries(names)) {
      for (const { slug, shortNames } of topics) {
        assert.equal(one[slug], shortNames[tag.replace(/^(..)(..+)$/, "$1-$2")], `${tag} ${slug}`);
      }
      assert.ok(one["not-news"]);
    }
    assert.equal(Object.keys(names).length, Object.keys(topics[0]?.shortNames ?? {}).length);
  });

  it("has the words of the vocabulary", () => {
    const terms = currentTerms();
    if (terms) {
      assert.equal(terms.written, terms.fresh);
    } else {
      console.log("SKIPPED: ../shared/data is not there");
    }
  });
});

describe("LanguageDetector", () => {
  /** @type {import("rubrica").LanguageDetector} */
  let detector;
  before(async () => {
    detector = await rubrica.LanguageDetector.create();
  });
  after(() => detector.destroy());

  it("is the same from both entries, and available", async () => {
    assert.equal(rubrica.language.LanguageDetector, rubrica.LanguageDetector);
    assert.equal(await rubrica.LanguageDetector.availability(), "available");
  });

  it("lists languages best first, undetermined last with what is left, and no more than are needed", async () => {
    for (const text of [ARTICLE, RUSSIAN, "ok", "sandwich", "xqzzt", "", "12345"]) {
      const results = await detector.detect(text);
      assert.equal(results.at(-1)?.detectedLanguage, "und");
      const known = results.slice(0, -1).map(({ confidence }) => confidence);
      assert.deepEqual(
        known,
        known.toSorted((a, b) => b - a),
      );
      assert.ok(Math.abs(results.reduce((sum, { confidence }) => sum + confidence, 0) - 1) < 1e-5);
      // Without the last of them they are not yet 0.99 together.
      assert.ok(known.slice(0, -1).reduce((sum, confidence) => sum + confidence, 0) < 0.99, text);
    }
    assert.ok((await detector.detect("sandwich")).length > 6);
    assert.deepEqual(await detector.detect("12345"), [{ detectedLanguage: "und", confidence: 1 }]);
    assert.equal((await detector.detect(ARTICLE))[0]?.detectedLanguage, "en");
    assert.equal((await detector.detect(RUSSIAN))[0]?.detectedLanguage, "ru");
  });

  it("tells its quota and what of it a text uses", async () => {
    assert.equal(detector.inputQuota, 2 ** 24);
    assert.equal(await detector.measureInputUsage(ARTICLE), ARTICLE.length);
    assert.equal(await detector.measureInputUsage(""), 1);
  });

  it("makes a text of what it is given, which must be something", async () => {
    const loose = /** @type {{ detect: Function, measureInputUsage: Function }} */ (detector);
    assert.equal(await loose.measureInputUsage(undefined), "undefined".length);
    assert.equal(await loose.measureInputUsage(12345), 5);
    assert.equal(await loose.measureInputUsage("text", null), 4);
    for (const refused of [loose.detect(), loose.measureInputUsage(), loose.detect(Symbol("text"))]) {
      await assert.rejects(refused, TypeError);
    }
  });

  it("supports the languages it knows, in whatever form they are written, and no others", async () => {
    const { LanguageDetector } = rubrica;
    assert.equal(await LanguageDetector.availability({ expectedInputLanguages: ["en-US", "ru"] }), "available");
    assert.equal(await LanguageDetector.availability({ expectedInputLanguages: ["en", "qaa"] }), "unavailable");
    await assert.rejects(LanguageDetector.availability({ expectedInputLanguages: ["not a tag"] }), RangeError);
    await assert.rejects(LanguageDetector.create({ expectedInputLanguages: ["qaa"] }), { name: "NotSupportedError" });
    await assert.rejects(LanguageDetector.create({ expectedInputLanguages: ["not a tag"] }), RangeError);

    const expecting = await LanguageDetector.create({ expectedInputLanguages: ["EN-us", "ja"] });
    assert.deepEqual(expecting.expectedInputLanguages, ["en-US", "ja"]);
    assert.ok(Object.isFrozen(expecting.expectedInputLanguages));
    const others = (await expecting.detect("Guten Morgen, liebe Leute")).map((found) => found.detectedLanguage);
    assert.ok(
      others.every((language) => ["en", "ja", "und"].includes(language)),
      others.join(" "),
    );
    assert.equal((await expecting.detect(RUSSIAN))[0]?.detectedLanguage, "und");
    expecting.destroy();

    // In canonical form Tagalog is `fil`, and the model calls it `tl`.
    for (const tag of ["tl", "fil-PH"]) {
      const tagalog = await LanguageDetector.create({ expectedInputLanguages: [tag, "en"] });
      const [found] = await tagalog.detect("Magandang umaga sa inyong lahat, mga kaibigan");
      assert.equal(found?.detectedLanguage, "tl", tag);
      tagalog.destroy();
    }

    assert.equal(detector.expectedInputLanguages, null);
    const none = await LanguageDetector.create({ expectedInputLanguages: [] });
    assert.equal(none.expectedInputLanguages, null);
    none.destroy();
  });

  it("can be aborted and destroyed", async () => {
    await assert.rejects(detector.detect(ARTICLE, { signal: AbortSignal.abort() }), { name: "AbortError" });
    const controller = new AbortController();
    const running = detector.detect(ARTICLE, { signal: controller.signal });
    controller.abort();
    await assert.rejects(running, { name: "AbortError" });

    const other = await rubrica.LanguageDetector.create();
    const unfinished = [other.detect(ARTICLE), other.measureInputUsage(ARTICLE)];
    other.destroy();
    for (const result of await Promise.allSettled([...unfinished, other.detect(ARTICLE)])) {
      assert.equal(result.status === "rejected" && result.reason.name, "AbortError");
    }
  });

  it("tells its progress", async () => {
    /** @type {number[]} */
    const told = [];
    const other = await rubrica.LanguageDetector.create({
      monitor: (monitor) => monitor.addEventListener("downloadprogress", ({ loaded }) => told.push(loaded)),
    });
    other.destroy();
    assert.equal(told[0], 0);
    assert.equal(told.at(-1), 1);
  });
});
