// Language detectors of npm beside this one: accuracy, speed and download in one run: npm run bench:language
//
// Each detector works in a process of its own on the same texts: words, pairs of words, headlines and sentences of dev
// data (`rubrica-languages write`). The table goes to stdout and into README.md.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";

import { main, root, run } from "../../scripts/lib/run.mjs";
import { sharedPath } from "../support/shared.mjs";
import { tools } from "../support/tools.mjs";

/** @typedef {{ test: string, lang: string, text: string }} Row */
/** @typedef {{ accuracy: Record<string, number>, load: number, perSecond: number }} Figures */
/** @typedef {(text: string) => string | undefined | Promise<string | undefined>} Detect */
/**
 * @typedef {object} Detector
 * @property {string} name
 * @property {string} [module] what a program imports
 * @property {string[]} [files] what it loads besides its script, as paths
 * @property {(module: any) => Detect | Promise<Detect>} start
 */

const dist = join(root, "dist");
const assets = join(dist, "assets");
const model = "node_modules/fasttext.wasm.js/dist/models/language-identification/assets/lid.176.ftz";

/** @type {Detector[]} */
const detectors = [
  {
    name: "rubrica/language",
    start: async ({ LanguageDetector }) => {
      const detector = await LanguageDetector.create();
      return async (text) => (await detector.detect(text))[0]?.detectedLanguage;
    },
  },
  ...["large", "medium", "small", "extrasmall"].map((size) => ({
    name: `eld ${size}`,
    module: `eld/${size}`,
    start:
      (/** @type {any} */ { eld }) =>
      (/** @type {string} */ text) =>
        eld.detect(text).language,
  })),
  {
    name: "tinyld heavy",
    module: "tinyld/heavy",
    start: ({ detect }) => detect,
  },
  { name: "tinyld", module: "tinyld", start: ({ detect }) => detect },
  {
    name: "fasttext.wasm.js",
    module: "fasttext.wasm.js",
    files: [model, "node_modules/fasttext.wasm.js/dist/core/fastText.common.wasm"],
    start: async ({ getLIDModel }) => {
      const loaded = await getLIDModel();
      await loaded.load();
      return async (text) => {
        const { alpha2, alpha3 } = await loaded.identify(text);
        return alpha2 ?? alpha3;
      };
    },
  },
  {
    name: "cld3-asm",
    module: "cld3-asm",
    start: async ({ loadModule }) => {
      const factory = await loadModule();
      const identifier = factory.create(0, 1000);
      return (text) => identifier.findLanguage(text).language;
    },
  },
  {
    name: "franc-min",
    module: "franc-min",
    start:
      ({ franc }) =>
      (text) =>
        franc(text, { minLength: 1 }),
  },
  {
    name: "franc",
    module: "franc",
    start:
      ({ franc }) =>
      (text) =>
        franc(text, { minLength: 1 }),
  },
  {
    name: "franc-all",
    module: "franc-all",
    start:
      ({ francAll }) =>
      (text) =>
        francAll(text, { minLength: 1 })[0]?.[0],
  },
  {
    name: "lande",
    module: "lande",
    start:
      ({ default: lande }) =>
      (text) =>
        lande(text)[0]?.[0],
  },
  {
    name: "languagedetect",
    module: "languagedetect",
    start: ({ default: LanguageDetect }) => {
      const detector = new LanguageDetect();
      detector.setLanguageType("iso2");
      return (text) => detector.detect(text, 1)[0]?.[0];
    },
  },
];

/** The tests whose accuracy is shown: the name of the texts, and that of the column. */
const columns = {
  "words, lingua's 75": "words, 75 languages",
  "word pairs, lingua's 75": "word pairs, 75",
  "dev, lingua's 75": "sentences, 75",
  headlines: "headlines, 121",
};
/** So many texts of a language in each test: the slowest detectors know a thousand in a second. */
const EACH = 30;
/**
 * Speed is measured on headlines and sentences in a mixed order, in rounds of this many milliseconds of the processor at most,
 * of which the best counts. No round has a text of another, which a detector may remember.
 */
