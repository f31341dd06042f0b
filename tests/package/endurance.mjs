// Whether memory stays flat however long the package is used, and how fast a stream is beside the native command:
//
//   node --expose-gc tests/package/endurance.mjs stream 1000000     headlines through the stream interface
//   node --expose-gc tests/package/endurance.mjs calls 1000000      calls of classify()
//   node --expose-gc tests/package/endurance.mjs pairs 10000        create() and destroy()
//   node --expose-gc tests/package/endurance.mjs forgotten 1000     create() and nothing after it
//
// With `worker` behind it, in a worker; with --check, only whether memory grows. npm run endurance does all of it, and
// npm test a little of each.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { Rubrica } from "rubrica";

import { main, root } from "../../scripts/lib/run.mjs";

const MB = 2 ** 20;

const PARTS = {
  who: [
    "The army",
    "Parliament",
    "The central bank",
    "Правительство",
    "Сборная России",
    "La banque centrale",
    "Der Bundestag",
    "央行",
    "El gobierno",
    "البرلمان",
  ],
  what: [
    "shelled the border town",
    "votes on the budget",
    "raises interest rates",
    "приняло бюджет",
    "выиграла матч",
    "relève ses taux",
    "stimmt über den Haushalt ab",
    "上调利率",
    "anuncia nuevas medidas",
    "يناقش الموازنة",
  ],
  when: [
    "overnight",
    "on Tuesday",
    "after weeks of talks",
    "во вторник",
    "в пятницу",
    "mardi matin",
    "am Freitag",
    "本周",
    "tras la crisis",
    "اليوم",
  ],
};

/** A headline of our own making, the same for the same number. @param {number} number */
function headline(number) {
  // Prime steps, so that the combinations are far apart.
  const pick = (/** @type {string[]} */ list, /** @type {number} */ step) =>
    list[Math.floor(number / step) % list.length];
  return `${pick(PARTS.who, 1)} ${pick(PARTS.what, 7)} ${pick(PARTS.when, 53)}, ${number} say`;
}

/** In every script, so that each round of a trial loads the same packs and takes as much memory as the first. */
const ROUND = Array.from({ length: 100 }, (_, number) => headline(number));

/** @param {number} count */
async function* headlines(count) {
  for (let number = 0; number < count; number += 1) {
    yield headline(number);
  }
}

const rest = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Memory of the process in use, in bytes, with all that can be freed given back. */
async function memory() {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await rest(5);
  }
  return process.memoryUsage().rss;
}

/** Samples of the memory, from the end of the warming up on. */
class Curve {
  /** @type {{ done: number, bytes: number }[]} */
  samples = [];
  /**
   * @param {number} count how many steps there are
   * @param {number} warm so many of them warm up
   */
  constructor(count, warm) {
    this.warm = Math.min(warm, count / 2);
    this.every = Math.max(1, Math.floor((count - this.warm) / 20));
  }

  /** @param {number} done */
  async step(done) {
    if (done >= this.warm && Math.floor(done - this.warm) % this.every === 0) {
      this.samples.push({ done, bytes: await memory() });
    }
  }

  /** How much the second half of the samples lies above the first half, in bytes: by their medians, as collectors are moody. */
  get growth() {
    const middle = Math.floor(this.samples.length / 2);
    const median = (/** @type {{ bytes: number }[]} */ samples) =>
      samples.map(({ bytes }) => bytes).sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;
    return median(this.samples.slice(middle)) - median(this.samples.slice(0, middle));
  }

  get text() {
    const line = this.samples.map(({ done, bytes }) => `${done}: ${(bytes / MB).toFixed(0)}`).join(", ");
    return `memory in MiB after … ${line}\ngrowth from the first half to the second: ${(this.growth / MB).toFixed(1)} MiB`;
  }
}

/** What nobody holds is collected by then, or somebody holds it. */
const MOST_COLLECTIONS = 100;

