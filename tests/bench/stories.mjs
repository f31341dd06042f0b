// How fast 5,000 headlines are grouped in wasm on one thread, and what memory that takes: npm run bench:stories
//
// Seconds are those of the processor, so that what else the machine does counts little. Grouping is what a paste of all
// headlines takes longer than the same headlines one by one.
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

await main(async () => {
  const folder = sharedPath("data/topics/dev");
  if (folder === undefined) {
    console.log("skipped: there are no headlines to measure on in ../shared/data");
    return;
  }
  const lines = textsOf(folder, ["en", "ru", "zh", "other"], 4 * HEADLINES).map((text) => text.split("\n", 1)[0] ?? "");
  const headlines = [...new Set(lines.map((line) => line.slice(0, 150).trim()).filter(Boolean))].slice(0, HEADLINES);
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
  const before = process.memoryUsage().rss;
  const rubrica = await Rubrica.create();
  const alone = await seconds(async () => await rubrica.classify(headlines, { split: false, explain: false }));
  let stories = 0;
  const together = await seconds(async () => {
    stories = (await rubrica.classify(paste, { items, explain: false })).stories.length;
  });
  const megabytes = (process.memoryUsage().rss - before) / 1e6;
  rubrica.destroy();
  const grouping = together - alone;
  console.log(`${headlines.length} headlines: ${stories} stories`);
  console.log(
    `one by one ${alone.toFixed(2)} s, as one paste ${together.toFixed(2)} s, so grouping ${grouping.toFixed(2)} s`,
  );
  console.log(`memory: ${megabytes.toFixed(0)} MB more than before the classifier was made`);
  if (grouping > MOST_SECONDS || megabytes > MOST_MEGABYTES) {
    throw new Error(`that is more than ${MOST_SECONDS} s or ${MOST_MEGABYTES} MB`);
  }
});
