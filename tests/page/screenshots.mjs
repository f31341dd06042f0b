// npm run screenshots: the page at three widths, light and dark, empty and with its sample, to be looked at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { build } from "../../scripts/build.mjs";
import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";

const folder = join(root, "test-results/screenshots");
mkdirSync(folder, { recursive: true });
await build("page");
const server = await serve({ folder: join(root, "www/dist"), port: 0 });
const browser = await launch();

for (const [width, height] of /** @type {const} */ ([
  [390, 844],
  [820, 1180],
  [1440, 900],
])) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const page = await browser.newPage({
      viewport: { width, height },
      colorScheme,
      reducedMotion: "reduce",
      locale: "en-GB",
    });
    await page.goto(server.address);
    await page.waitForSelector("html[data-ready]");
    await page.screenshot({ path: join(folder, `${width}-${colorScheme}-empty.png`) });
    await page.getByRole("button", { name: "Try a sample" }).click();
    await page.waitForSelector("[data-item]");
    await page.screenshot({ path: join(folder, `${width}-${colorScheme}-sample.png`), fullPage: true });
    await page.close();
  }
}

await browser.close();
await server.close();
console.log(`written to ${folder}`);
