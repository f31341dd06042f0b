// The packed package, installed in an empty folder and used as a user would.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";
import { install, runIn } from "../support/installed.mjs";

/** @type {ReturnType<typeof install>} */
let installed;
/** @type {typeof import("rubrica") & { language: typeof import("rubrica/language") }} */
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

  it("ends while a call is unanswered only after the answer", () => {
    writeFileSync(
      join(installed.folder, "waiting.js"),
      `import { Rubrica } from "rubrica";
       const rubrica = await Rubrica.create({ worker: true });
       rubrica.classify("text").then(() => console.log("answered"));`,
    );
    assert.equal(runIn(installed.folder, process.execPath, "waiting.js").stdout, "answered\n");
  });
});

describe("the types", () => {
  const program = `
    import { Rubrica, LanguageDetector, type Report, type Item } from "rubrica";
    import { LanguageDetector as Alone } from "rubrica/language";
    const controller = new AbortController();
    const rubrica: Rubrica = await Rubrica.create({
      worker: true,
      signal: controller.signal,
      monitor(monitor) { monitor.addEventListener("downloadprogress", (event) => { const share: number = event.loaded; void share; }); },
    });
    const one: Report = await rubrica.classify("text", { topK: 3, split: false, explain: true, signal: controller.signal });
    const many: Report[] = await rubrica.classify(["a", "b"] as const);
    const item: Item | undefined = one.items[0];
    const story: number | null | undefined = item?.story;
    const weights: number[] | undefined = item?.evidence.map(({ weight }) => weight);
    await rubrica.classify("text", { items: one.items });
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
    void [many, story, weights, code, availability];
  `;

  for (const [name, options] of /** @type {const} */ ([
    ["of Node", { module: "NodeNext", moduleResolution: "NodeNext" }],
    ["of bundlers", { module: "ESNext", moduleResolution: "Bundler" }],
  ])) {
    it(`fit the resolution ${name}, strictly and with every declaration checked`, () => {
      writeFileSync(join(installed.folder, "program.ts"), program);
      writeFileSync(
        join(installed.folder, "tsconfig.json"),
        JSON.stringify({
          compilerOptions: {
            ...options,
            target: "ES2022",
            lib: ["ES2022", "DOM"],
            types: [],
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

    it("takes its options", async () => {
      const paste = `${ARTICLE}\n${RUSSIAN}`;
      const whole = await reader.classify(paste, { split: false, topK: 5, explain: false });
      assert.equal(whole.items.length, 1);
      assert.equal(whole.items[0]?.topics.length, 5);
      assert.deepEqual(whole.items[0]?.evidence, []);
      assert.equal(whole.items[0]?.topics[0]?.rest, undefined);
      assert.equal((await reader.classify(paste)).items.length, 2);
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
      await assert.rejects(reader.classify("text", { topK: -1 }), /topK/);
      // @ts-expect-error that is the point
      await assert.rejects(reader.classify("text", { topK: "three" }), /topK/);
      // @ts-expect-error that is the point
      await assert.rejects(reader.classify(42), TypeError);
      // @ts-expect-error that is the point
      await assert.rejects(reader.classify(["text", undefined]), TypeError);
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
      const paste = lines.join("\n");
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
      await assert.rejects(other.classify(ARTICLE), { name: "AbortError" });
      assert.equal((await reader.classify(ARTICLE)).items.length, 1);
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

  it("lists languages best first, undetermined last, and no more than all probability", async () => {
    for (const text of [ARTICLE, RUSSIAN, "ok", "", "12345"]) {
      const results = await detector.detect(text);
      assert.equal(results.at(-1)?.detectedLanguage, "und");
      const known = results.slice(0, -1).map(({ confidence }) => confidence);
      assert.deepEqual(
        known,
        known.toSorted((a, b) => b - a),
      );
      assert.ok(results.reduce((sum, { confidence }) => sum + confidence, 0) <= 1 + 1e-5);
    }
    assert.equal((await detector.detect(ARTICLE))[0]?.detectedLanguage, "en");
    assert.equal((await detector.detect(RUSSIAN))[0]?.detectedLanguage, "ru");
  });

  it("knows no quota", async () => {
    assert.equal(detector.inputQuota, Infinity);
    assert.equal(await detector.measureInputUsage(ARTICLE), 0);
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
