// What the topic model knows of other letters than a to z: loaded when a text needs it, once, by whatever reads the text.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";

import { install } from "../support/installed.mjs";

/** @type {ReturnType<typeof install>} */
let installed;
/** @type {typeof import("rubrica")} */
let rubrica;

before(async () => {
  installed = install();
  rubrica = await installed.load();
});
after(() => installed.remove());

const ENGLISH = "The army shelled the border town overnight and dozens of soldiers were killed.";
const RUSSIAN = "Сборная России по хоккею выиграла матч чемпионата мира со счётом 5:2";
const POLISH = "Piłkarze przegrali mecz mistrzostw świata w rzutach karnych";
const GREEK = "Η κυβέρνηση ανακοίνωσε νέα μέτρα για την οικονομία";

/** Reads the package's files from the disk and takes note of the packs among them. */
function watched() {
  /** @type {string[]} */
  const packs = [];
  const assets = {
    fetch: async (/** @type {URL} */ url) => {
      const [, pack] = /\/pack-([a-zA-Z]+)-/.exec(url.pathname) ?? [];
      if (pack) {
        packs.push(pack);
      }
      return new Response(await readFile(url));
    },
  };
  return { packs, assets };
}

for (const worker of [false, true]) {
  describe(worker ? "packs in a worker" : "packs", () => {
    it("are loaded for texts that need them, once", async () => {
      const { packs, assets } = watched();
      const one = await rubrica.Rubrica.create({ worker, assets });
      await one.classify(ENGLISH);
      assert.deepEqual(packs, []);
      const both = `${RUSSIAN}\n\n${GREEK}`;
      const [report] = await Promise.all([one.classify(both), one.classify([ENGLISH, RUSSIAN]), one.classify(ENGLISH)]);
      assert.deepEqual(packs.toSorted(), ["cyrillic", "other"]);
      assert.equal(report.items[0]?.topics[0]?.slug, "sport");
      assert.deepEqual(await one.classify(both), report);
      assert.equal(packs.length, 2);
      one.destroy();
    });

    it("are loaded at the start where scripts are named", async () => {
      const { packs, assets } = watched();
      const one = await rubrica.Rubrica.create({ worker, assets, scripts: ["cyrillic", "cjk", "cyrillic"] });
      assert.deepEqual(packs.toSorted(), ["cjk", "cyrillic"]);
      const report = await one.classify(RUSSIAN);
      assert.equal(report.items[0]?.topics[0]?.slug, "sport");
      assert.equal(packs.length, 2);
      one.destroy();
    });

    it("are loaded for streams, desks, and texts that are labelled anew", async () => {
      const { packs, assets } = watched();
      const one = await rubrica.Rubrica.create({ worker, assets });
      const stream = one.classify(
        (async function* () {
          yield ENGLISH;
          yield RUSSIAN;
        })(),
      );
      for await (const report of stream) {
        assert.equal(report.items.length, 1);
      }
      assert.deepEqual(packs, ["cyrillic"]);
      const desk = await one.teach({ topics: { economy: [GREEK] } });
      assert.deepEqual(packs, ["cyrillic", "other"]);
      const report = await one.classify("أعلنت الحكومة الميزانية", { desk: null });
      assert.deepEqual(packs, ["cyrillic", "other", "arabic"]);
      const items = report.items.map((item) => ({ ...item, start: 0, end: 7 }));
      await one.relabel("议会通过预算案", { ...report, items }, { desk });
      assert.deepEqual(packs, ["cyrillic", "other", "arabic", "cjk"]);
      const [polish] = (await one.classify(POLISH)).items;
      assert.deepEqual(packs, ["cyrillic", "other", "arabic", "cjk", "latinExtended"]);
      assert.equal(polish?.topics[0]?.slug, "sport");
      one.destroy();
    });

    it("may come from the program itself, and are refused if they are of another model", async () => {
      const { packs, assets } = watched();
      const one = await rubrica.Rubrica.create({ worker, assets: { ...assets, cyrillic: new Uint8Array(100) } });
      await one.classify(ENGLISH);
      await assert.rejects(one.classify(RUSSIAN), { name: "RubricaError", code: "foreign-model" });
      assert.deepEqual(packs, []);
      await one.classify(ENGLISH);
      one.destroy();
    });
  });
}

