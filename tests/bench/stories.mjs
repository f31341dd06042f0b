// How fast 5,000 headlines are grouped in wasm on one thread, and what memory that takes: npm run bench:stories
//
// Seconds are those of the processor, so that what else the machine does counts little; they are of the whole report, of
// which grouping is a part. Memory is what the process needed at most beyond what it had before there was a classifier; a
// process of its own reads the headlines, as the room that this takes would be used again.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { Rubrica } from "rubrica";

import { main } from "../../scripts/lib/run.mjs";
import { sharedPath, textsOf } from "../support/shared.mjs";

const HEADLINES = 5_000;
const MOST_SECONDS = 1;
const MOST_MEGABYTES = 100;

/**
 * Seconds of the processor that some work takes: the least of three times.
 * @param {() => Promise<unknown>} work
 */
async function seconds(work) {
  let least = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

/**
 * Different headlines of the data, or `null` if there are no data.
 * @returns {string[] | null}
 */
function read() {
  const folder = sharedPath("data/topics/dev");
  if (folder === undefined) {
    return null;
  }
  const lines = textsOf(folder, ["en", "ru", "zh", "other"], 4 * HEADLINES).map((text) => text.split("\n", 1)[0] ?? "");
  return [...new Set(lines.map((line) => line.slice(0, 150).trim()).filter(Boolean))].slice(0, HEADLINES);
}

const READ = "read";

await main(async () => {
  if (process.argv[2] === READ) {
    process.stdout.write(JSON.stringify(read()));
    return;
  }
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), READ], { maxBuffer: 1 << 26 });
  const headlines = /** @type {string[] | null} */ (JSON.parse(output.toString()));
  if (headlines === null) {
    console.log("skipped: there are no headlines to measure on in ../shared/data");
    return;
  }
  if (headlines.length < HEADLINES) {
    throw new Error(`there are ${headlines.length} headlines, not ${HEADLINES}`);
  }
  const paste = headlines.join("\n\n");
  let start = 0;
  const items = headlines.map((headline) => {
    const item = { start, end: start + headline.length };
    start = item.end + 2;
    return item;
  });
  const { maxRSS: before } = process.resourceUsage();
  const rubrica = await Rubrica.create();
  let stories = 0;
  const together = await seconds(async () => {
    stories = (await rubrica.classify(paste, { items, explain: false })).stories.length;
  });
  const megabytes = ((process.resourceUsage().maxRSS - before) * 1024) / 1e6;
  rubrica.destroy();
  console.log(`${headlines.length} headlines: ${stories} stories`);
  console.log(`the report of a paste of them: ${together.toFixed(2)} s`);
  console.log(`memory: ${megabytes.toFixed(0)} MB at most beyond what there was before the classifier`);
  if (together > MOST_SECONDS || megabytes > MOST_MEGABYTES) {
    throw new Error(`that is more than ${MOST_SECONDS} s or ${MOST_MEGABYTES} MB`);
  }
});
