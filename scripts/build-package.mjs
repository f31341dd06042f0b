// Builds the npm package into dist/: the compiled TypeScript, the wasm module with its glue, the models.
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { minifySync } from "vite";

import { root, runTool } from "./lib/run.mjs";

const dist = join(root, "dist");
const sources = join(root, "crates/rubrica-wasm/js");
/** Where wasm-bindgen leaves each module and its glue, by the name that it gives them. */
const glue = {
  rubrica_wasm: join(root, "crates/rubrica-wasm/pkg"),
  rubrica_learn_wasm: join(root, "crates/rubrica-learn-wasm/pkg"),
  rubrica_documents_wasm: join(root, "crates/rubrica-documents-wasm/pkg"),
};

/** The files that the package loads when it is used: this list is the one place that names them. */
const assets = [
  { part: "wasm", name: "rubrica.wasm", source: join(glue.rubrica_wasm, "rubrica_wasm_bg.wasm") },
  { part: "learn", name: "rubrica-learn.wasm", source: join(glue.rubrica_learn_wasm, "rubrica_learn_wasm_bg.wasm") },
  {
    part: "documents",
    name: "rubrica-documents.wasm",
    source: join(glue.rubrica_documents_wasm, "rubrica_documents_wasm_bg.wasm"),
  },
  { part: "language", name: "language.bin", source: join(root, "models/language.bin") },
  { part: "topics", name: "topics.bin", source: join(root, "models/topics.bin"), place: 0 },
  ...["latinExtended", "cyrillic", "arabic", "cjk", "indic", "other"].map((part, index) => ({
    part,
    name: `pack-${part}.bin`,
    source: join(root, "models/topics.bin"),
    place: index + 1,
  })),
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
  makeSmall();
  const languages = await knownLanguages();
  const named = assets.map((asset) => ({ ...asset, ...hashed(asset) }));
  const isPack = (/** @type {{ place?: number }} */ { place = 0 }) => place > 0;
  for (const asset of named) {
    writeFileSync(join(dist, "assets", asset.file), asset.content);
  }
  for (const asset of named.filter((asset) => !isPack(asset))) {
    const known = `export const knownLanguages = "${languages.join(" ")}".split(" ");`;
    writeModule(asset.part, [
      `export const ${asset.part}Asset = ${described(asset)};`,
      ...(asset.part === "language" ? [known] : []),
    ]);
  }
  const packs = named.filter(isPack).map((asset) => `${asset.part}: ${described(asset)},`);
  writeModule("packs", ["export const packAssets = {", ...packs, "};"]);
  writeImports(named);
  // The command uses the package by its name, as any program does, so its types must be there first.
  runTool("typescript/bin/tsc", "-p", "crates/rubrica-wasm/js/cli");
  chmodSync(join(dist, "cli/main.js"), 0o755);
}

/** The glue of wasm-bindgen, made fit for bundlers, for every TypeScript, and for a quick start. */
function copyGlue() {
  for (const [name, folder] of Object.entries(glue)) {
    let code = readFileSync(join(folder, `${name}.js`), "utf8");
    const changes = {
      // Where it looks for the module by itself: bundlers would look there too, in vain.
      [`new URL('${name}_bg.wasm', import.meta.url)`]: "undefined",
      // It is given a compiled module, no request or response: Node makes all of its fetch() where these are first named.
      "(typeof Request === 'function' && module_or_path instanceof Request) || ": "",
      "typeof Response === 'function' && module instanceof Response": "false",
    };
    for (const [said, instead] of Object.entries(changes)) {
      if (!code.includes(said)) {
        throw new Error(`wasm-bindgen's glue no longer says ${said}: adapt scripts/build-package.mjs`);
      }
      code = code.replace(said, instead);
    }
    writeFileSync(join(dist, `${name}.js`), code);
  }
  // Of its types only those of reports are public. The others need a choice of libraries that a program may not have made.
  copyFileSync(join(root, "crates/rubrica-wasm/src/types.d.ts"), join(dist, "rubrica_wasm.d.ts"));
}

