// How fast a report is made in wasm on one thread: npm run bench:speed
//
// The yardstick is the platform itself: Intl.Segmenter, which only parts the same text into words. Ratios hold from
// machine to machine, seconds do not.
import { Rubrica } from "rubrica";

import { main } from "../../scripts/lib/run.mjs";
import { sharedPath, textsOf } from "../support/shared.mjs";

const ROUNDS = 5;
const TEXTS = 4_000;

/**
 * The fastest of some rounds, in seconds.
 * @param {() => Promise<void> | void} work
 */
async function fastest(work) {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await work();
    best = Math.min(best, (performance.now() - began) / 1000);
  }
  return best;
}

/** @param {string} text */
const megabytes = (text) => Buffer.byteLength(text) / 1e6;

await main(async () => {
  const folder = sharedPath("data/topics/dev");
  if (folder === undefined) {
    console.log("skipped: there are no texts to measure on in ../shared/data");
    return;
  }
  const texts = textsOf(folder, ["en", "ru"], TEXTS);
  const headlines = texts.map((text) => text.split("\n", 1)[0] ?? "").filter((line) => line.length < 150);
  const articles = texts.filter((text) => text.length > 600);
  const inputs = {
    "headlines, a call each": { items: headlines, split: false },
    "headlines, one paste of all": { items: [headlines.join("\n")], split: true },
    "articles, a call each": { items: articles, split: false },
    "articles, one paste of all": { items: [articles.join("\n\n***\n\n")], split: true },
  };
  const rubrica = await Rubrica.create();
  const segmenter = new Intl.Segmenter("en", { granularity: "word" });
  console.log("| input | MB/s | texts/s | times Intl.Segmenter |\n| --- | ---: | ---: | ---: |");
  for (const [name, { items, split }] of Object.entries(inputs)) {
    const size = items.reduce((sum, item) => sum + megabytes(item), 0);
    const count = name.startsWith("headlines") ? headlines.length : articles.length;
    const seconds = await fastest(async () => {
      for (const item of items) {
        await rubrica.classify(item, { split });
      }
    });
    let words = 0;
    const yardstick = await fastest(() => {
      for (const item of items) {
        // One by one: all of a paste at once take more memory than Node has.
        for (const { isWordLike } of segmenter.segment(item)) {
          words += Number(isWordLike);
        }
      }
    });
    if (words === 0) {
      throw new Error("the texts have no words");
    }
    const figures = [(size / seconds).toFixed(1), Math.round(count / seconds), (yardstick / seconds).toFixed(1)];
    console.log(`| ${name} | ${figures.join(" | ")} |`);
  }
  rubrica.destroy();
});
