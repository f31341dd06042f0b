// How long it takes in Chromium, on one thread, to learn a desk of 10 topics from 200 examples, to read 5,000 items with it,
// and to label them anew when the desk has changed: npm run bench:desk
//
// The texts are made of made-up words: what they say is of no matter here.
import { join } from "node:path";

import { main, root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";

const WORK = `(async () => {
  const { Rubrica } = await import("./index.js");
  const rubrica = await Rubrica.create();
  let state = 7;
  const random = (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const syllables = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split(" ");
  const words = Array.from({ length: 4000 }, () => Array.from({ length: 2 + random(3) }, () => syllables[random(20)]).join(""));
  const text = (topic) =>
    Array.from({ length: 12 }, () => words[random(3) === 0 ? topic * 40 + random(40) : random(4000)]).join(" ");
  const topics = Object.fromEntries(
    Array.from({ length: 10 }, (_, topic) => ["topic " + topic, Array.from({ length: 20 }, () => text(topic))]),
  );
  const items = Array.from({ length: 5000 }, (_, at) => text(at % 10));
  const paste = items.join("\\n");
  const spans = [];
  let start = 0;
  for (const { length } of items) {
    spans.push({ start, end: start + length });
    start += length + 1;
  }
  const options = { items: spans, explain: false, topK: 1 };
  const fastest = async (work) => {
    let best = Infinity;
    for (let round = 0; round < 5; round += 1) {
      const began = performance.now();
      await work();
      best = Math.min(best, performance.now() - began);
    }
    return best;
  };
  const learned = await fastest(() => rubrica.teach({ topics }));
  const judged = await fastest(async () => (await rubrica.teach({ topics })).evaluate()) - learned;
  const desk = await rubrica.teach({ topics });
  const read = await fastest(() => rubrica.classify(paste, { ...options, desk }));
  const without = await fastest(() => rubrica.classify(paste, { ...options, desk: null }));
  const report = await rubrica.classify(paste, { ...options, desk });
  const began = performance.now();
  await rubrica.relabel(paste, report, { desk });
  const first = performance.now() - began;
  const other = await rubrica.teach({ topics: { ...topics, another: [text(3), text(4)] } });
  let turn = 0;
  const relabelled = await fastest(() => rubrica.relabel(paste, report, { desk: turn++ % 2 === 0 ? other : desk }));
  return { learned, judged, read, without, first, relabelled };
})()`;

await main(async () => {
  const browser = await launch();
  const server = await serve({ folder: join(root, "dist"), port: 0 });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.address}nothing-but-the-origin`);
    const found = /** @type {Record<string, number>} */ (await page.evaluate(WORK));
    const ms = (/** @type {string} */ name) => `${(found[name] ?? NaN).toFixed(0)} ms`;
    console.log(`learned: ${ms("learned")}; judged: ${ms("judged")}`);
    console.log(`5,000 items read: ${ms("read")}, of which ${ms("without")} also without a desk (best of five)`);
    console.log(`labelled anew: ${ms("first")} the first time, then ${ms("relabelled")} (best of five)`);
  } finally {
    await browser.close();
    await server.close();
  }
});