const SPEED = ["headlines", "dev, lingua's 75"];
const ROUND = 400;
const ROUNDS = 5;
/** All detectors have their turn so often, of which the best counts: a machine that is shared works at half its speed for minutes. */
const TURNS = 3;
/** Has no divisor in common with their number, so that every text has its turn in an order that mixes languages. */
const STRIDE = 7919;
const marks = /** @type {const} */ (["<!-- npm run bench:language -->\n", "<!-- end -->"]);

/**
 * The language of a tag in the form that BCP 47 prefers, whichever of its codes a detector has.
 * @param {string | undefined} code
 */
function canonical(code) {
  if (code === undefined || !/^[a-z]{2,3}(-|$)/i.test(code)) {
    return code;
  }
  const { language } = new Intl.Locale(Intl.getCanonicalLocales(code)[0] ?? code);
  return language === "no" ? "nb" : language;
}

/** Milliseconds that the processor has worked for this process: others on the machine do not count. */
function worked() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Measures one detector, in this process.
 * @param {string} name
 * @param {string} folder where the peers are
 * @param {string} texts
 */
async function measure(name, folder, texts) {
  const detector = detectors.find((known) => known.name === name);
  if (!detector) {
    throw new Error(`there is no detector ${name}`);
  }
  /** @type {{ rows: Row[], sentences: string[] }} */
  const { rows, sentences } = JSON.parse(readFileSync(texts, "utf8"));
  const began = worked();
  // A module in the folder of the peers finds them by their names.
  const module = detector.module ? join(folder, "import.mjs") : join(dist, "language.js");
  const loaded = await import(pathToFileURL(module).href);
  const detect = await detector.start(detector.module ? await loaded.default(detector.module) : loaded);
  await detect("The first answer");
  const load = worked() - began;

  /** @type {Record<string, number>} */
  const accuracy = {};
  for (const test of Object.keys(columns)) {
    /** @type {Map<string, { right: number, all: number }>} */
    const languages = new Map();
    for (const { lang, text } of rows.filter((row) => row.test === test)) {
      const counts = languages.get(lang) ?? { right: 0, all: 0 };
      counts.all += 1;
      if (canonical(await detect(text)) === canonical(lang)) {
        counts.right += 1;
      }
      languages.set(lang, counts);
    }
    const shares = [...languages.values()].map(({ right, all }) => right / all);
    accuracy[test] = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  }

  let perSecond = 0;
  const each = Math.floor(sentences.length / ROUNDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    const own = sentences.slice(round * each, (round + 1) * each);
    const start = worked();
    let done = 0;
    while (done < own.length && worked() - start < ROUND) {
      for (const text of own.slice(done, done + 200)) {
        await detect(text);
        done += 1;
      }
    }
    perSecond = Math.max(perSecond, (1000 * done) / (worked() - start));
  }
  return { accuracy, load, perSecond };
}

/**
 * What a browser downloads: the script as a bundler makes it and the files that it loads, each after brotli.
 * @param {Detector} detector
 * @param {string} folder
 */
async function download({ module, files = [] }, folder) {
  const { build } = await import(pathToFileURL(join(folder, "node_modules/esbuild/lib/main.js")).href);
  const entry = module ? `import * as peer from "${module}"; console.log(peer);` : 'export * from "./language.js";';
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: module ? folder : dist },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    external: ["node:*", ...builtinModules],
    loader: { ".ftz": "empty", ".wasm": "empty" },
    logLevel: "silent",
  });
  const own = ["language", "wasm"].map((part) => ownAsset(part));
  const contents = [...(module ? files.map((file) => join(folder, file)) : own)].map((file) => readFileSync(file));
  const parts = [outputFiles[0].contents, ...contents];
  return parts.reduce((sum, part) => sum + brotliCompressSync(part).length, 0);
}

/** @param {string} part */
function ownAsset(part) {
  const name = /file: "([^"]+)"/.exec(readFileSync(join(assets, `${part}.js`), "utf8"))?.[1];
  return join(assets, name ?? part);
}

