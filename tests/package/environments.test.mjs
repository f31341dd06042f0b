// The packed package in every environment that the README names: tests/package/examples has a program for each.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { networkInterfaces } from "node:os";
import { extname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";

import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";
import { inMiniflare } from "../support/cloudflare.mjs";
import { PATIENCE } from "../support/eventually.mjs";
import { install, runIn } from "../support/installed.mjs";
import { tools } from "../support/tools.mjs";

const EXPECTED = "en conflict";

/** A folder below the tools' with all examples in it and the package installed. */
let folder = "";
/** @type {ReturnType<typeof install>} */
let installed;

before(() => {
  installed = install();
  const parent = join(tools(), "runs");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, "run-"));
  cpSync(join(root, "tests/package/examples"), folder, { recursive: true });
  cpSync(join(installed.folder, "node_modules/rubrica"), join(folder, "node_modules/rubrica"), { recursive: true });
});
after(() => {
  installed.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe("in a browser", () => {
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  before(async () => {
    browser = await launch();
    server = await serve({ folder, port: 0 });
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  /**
   * Opens a page and says what it shows, once it shows something. An error of the page is the test's.
   * @param {string} address
   * @param {(url: string) => boolean} isOurs
   */
  async function shown(address, isOurs = (url) => url.startsWith(new URL(address).origin)) {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const failed = new Promise((_, reject) => {
        page.on("pageerror", reject);
        page.on("requestfailed", (request) => reject(new Error(`${request.url()}: ${request.failure()?.errorText}`)));
        page.on("response", (response) => {
          if (response.status() >= 400) {
            reject(new Error(`${response.url()} answered ${response.status()}`));
          }
        });
      });
      failed.catch(() => undefined);
      /** @type {string[]} */
      const foreign = [];
      page.on("request", (request) => {
        if (!/^(data|blob):/.test(request.url()) && !isOurs(request.url())) {
          foreign.push(request.url());
        }
      });
      await page.goto(address);
      const output = page.locator("output:not(:empty)");
      await Promise.race([output.waitFor({ state: "attached", timeout: PATIENCE }), failed]);
      assert.deepEqual(foreign, [], "the package loads its own files only");
      return await output.textContent();
    } finally {
      await context.close();
    }
  }

  /** @param {string} name */
  function build(name) {
    const bin = join(tools(), "node_modules/.bin");
    const { scripts } = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
    const { status, stdout, stderr } = spawnSync("sh", ["-c", scripts.build], {
      cwd: join(folder, name),
      encoding: "utf8",
      env: { ...process.env, PATH: `${bin}:${process.env["PATH"]}` },
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
  }

  /** @param {string} name */
  function linkPackage(name) {
    symlinkSync(join(folder, "node_modules"), join(folder, name, "node_modules"));
  }

  for (const name of ["plain", "module-worker", "service-worker"]) {
    it(`without a bundler: ${name}`, async () => {
      linkPackage(name);
      assert.equal(await shown(`${server.address}${name}/`), EXPECTED);
    });
  }

  for (const name of ["webpack", "rollup", "esbuild", "esbuild-one-file"]) {
    it(`built by ${name}`, async () => {
      build(name);
      assert.equal(await shown(`${server.address}${name}/`), EXPECTED);
    });
  }

  for (const name of ["vite", "parcel"]) {
    it(`built by ${name}`, async () => {
      build(name);
      assert.equal(await shown(`${server.address}${name}/out/`), EXPECTED);
    });
  }

  it("served by Vite's development server", async () => {
    const { createServer } = await import(
      pathToFileURL(createRequire(join(tools(), "package.json")).resolve("vite")).href
    );
    const development = await createServer({
      root: join(folder, "vite"),
      configFile: join(folder, "vite/vite.config.js"),
      logLevel: "error",
      // The package lies above the folder here; in a program of its own it lies inside.
      server: { fs: { strict: false } },
    });
    await development.listen(0);
    try {
      assert.equal(await shown(development.resolvedUrls.local[0]), EXPECTED);
    } finally {
      await development.close();
    }
  });

  it("in a worker that the page starts itself, whose errors arrive as they are", async () => {
    const page = await browser.newPage();
    try {
      await page.goto(`${server.address}plain/main.js`);
      const found = await page.evaluate(async (folder) => {
        const { Rubrica, RubricaError } = await import(`${folder}/index.js`);
        const worker = () => new Worker(`${folder}/worker.js`, { type: "module" });
        const rubrica = await Rubrica.create({ worker });
        const { items } = await rubrica.classify(
          "The army shelled the border town and dozens of soldiers were killed.",
        );
        const wrong = await rubrica.classify("text", { topK: -1 }).catch((/** @type {Error} */ error) => error);
        const unfinished = rubrica.classify("text").catch((/** @type {Error} */ error) => error);
        rubrica.destroy();
        const assets = { language: new Uint8Array(100) };
        const foreign = await Rubrica.create({ worker, assets }).catch((/** @type {Error} */ error) => error);
        return [
          items[0].topics[0].slug,
          wrong instanceof TypeError && wrong.message.includes("topK"),
          (await unfinished).name,
          foreign instanceof RubricaError && /-model$/.test(foreign.code),
        ];
      }, "/node_modules/rubrica/dist");
      assert.deepEqual(found, ["conflict", true, "AbortError", true]);
    } finally {
      await page.close();
    }
  });

  it("by plain HTTP, where pages cannot hash: fetch() compares instead", async (test) => {
    const address = Object.values(networkInterfaces())
      .flat()
      .find((found) => found && !found.internal && found.family === "IPv4")?.address;
    if (!address) {
      test.skip("this machine has no address but its own");
      return;
    }
    const spoilt = join(folder, "spoilt/node_modules/rubrica");
    cpSync(join(folder, "node_modules/rubrica"), spoilt, { recursive: true });
    const assets = join(spoilt, "dist/assets");
    const model = readdirSync(assets).find((name) => /^language-.*\.bin$/.test(name)) ?? "";
    writeFileSync(join(assets, model), "something else");
    const page = await browser.newPage();
    try {
      await page.goto(`${server.address.replace("localhost", address)}plain/main.js`);
      const create = async (/** @type {string} */ script) => {
        const { Rubrica } = await import(script);
        const error = await Rubrica.create().then(
          () => "none",
          (/** @type {Error} */ error) => error.name,
        );
        return { canHash: crypto.subtle !== undefined, error };
      };
      assert.deepEqual(await page.evaluate(create, "/node_modules/rubrica/dist/index.js"), {
        canHash: false,
        error: "none",
      });
      assert.deepEqual(await page.evaluate(create, "/spoilt/node_modules/rubrica/dist/index.js"), {
        canHash: false,
        error: "NetworkError",
      });
    } finally {
      await page.close();
    }
  });

  it("from another host, as from a CDN, in a worker too", async () => {
    const cdn = createServer((request, response) => {
      const file = join(folder, "node_modules", new URL(request.url ?? "/", "http://cdn").pathname);
      const type = { ".js": "text/javascript", ".wasm": "application/wasm" }[extname(file)];
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Content-Type", type ?? "application/octet-stream");
      response.writeHead(existsSync(file) ? 200 : 404).end(existsSync(file) ? readFileSync(file) : "");
    });
    await new Promise((resolve) => cdn.listen(0, () => resolve(undefined)));
    const bound = cdn.address();
    const host = `http://localhost:${typeof bound === "object" ? bound?.port : ""}`;
    const page = await browser.newPage();
    try {
      await page.goto(`${server.address}plain/main.js`);
      const text = await page.evaluate(async (address) => {
        const { Rubrica } = await import(address);
        const rubrica = await Rubrica.create({ worker: true });
        const { items } = await rubrica.classify(
          "The army shelled the border town and dozens of soldiers were killed.",
        );
        return items[0].topics[0].slug;
      }, `${host}/rubrica/dist/index.js`);
      assert.equal(text, "conflict");
    } finally {
      await page.close();
      cdn.closeAllConnections();
      cdn.close();
    }
  });
});

describe("outside of a browser", () => {
  /**
   * What a program prints; anything on stderr fails the test.
   * @param {string} command
   * @param {string[]} args
   */
  function printed(command, ...args) {
    const { status, stdout, stderr } = runIn(folder, command, ...args);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    return stdout.trim();
  }

  it("Node, with import", () => {
    assert.equal(printed(process.execPath, "node/main.mjs"), EXPECTED);
  });

  it("Node, with require()", () => {
    // Node 20 warns that this is an experiment, Node 22.12 and newer do not.
    assert.equal(printed(process.execPath, "--disable-warning=ExperimentalWarning", "node/main.cjs"), EXPECTED);
  });

  it("Deno", () => {
    const deno = createRequire(join(tools(), "package.json")).resolve("deno/bin.cjs");
    assert.equal(printed(process.execPath, deno, "run", "--allow-read", "--no-lock", "deno/main.js"), EXPECTED);
  });

  it("Bun", () => {
    const bun = join(tools(), "node_modules/bun/bin/bun.exe");
    assert.equal(printed(bun, "run", "bun/main.js"), EXPECTED);
  });

  it("Cloudflare's workers", { timeout: 5 * PATIENCE }, async () => {
    const body = "The army shelled the border town overnight and dozens of soldiers were killed, the ministry said.";
    assert.equal(await inMiniflare(join(folder, "cloudflare/worker.js"), body), EXPECTED);
  });
});
