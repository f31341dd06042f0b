// What is known to be wrong with other packages: exports and types that resolve to nothing, and size.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";
import { install, runIn } from "../support/installed.mjs";
import { tools } from "../support/tools.mjs";

const MB = 1_000_000;

/** @type {ReturnType<typeof install>} */
let installed;
before(() => {
  installed = install();
});
after(() => installed.remove());

describe("the tarball", () => {
  it("is what publint has nothing to say about", () => {
    const publint = join(tools(), "node_modules/publint/src/cli.js");
    const args = ["run", installed.tarball, "--strict"];
    const { status, stdout, stderr } = runIn(installed.folder, process.execPath, publint, ...args);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /All good!/);
  });

  it("has types that @arethetypeswrong/cli finds nothing wrong with", () => {
    const attw = join(tools(), "node_modules/@arethetypeswrong/cli/dist/index.js");
    // The profile for packages that are ES modules and nothing else, as this one is.
    const args = [installed.tarball, "--profile", "esm-only", "--format", "json"];
    const { status, stdout, stderr } = runIn(installed.folder, process.execPath, attw, ...args);
    assert.equal(status, 0, stdout + stderr);
  });

  it("has 9 MB at most", () => {
    const { size } = statSync(installed.tarball);
    console.log(`the tarball: ${(size / MB).toFixed(2)} MB`);
    assert.ok(size <= 9 * MB, `${size} bytes`);
  });
});

describe("over the network, as Chromium counts it", () => {
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  before(async () => {
    browser = await launch();
    server = await serve({ folder: join(installed.folder, "node_modules/rubrica"), port: 0, quality: 9 });
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  /**
   * The bytes of all responses, bodies and headers as they came, while a page does something with the package.
   * @param {string} script imported from the package's folder
   */
  async function loaded(script) {
    const page = await browser.newPage();
    try {
      const session = await page.context().newCDPSession(page);
      await session.send("Network.enable");
      let bytes = 0;
      session.on("Network.loadingFinished", ({ encodedDataLength }) => {
        bytes += encodedDataLength;
      });
      // Any page of the server's origin will do; it does not count.
      await page.goto(`${server.address}package.json`);
      bytes = 0;
      await page.evaluate(script);
      return bytes;
    } finally {
      await page.close();
    }
  }

  it("rubrica/language alone loads 1.2 MB at most", async () => {
    const bytes = await loaded(
      `import("./dist/language.js").then(async ({ LanguageDetector }) => {
           const detector = await LanguageDetector.create();
           await detector.detect("Guten Morgen");
         })`,
    );
    console.log(`rubrica/language: ${(bytes / MB).toFixed(2)} MB`);
    assert.ok(bytes > 100_000, "something was counted");
    assert.ok(bytes <= 1.2 * MB, `${bytes} bytes`);
  });

  it("a first paste in English and Russian loads 3 MB at most", async () => {
    const bytes = await loaded(
      `import("./dist/index.js").then(async ({ Rubrica }) => {
           const rubrica = await Rubrica.create();
           await rubrica.classify("Storm floods coastal towns\\n\\nПарламент принял бюджет");
         })`,
    );
    console.log(`a first paste: ${(bytes / MB).toFixed(2)} MB`);
    assert.ok(bytes > 100_000, "something was counted");
    assert.ok(bytes <= 3 * MB, `${bytes} bytes`);
  });

  it("all that there is has 8 MB at most", async () => {
    const bytes = await loaded(
      `Promise.all(["index", "documents", "assets/packs"].map((name) => import("./dist/" + name + ".js"))).then(
         async ([{ Rubrica }, { readDocument }, { packAssets }]) => {
           const rubrica = await Rubrica.create({ scripts: Object.keys(packAssets) });
           const desk = await rubrica.teach({ topics: { storms: ["Storm floods coastal towns"] } });
           await rubrica.classify({ blocks: await readDocument("# Storm", "markdown") }, { desk });
         })`,
    );
    console.log(`all: ${(bytes / MB).toFixed(2)} MB`);
    assert.ok(bytes > 5 * MB, "everything was counted");
    assert.ok(bytes <= 8 * MB, `${bytes} bytes`);
  });

  it("loads the topic model only where it is wanted", async () => {
    const page = await browser.newPage();
    /** @type {string[]} */
    const paths = [];
    page.on("request", (request) => paths.push(new URL(request.url()).pathname));
    await page.goto(`${server.address}package.json`);
    await page.evaluate(
      `import("./dist/language.js").then(({ LanguageDetector }) => LanguageDetector.create()).then(() => undefined)`,
    );
    await page.close();
    assert.ok(paths.some((path) => path.includes("/language-")));
    assert.deepEqual(
      paths.filter((path) => /topics|rubrica\.js|worker/.test(path)),
      [],
    );
  });
});
