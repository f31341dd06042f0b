// Builds the npm package into dist/: the compiled TypeScript, the wasm module with its glue, the models.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { root, runTool } from "./lib/run.mjs";

const dist = join(root, "dist");
const glue = join(root, "crates/rubrica-wasm/pkg");

/** The files that the package loads when it is used, and the module in dist/assets that says where each is. */
const assets = [
  { module: "wasm", name: "rubrica.wasm", source: join(glue, "rubrica_wasm_bg.wasm") },
  { module: "language", name: "language.bin", source: join(root, "models/language.bin") },
  { module: "topics", name: "topics.bin", source: join(root, "models/topics.bin") },
];

export async function buildPackage() {
  for (const { source } of assets) {
    if (!existsSync(source)) {
      throw new Error(`the package cannot be built: ${source} is missing`);
    }
  }
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, "assets"), { recursive: true });
  runTool("typescript/bin/tsc", "-p", "crates/rubrica-wasm/js");
  copyGlue();
  const languages = await knownLanguages();
  for (const asset of assets) {
    writeAsset(asset, asset.module === "language" ? languages : undefined);
  }
}

/** The glue of wasm-bindgen, made fit for bundlers and for every TypeScript. */
function copyGlue() {
  const code = readFileSync(join(glue, "rubrica_wasm.js"), "utf8");
  // Where it looks for the module by itself: bundlers would look there too, in vain.
  const ownPlace = "new URL('rubrica_wasm_bg.wasm', import.meta.url)";
  if (!code.includes(ownPlace)) {
    throw new Error(`wasm-bindgen's glue no longer says ${ownPlace}: adapt scripts/build-package.mjs`);
  }
  writeFileSync(join(dist, "rubrica_wasm.js"), code.replace(ownPlace, "undefined"));
  // It declares [Symbol.dispose], which a program's own choice of libraries may lack.
  const types = readFileSync(join(glue, "rubrica_wasm.d.ts"), "utf8");
  writeFileSync(join(dist, "rubrica_wasm.d.ts"), `/// <reference lib="esnext.disposable" />\n${types}`);
}

/** Asks the model itself, which is the one place where that is known. */
async function knownLanguages() {
  const { default: initialise, Detector } = await import(pathToFileURL(join(dist, "rubrica_wasm.js")).href);
  await initialise({ module_or_path: readFileSync(join(glue, "rubrica_wasm_bg.wasm")) });
  const detector = new Detector(readFileSync(join(root, "models/language.bin")));
  return detector.languages().filter((/** @type {string} */ code) => code !== "und");
}

/**
 * @param {{ module: string, name: string, source: string }} asset
 * @param {string[] | undefined} languages
 */
function writeAsset({ module, name, source }, languages) {
  const content = readFileSync(source);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const hashed = name.replace(".", `-${hash}.`);
  copyFileSync(source, join(dist, "assets", hashed));
  // Bundlers look for exactly `new URL("…", import.meta.url)`, with the name in place.
  const lines = [
    "// Written by the build.",
    `export function ${module}Asset() {`,
    `  return { url: new URL("./${hashed}", import.meta.url), bytes: ${content.length} };`,
    "}",
  ];
  if (languages) {
    lines.push("export function knownLanguages() {", `  return "${languages.join(" ")}".split(" ");`, "}");
  }
  writeFileSync(join(dist, "assets", `${module}.js`), `${lines.join("\n")}\n`);
}