/**
 * Comments and spaces are loaded with the scripts; what is said of them stands in the types. Ours keep their names, which
 * errors tell. Those that bundlers go by stay as they are, with their comments.
 */
function makeSmall() {
  for (const name of readdirSync(dist).filter((name) => name.endsWith(".js"))) {
    const code = readFileSync(join(dist, name), "utf8");
    if (!/webpackIgnore|@vite-ignore/.test(code)) {
      const isGlue = name.replace(".js", "") in glue;
      writeFileSync(join(dist, name), minifySync(name, code, { module: true, mangle: isGlue }).code);
    }
  }
}

/** Asks the model itself, which is the one place where that is known. */
async function knownLanguages() {
  const { default: initialise, Detector } = await import(pathToFileURL(join(dist, "rubrica_wasm.js")).href);
  await initialise({ module_or_path: readFileSync(join(glue.rubrica_wasm, "rubrica_wasm_bg.wasm")) });
  const detector = new Detector(readFileSync(join(root, "models/language.bin")), false);
  return detector.languages().filter((/** @type {string} */ code) => code !== "und");
}

/**
 * What an asset holds: a file, or one of those that stand in it one behind the other, as the topic model and its packs do.
 * @param {{ source: string, place?: number | undefined }} asset
 */
function contentOf({ source, place }) {
  const content = readFileSync(source);
  if (place === undefined) {
    return content;
  }
  // The header of a model file: 48 bytes, among them the length of what comes behind.
  const end = (/** @type {number} */ start) => start + 48 + content.readUInt32LE(start + 12);
  let start = 0;
  for (let before = 0; before < place; before += 1) {
    start = end(start);
  }
  return content.subarray(start, end(start));
}

/** @param {{ name: string, source: string, place?: number }} asset */
function hashed({ name, source, place }) {
  const content = contentOf({ source, place });
  const digest = createHash("sha256").update(content).digest();
  return {
    file: name.replace(".", `-${digest.toString("hex").slice(0, 12)}.`),
    content,
    bytes: content.length,
    integrity: `sha256-${digest.toString("base64")}`,
  };
}

/**
 * How the package knows one of its files.
 * @param {{ part: string, file: string, bytes: number, integrity: string }} asset
 */
function described({ part, file, bytes, integrity }) {
  // Bundlers look for exactly `new URL("…", import.meta.url)`, with the name in place. Called only where the file is
  // wanted: some environments have no `import.meta.url`.
  return `{
  part: "${part}",
  file: "${file}",
  url: () => new URL("./${file}", import.meta.url),
  bytes: ${bytes},
  integrity: "${integrity}",
}`;
}

/**
 * One module for each file, so that a program carries the files that it uses and no others; the packs, any of which a text may
 * need, have one together.
 * @param {string} name
 * @param {string[]} lines
 */
function writeModule(name, lines) {
  writeFileSync(join(dist, `assets/${name}.js`), `// Written by the build.\n${lines.join("\n")}\n`);
}

/**
 * The modules `rubrica/assets`, `rubrica/assets/packs` and `rubrica/assets/documents`, whose imports are the files themselves. A
 * program that carries the first inside has all of it: what not all need stands by itself.
 * @param {{ part: string, file: string, place?: number }[]} named
 */
function writeImports(named) {
  const moduleOf = (/** @type {{ part: string, place?: number }} */ { part, place = 0 }) =>
    part === "documents" ? "documents-import" : place > 0 ? "packs-import" : "imports";
  for (const name of ["imports", "packs-import", "documents-import"]) {
    const assets = named.filter((asset) => moduleOf(asset) === name);
    writeModule(
      name,
      assets.map(({ part, file }) => `export { default as ${part} } from "./${file}";`),
    );
    copyFileSync(join(sources, `assets/${name}.d.ts`), join(dist, `assets/${name}.d.ts`));
  }
}
