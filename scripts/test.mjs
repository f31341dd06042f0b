// npm test: everything there is, step by step; stops at the first step that fails and says which it was.
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { build } from "./build.mjs";
import { main, root, run, runTool } from "./lib/run.mjs";

/** @param {string} folder */
function testFiles(folder) {
  return readdirSync(join(root, "tests", folder))
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => `tests/${folder}/${name}`);
}

/** @param {string} folder */
const nodeTests = (folder) => () =>
  run(process.execPath, "--test", "--test-reporter=spec", "--test-concurrency=1", ...testFiles(folder));

/** @type {[string, () => Promise<void> | void][]} */
const steps = [
  ["set up", () => run("scripts/setup")],
  ["Rust tests", () => run("cargo", "test", "--workspace", "--quiet")],
  ["wasm tests", () => run("scripts/test-wasm")],
  ["build", () => build("reference")],
  ["types of the tests", () => runTool("typescript/bin/tsc", "-p", "tests")],
  ["scripts", nodeTests("scripts")],
  ["package", nodeTests("package")],
  ["parity of command, Node and browser", nodeTests("parity")],
  ["page", nodeTests("page")],
];

await main(async () => {
  const began = performance.now();
  for (const [name, step] of steps) {
    console.log(`\n== ${name}`);
    const start = performance.now();
    try {
      await step();
      console.log(`== ${name}: ${Math.round((performance.now() - start) / 1000)} s`);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\n\nnpm test failed at: ${name}`, {
        cause: error,
      });
    }
  }
  console.log(`\nall passed in ${Math.round((performance.now() - began) / 1000)} s`);
});
