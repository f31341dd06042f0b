// Builds the wasm modules, the npm package, the page, and the package's reference beside the page, each if it is stale:
// node scripts/build.mjs [wasm|learner|package|page|reference]
import { pathToFileURL } from "node:url";

import { main, run, runTool } from "./lib/run.mjs";
import { unlessFresh } from "./lib/stale.mjs";

const steps = [
  {
    name: "wasm",
    inputs: [
      "Cargo.toml",
      "Cargo.lock",
      ".cargo",
      "crates/rubrica",
      "crates/rubrica-wasm/Cargo.toml",
      "crates/rubrica-wasm/src",
      "scripts/build-wasm",
      "scripts/wasm-env",
      "scripts/toolchain.sh",
      "scripts/versions",
    ],
    output: "crates/rubrica-wasm/pkg/rubrica_wasm_bg.wasm",
    work: () => run("scripts/build-wasm"),
  },
  {
    name: "learner",
    inputs: [
      "Cargo.toml",
      "Cargo.lock",
      ".cargo",
      "crates/rubrica",
      "crates/rubrica-learn",
      "crates/rubrica-learn-wasm/Cargo.toml",
      "crates/rubrica-learn-wasm/src",
      "scripts/build-wasm",
      "scripts/wasm-env",
      "scripts/toolchain.sh",
      "scripts/versions",
    ],
    output: "crates/rubrica-learn-wasm/pkg/rubrica_learn_wasm_bg.wasm",
    work: () => run("scripts/build-wasm", "rubrica-learn-wasm"),
  },
  {
    name: "package",
    inputs: [
      "package.json",
      "package-lock.json",
      "tsconfig.base.json",
      "crates/rubrica-wasm/js",
      "crates/rubrica-wasm/pkg",
      "crates/rubrica-learn-wasm/pkg",
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