/** The texts that are asked for: a few of each language in each test, and for speed all that there are. */
function texts() {
  const command = "target/release/rubrica-languages";
  if (!existsSync(join(root, command))) {
    run("cargo", "build", "--release", "-p", "rubrica-train");
  }
  const { status, stdout, stderr } = spawnSync(command, ["--data", "../shared/data", "write"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) {
    throw new Error(`${command} failed:\n${stderr}`);
  }
  const all = stdout
    .trimEnd()
    .split("\n")
    .map((line) => /** @type {Row} */ (JSON.parse(line)));
  /** @type {Map<string, number>} */
  const seen = new Map();
  const rows = all.filter(({ test, lang }) => {
    const count = (seen.get(`${test} ${lang}`) ?? 0) + 1;
    seen.set(`${test} ${lang}`, count);
    return test in columns && count <= EACH;
  });
  const inOrder = all.filter(({ test }) => SPEED.includes(test)).map(({ text }) => text);
  const sentences = inOrder.map((_, at) => inOrder[(at * STRIDE) % inOrder.length]);
  return { rows, sentences };
}

/** @param {number} share */
const percent = (share) => (100 * share).toFixed(1);

/** All of them, each in a process of its own. */
async function compare() {
  if (sharedPath("data/language") === undefined) {
    console.log("skipped: there are no texts to measure on in ../shared/data");
    return;
  }
  const folder = tools({ lock: "tests/bench/peers", name: "language-peers" });
  writeFileSync(join(folder, "import.mjs"), "export default (name) => import(name);\n");
  const scratch = mkdtempSync(join(tmpdir(), "rubrica-bench-"));
  try {
    const file = join(scratch, "texts.json");
    writeFileSync(file, JSON.stringify(texts()));
    const names = Object.values(columns);
    const table = [
      `| detector | ${names.join(" | ")} | texts/s | times the fastest peer | load, ms | download, KB |`,
      `| --- | ${names.map(() => "---: | ").join("")}---: | ---: | ---: | ---: |`,
    ];
    /** @type {Figures[]} */
    const measured = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const [index, { name }] of detectors.entries()) {
        const { accuracy, load, perSecond } = measureApart(name, folder, file);
        const before = measured[index] ?? { load, perSecond };
        measured[index] = {
          accuracy,
          load: Math.min(load, before.load),
          perSecond: Math.max(perSecond, before.perSecond),
        };
        console.error(`${name}: turn ${turn + 1} of ${TURNS} is over`);
      }
    }
    const fastest = Math.max(...measured.slice(1).map(({ perSecond }) => perSecond));
    for (const [index, { accuracy, load, perSecond }] of measured.entries()) {
      const detector = /** @type {Detector} */ (detectors[index]);
      const shares = Object.keys(columns).map((test) => percent(accuracy[test] ?? 0));
      const speed = [Math.round(perSecond), (perSecond / fastest).toFixed(1), Math.round(load)];
      const size = await download(detector, folder);
      table.push(`| ${[detector.name, ...shares, ...speed, Math.round(size / 1000)].join(" | ")} |`);
    }
    console.log(table.join("\n"));
    show(table.join("\n"));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Measures one detector in a process of its own.
 * @param {string} name
 * @param {string} folder where the peers are
 * @param {string} file with the texts
 * @returns {Figures}
 */
function measureApart(name, folder, file) {
  const script = fileURLToPath(import.meta.url);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, name, folder, file], { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${name} failed:\n${stderr}`);
  }
  // What a detector itself may print stands before.
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/**
 * Puts the table where README.md shows it.
 * @param {string} table
 */
function show(table) {
  const path = join(root, "README.md");
  const text = readFileSync(path, "utf8");
  const [from, to] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (from < 0 || to < from) {
    throw new Error(`README.md has no place for the table between ${marks[0].trim()} and ${marks[1]}`);
  }
  writeFileSync(path, `${text.slice(0, from + marks[0].length)}\n${table}\n\n${text.slice(to)}`);
}

await main(async () => {
  const [name, folder, file] = process.argv.slice(2);
  if (name && folder && file) {
    console.log(JSON.stringify(await measure(name, folder, file)));
    process.exit();
  }
  await compare();
});
