// Every piece of JavaScript, HTML and shell in the README and in docs/ does what it says, with the packed package.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";
import { inMiniflare } from "../support/cloudflare.mjs";
import { PATIENCE } from "../support/eventually.mjs";
import { install, runIn } from "../support/installed.mjs";
import { tools } from "../support/tools.mjs";

/** A folder below the tools' with the package installed. */
let folder = "";
/** @type {ReturnType<typeof install>} */
let installed;
before(() => {
  installed = install();
  const parent = join(tools(), "runs");
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, "docs-"));
  cpSync(join(installed.folder, "node_modules/rubrica"), join(folder, "node_modules/rubrica"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  writeFileSync(
    join(folder, "headlines.txt"),
    "Army shells the border town\nСборная выиграла матч чемпионата мира по хоккею\n",
  );
  writeFileSync(join(folder, "paste.txt"), "Army shells the border town\n\nПарламент принял бюджет\n");
  writeFileSync(join(folder, "page.html"), "<h1>Army shells the border town</h1>");
  writeFileSync(join(folder, "digest.md"), "# Army shells the border town\n");
  writeFileSync(join(folder, "feed.rss"), "<rss><channel><item><title>Parliament votes</title></item></channel></rss>");
  writeFileSync(join(folder, "rows.jsonl"), '{"text":"Army shells the border town"}\n');
});
after(() => {
  installed.remove();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Runs a program and compares what it prints with what its comments say: those behind `console.log(…)`, and those alone
 * on a line after it.
 * @param {string} code
 * @param {string} file
 * @param {string} command
 * @param {string[]} args
 */
function prints(code, file, command, ...args) {
  writeFileSync(join(folder, file), code);
  const { status, stdout, stderr } = runIn(folder, command, ...args, file);
  assert.equal(stderr, "");
  assert.equal(status, 0);
  const promised = [...code.matchAll(/(?:console\.log\(.*\);|^) *\/\/ (.*)$/gm)].map(([, text]) => text);
  assert.ok(promised.length > 0, "the snippet says what it prints");
  assert.deepEqual(stdout.trim().split("\n"), promised);
}

/** @type {Record<string, (code: string) => void | Promise<void>>} */
const runners = {
  node: (code) => prints(code, "snippet.js", process.execPath),
  // Node 20 warns that require() of such a package is an experiment, Node 22.12 and newer do not.
  cjs: (code) => prints(code, "snippet.cjs", process.execPath, "--disable-warning=ExperimentalWarning"),
  deno: (code) => {
    const deno = createRequire(join(tools(), "package.json")).resolve("deno/bin.cjs");
    for (const variant of [code, code.replace('"rubrica"', '"npm:rubrica"')]) {
      prints(variant, "snippet.js", process.execPath, deno, "run", "--allow-read", "--no-lock");
    }
  },
  bun: (code) => prints(code, "snippet.js", join(tools(), "node_modules/bun/bin/bun.exe"), "run"),
  cloudflare: async (code) => {
    writeFileSync(join(folder, "worker.js"), code);
    const response = await inMiniflare(join(folder, "worker.js"), "Army shells the border town");
    assert.equal(JSON.parse(response).items[0].topics[0].slug, "conflict");
  },
  vite: (code) => {
    const example = join(folder, "vite");
    cpSync(join(root, "tests/package/examples/vite"), example, { recursive: true });
    writeFileSync(join(example, "vite.config.js"), code);
    const vite = join(tools(), "node_modules/vite/bin/vite.js");
    const { status, stdout, stderr } = runIn(example, process.execPath, vite, "build", "--target", "es2022");
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /language-.*\.bin/);
  },
  page: async (code) => {
    writeFileSync(join(folder, "page.html"), `<!doctype html><meta charset="utf-8"><body>${code}`);
    const browser = await launch();
    const server = await serve({ folder, port: 0 });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.address}page.html`);
      await page.locator("text=conflict").waitFor({ state: "attached", timeout: PATIENCE });
    } finally {
      await browser.close();
      await server.close();
    }
  },
  npx: (code) => {
    const command = code.replaceAll("npx rubrica", join(installed.folder, "node_modules/.bin/rubrica"));
    const { status, stdout, stderr } = runIn(folder, "bash", "--norc", "-euc", command);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.match(stdout, /"conflict"/);
    assert.match(readFileSync(join(folder, "headlines.csv"), "utf8"), /^file,start,.*conflict/s);
  },
};

for (const document of ["README.md", "docs/migration.md"]) {
  describe(document, () => {
    const text = readFileSync(join(root, document), "utf8");
    let number = 0;
    for (const [, language = "", names = "", code = ""] of text.matchAll(/^```(\w*)(.*)\n([^]*?)^```$/gm)) {
      number += 1;
      if (!["js", "html", "ts"].includes(language) && names === "") {
        continue;
      }
      for (const name of names.trim().split(" ")) {
        it(`snippet ${number}, for ${name || "nobody"}`, { timeout: 5 * PATIENCE }, async () => {
          const run = runners[name];
          assert.ok(run, `say behind \`\`\`${language} who runs it: ${Object.keys(runners).join(", ")}`);
          await run(code);
        });
      }
    }
  });
}