/** @type {Record<string, (count: number, worker: boolean) => Promise<Curve>>} */
const trials = {
  async stream(count, worker) {
    const rubrica = await Rubrica.create({ worker });
    const curve = new Curve(count, 50_000);
    const began = { wall: performance.now(), cpu: process.cpuUsage() };
    let paused = 0;
    let done = 0;
    for await (const report of rubrica.classify(headlines(count), { split: false })) {
      if (report.items.length !== 1) {
        throw new Error("a headline is one item");
      }
      done += 1;
      const before = performance.now();
      await (done >= curve.warm && curve.step(done));
      paused += performance.now() - before;
    }
    const seconds = (performance.now() - began.wall - paused) / 1000;
    const { user, system } = process.cpuUsage(began.cpu);
    console.log(
      `${done} headlines in ${seconds.toFixed(1)} s: ${Math.round(done / seconds)} a second (${((user + system) / 1e6).toFixed(1)} s of processor time)`,
    );
    rubrica.destroy();
    return curve;
  },

  async calls(count, worker) {
    const rubrica = await Rubrica.create({ worker });
    const curve = new Curve(count, 50_000);
    for (let done = 1; done <= count; done += 1) {
      await rubrica.classify(headline(done));
      await (done >= curve.warm && curve.step(done));
    }
    rubrica.destroy();
    return curve;
  },

  async pairs(count, worker) {
    const curve = new Curve(count, 200);
    for (let done = 1; done <= count; done += 1) {
      const rubrica = await Rubrica.create({ worker });
      await rubrica.classify(ROUND);
      rubrica.destroy();
      await curve.step(done);
    }
    return curve;
  },

  async forgotten(count, worker) {
    const curve = new Curve(count, 20);
    let found = 0;
    const registry = new FinalizationRegistry(() => (found += 1));
    const forget = async () => {
      const rubrica = await Rubrica.create({ worker });
      registry.register(rubrica, undefined);
      await rubrica.classify(ROUND);
    };
    for (let done = 1; done <= count; done += 1) {
      await forget();
      // What nobody holds any more is found at one of the next collections. Two that wait for one together would look
      // like growth, for the memory of a WebAssembly module never shrinks.
      for (let round = 0; found < done; round += 1) {
        if (round === MOST_COLLECTIONS) {
          throw new Error(`number ${done} is still held after ${round} collections`);
        }
        globalThis.gc?.();
        await rest(1);
      }
      await curve.step(done);
    }
    return curve;
  },
};

/** The same headlines through the native command, on one thread. @param {number} count */
function native(count) {
  const command = join(root, "target/release/rubrica");
  if (!existsSync(command)) {
    throw new Error("build the native command first: cargo build --release -p rubrica-cli");
  }
  const folder = mkdtempSync(join(tmpdir(), "rubrica-endurance-"));
  try {
    const file = join(folder, "headlines.jsonl");
    const rows = Array.from({ length: count }, (_, number) => `${JSON.stringify({ text: headline(number) })}\n`);
    writeFileSync(file, rows.join(""));
    const began = { wall: performance.now(), cpu: process.resourceUsage() };
    const { status, stderr } = spawnSync(command, ["classify", "--no-split", "--offsets", "utf16", file], {
      env: { ...process.env, RAYON_NUM_THREADS: "1" },
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
    });
    if (status !== 0) {
      throw new Error(stderr);
    }
    const seconds = (performance.now() - began.wall) / 1000;
    console.log(`the native command on one thread: ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} a second`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** More than this between the halves of a trial is a leak: one classifier alone takes as much. */
const MOST_GROWTH = 8 * MB;

await main(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { check: { type: "boolean" } } });
  const [name = "", count = "", where] = positionals;
  const trial = trials[name];
  if (!trial || !(Number(count) > 0) || !globalThis.gc) {
    const names = Object.keys(trials).join("|");
    throw new Error(`usage: node --expose-gc tests/package/endurance.mjs [--check] ${names} COUNT [worker]`);
  }
  console.log(`${name} ${count} ${where ?? ""}: ${cpus()[0]?.model}, Node ${process.version}`);
  const curve = await trial(Number(count), where === "worker");
  console.log(curve.text);
  if (curve.growth > MOST_GROWTH) {
    throw new Error("memory grows");
  }
  if (name === "stream" && !values.check) {
    native(Number(count));
  }
});
