// The page at three widths, light and dark, left-to-right and right-to-left, in its states: pictures to be looked at, in
// test-results/screenshots, which git ignores. Made anew by every `npm test`, and by `npm run screenshots` alone.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { after, before, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";
import { withPage } from "../support/page.mjs";

const held = withPage({ reducedMotion: "reduce" });
const { field, item, sample } = held;
const folder = join(root, "test-results/screenshots");

/** Written for these pictures: Arabic, Hebrew, and English among them. */
const RTL = `أعلنت وزارة الصحة عن حملة تطعيم جديدة ضد الإنفلونزا تشمل جميع المستشفيات والمراكز الصحية

الجيش قصف البلدة ليلا، قال مسؤولون، وفر المئات عبر النهر

הפרלמנט אישר את התקציב לאחר לילה של דיונים, ראש האופוזיציה תקף את הממשלה

The cup final was won by Northfield`;

/** How each state is reached, and whether all of the page is shown or only the screen. */
const STATES = [
  { name: "empty", whole: false, reach: async () => undefined },
  { name: "sample", whole: true, reach: sample },
  {
    name: "right-to-left",
    whole: true,
    reach: async () => {
      // No language of the page is written so; the layout bears it all the same.
      await held.page.evaluate(() => (document.documentElement.dir = "rtl"));
      await field().fill(RTL);
      await item(4).waitFor();
      await item(1).locator(".sum summary").click();
      await item(1).locator(".sum tfoot").waitFor();
    },
  },
  {
    name: "parting",
    whole: true,
    reach: async () => {
      await sample();
      await item(1).locator(".menu summary").click();
      await item(1).getByRole("button", { name: "Part…" }).click();
    },
  },
  {
    name: "own-topics",
    whole: true,
    reach: async () => {
      await sample();
      await held.page.locator("#desk > summary").click();
      await held.page.locator("#desk-name").fill("Hockey");
      await held.page.locator("#desk-name").press("Enter");
      await item(2).locator(".menu summary").click();
      await item(2).getByRole("button", { name: "It is: Hockey" }).click();
      await item(2).locator("[data-own=Hockey]").waitFor();
      await held.page.locator("#desk:not([data-busy])").waitFor();
    },
  },
  { name: "settings", whole: false, reach: async () => await held.page.locator("#open-settings").click() },
  { name: "about", whole: false, reach: async () => await held.page.locator("#open-about").click() },
];

const SCREENS = /** @type {const} */ ([
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
]);
const SCHEMES = /** @type {const} */ (["light", "dark"]);

before(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

for (const { name, whole, reach } of STATES) {
  it(`${name}, on a phone, a tablet and a desktop, light and dark`, async () => {
    await reach();
    // The field goes along with the screen: on a picture of the whole page it stands at the top.
    await held.page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    for (const screen of SCREENS) {
      await held.page.setViewportSize(screen);
      /** @type {Buffer[]} */
      const pictures = [];
      for (const colorScheme of SCHEMES) {
        await held.page.emulateMedia({ colorScheme });
        const path = join(folder, `${screen.width}-${colorScheme}-${name}.png`);
        pictures.push(await held.page.screenshot({ path, fullPage: whole }));
      }
      const widest = await held.page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(widest, screen.width, `nothing stands out of ${screen.width} pixels`);
      for (const picture of pictures) {
        // Width and height stand at a fixed place in every PNG.
        assert.equal(picture.readUInt32BE(16), screen.width);
        assert.ok(picture.readUInt32BE(20) >= screen.height);
      }
      assert.ok(pictures[0] && !pictures[1]?.equals(pictures[0]), "light is not dark");
    }
    assert.deepEqual(held.complaints, []);
  });
}

after(() => {
  const made = readdirSync(folder);
  assert.equal(made.length, STATES.length * SCREENS.length * SCHEMES.length);
  console.log(`${made.length} pictures to look at: ${relative(root, folder)}`);
});