describe("a pack that does not come", () => {
  it("fails the texts that need it and no others, and is asked for again", async () => {
    const { packs, assets } = watched();
    let isDown = true;
    const failing = async (/** @type {URL} */ url) => {
      if (isDown && url.pathname.includes("/pack-")) {
        return new Response("", { status: 503 });
      }
      return await assets.fetch(url);
    };
    const one = await rubrica.Rubrica.create({ assets: { fetch: failing } });
    await assert.rejects(one.classify(RUSSIAN), { name: "NetworkError", message: /pack-cyrillic-.*503/ });
    assert.equal((await one.classify(ENGLISH)).items.length, 1);
    isDown = false;
    assert.equal((await one.classify(RUSSIAN)).items[0]?.topics[0]?.slug, "sport");
    assert.deepEqual(packs, ["cyrillic"]);
    one.destroy();
  });

  it("or is not what was built fails them, too", async () => {
    const { assets } = watched();
    const spoilt = async (/** @type {URL} */ url) => {
      const bytes = new Uint8Array(await (await assets.fetch(url)).arrayBuffer());
      if (url.pathname.includes("/pack-")) {
        bytes[5000] = 0xff ^ (bytes[5000] ?? 0);
      }
      return new Response(bytes);
    };
    const one = await rubrica.Rubrica.create({ assets: { fetch: spoilt } });
    await assert.rejects(one.classify(RUSSIAN), { code: "integrity", message: /pack-cyrillic-/ });
    assert.equal((await one.classify(ENGLISH)).items.length, 1);
    one.destroy();
  });

  it("is waited for only as long as its text is wanted", async () => {
    const { assets } = watched();
    /** @type {() => void} */
    let arrive = () => undefined;
    const arrived = new Promise((resolve) => {
      arrive = () => resolve(undefined);
    });
    const slow = async (/** @type {URL} */ url) => {
      if (url.pathname.includes("/pack-")) {
        await arrived;
      }
      return await assets.fetch(url);
    };
    const one = await rubrica.Rubrica.create({ assets: { fetch: slow } });
    const controller = new AbortController();
    const given = assert.rejects(one.classify(RUSSIAN, { signal: controller.signal }), /no longer/);
    const patient = one.classify(RUSSIAN);
    assert.equal((await one.classify(ENGLISH)).items.length, 1, "others are not kept waiting");
    controller.abort(new Error("no longer"));
    await given;
    arrive();
    assert.equal((await patient).items[0]?.topics[0]?.slug, "sport");
    one.destroy();
  });

  it("is a mistake in `scripts` if there is none of that name", async () => {
    for (const name of /** @type {any[]} */ (["klingon", "constructor"])) {
      await assert.rejects(rubrica.Rubrica.create({ scripts: [name] }), {
        name: "RangeError",
        message: new RegExp(`not ${name}`),
      });
    }
  });
});

describe("the monitor", () => {
  it("tells how far a pack is, too, from 0 to 1", async () => {
    /** @type {number[]} */
    const told = [];
    const one = await rubrica.Rubrica.create({
      monitor: (monitor) => monitor.addEventListener("downloadprogress", ({ loaded }) => told.push(loaded)),
    });
    const before = told.length;
    assert.equal(told.at(-1), 1);
    await one.classify(ENGLISH);
    assert.equal(told.length, before);
    await one.classify(RUSSIAN);
    assert.deepEqual([told[before], told.at(-1)], [0, 1]);
    one.destroy();
  });
});
