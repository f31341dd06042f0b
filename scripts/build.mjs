// Builds the wasm modules, the npm package, the page, and the package's reference beside the page, each if it is stale:
// node scripts/build.mjs [wasm|learner|documents|package|page|reference]
import { pathToFileURL } from "node:url";

import { main, run, runTool } from "./lib/run.mjs";
import { unlessFresh } from "./lib/stale.mjs";

/** What every wasm module is built with. */
const wasmTools = [
  "Cargo.toml",
  "Cargo.lock",
  ".cargo",
  "scripts/build-wasm",
  "scripts/wasm-env",
  "scripts/toolchain.sh",
  "scripts/versions",
];

/**
 * The step that builds the wasm module of a crate.
 * @param {string} name
 * @param {string} crate
 * @param {string[]} sources the crates below it
 */
function wasm(name, crate, sources) {
  return {
    name,
    inputs: [...wasmTools, ...sources, `crates/${crate}/Cargo.toml`, `crates/${crate}/src`],
    output: `crates/${crate}/pkg/${crate.replaceAll("-", "_")}_bg.wasm`,
    work: () => run("scripts/build-wasm", crate),
  };
}

const steps = [
  wasm("wasm", "rubrica-wasm", ["crates/rubrica"]),
  wasm("learner", "rubrica-learn-wasm", ["crates/rubrica", "crates/rubrica-learn"]),
  wasm("documents", "rubrica-documents-wasm", ["crates/rubrica", "crates/rubrica-documents"]),
  {
    name: "package",
    inputs: [
      "package.json",
      "package-lock.json",
      "tsconfig.base.json",
      "crates/rubrica-wasm/js",
      "crates/rubrica-wasm/pkg",
      "crates/rubrica-learn-wasm/pkg",
      "crates/rubrica-documents-wasm/pkg",
      "models/language.bin",
      "models/topics.bin",
      "scripts/build-package.mjs",
    ],
    output: "dist/index.js",
    work: async () => (await import("./build-package.mjs")).buildPackage(),
  },
  {
    name: "page",
    inputs: [
      "package-lock.json",
      "tsconfig.base.json",
      "dist",
      "models/metrics.json",
      "www/index.html",
      "www/public",
      "www/service-worker",
      "www/src",
      "www/tsconfig.json",
      "www/vite.config.ts",
    ],
    output: "www/dist/index.html",
    work: () => {
      runTool("typescript/bin/tsc", "-p", "www");
      runTool("typescript/bin/tsc", "-p", "www/service-worker");
      runTool("vite/bin/vite.js", "build", "--logLevel", "warn", "www");
    },
  },
  {
    name: "reference",
    inputs: ["package-lock.json", "tsconfig.base.json", "crates/rubrica-wasm/js", "crates/rubrica-wasm/src/types.d.ts"],
    // The page's build empties the folder in which it lies: then it is made again.
    output: "www/dist/api/index.html",
    work: () =>
      runTool("typedoc/bin/typedoc", "--logLevel", "Warn", "--options", "crates/rubrica-wasm/js/typedoc.json"),
  },
];

/**
 * Builds up to the step of that name.
 * @param {string} last
 */
export async function build(last) {
  const end = steps.findIndex(({ name }) => name === last);
  if (end < 0) {
    throw new Error(`build what? ${steps.map(({ name }) => name).join(", ")}, not ${last}`);
  }
  for (const { name, ...step } of steps.slice(0, end + 1)) {
    await unlessFresh(name, step);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(() => build(process.argv[2] ?? "page"));
}
