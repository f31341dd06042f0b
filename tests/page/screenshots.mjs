// npm run screenshots: the page at three widths, light and dark, left-to-right and right-to-left, in its states, to be looked at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { build } from "../../scripts/build.mjs";
import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";

const RTL = `أعلنت وزارة الصحة عن حملة تطعيم جديدة ضد الإنفلونزا تشمل جميع المستشفيات والمراكز الصحية

الجيش قصف البلدة ليلا، قال مسؤولون، وفر المئات عبر النهر

הפרלמנט אישר את התקציב לאחר לילה של דיונים, ראש האופוזיציה תקף את הממשלה

The cup final was won by Northfield`;

const folder = join(root, "test-results/screenshots");
mkdirSync(folder, { recursive: true });
await build("page");
const server = await serve({ folder: join(root, "www/dist"), port: 0 });
const browser = await launch();

/** @type {Record<string, (page: import("playwright-core").Page) => Promise<void>>} */
const states = {
  empty: async () => undefined,
  sample: async (page) => {
    await page.locator("#sample").click();
    await page.locator("[data-item='10']").waitFor();
  },
  "right-to-left": async (page) => {
    // No language of the page is written so; the layout bears it all the same.
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    await page.locator("textarea").fill(RTL);
    await page.locator("[data-item='4']").waitFor();
    await page.locator(".sum summary").first().click();
  },
  parting: async (page) => {
    await states["sample"]?.(page);
    await page.locator("[data-item='1'] .menu summary").click();
    await page.locator("[data-item='1'] .choices button").nth(1).click();
  },
  settings: async (page) => await page.locator("#open-settings").click(),
  about: async (page) => await page.locator("#open-about").click(),
};

for (const [width, height] of /** @type {const} */ ([
  [390, 844],
  [820, 1180],
  [1440, 900],
])) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const [name, reach] of Object.entries(states)) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme,
        reducedMotion: "reduce",
        locale: "en-GB",
        serviceWorkers: "block",
      });
      await page.goto(server.address);
      await page.waitForSelector("html[data-ready]");
      await reach(page);
      const fullPage = !["empty", "settings", "about"].includes(name);
      await page.screenshot({ path: join(folder, `${width}-${colorScheme}-${name}.png`), fullPage });
      await page.close();
    }
  }
}

await browser.close();
await server.close();
console.log(`written to ${folder}`);
