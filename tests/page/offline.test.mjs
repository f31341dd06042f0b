// The page without a network, on a local network, and when there is a newer one.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";
import { eventually, PATIENCE } from "../support/eventually.mjs";
import { filesOfPage } from "../support/page.mjs";

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** A copy of the built page, in which a newer version can be made. */
const folder = mkdtempSync(join(tmpdir(), "rubrica-page-"));

before(async () => {
  browser = await launch();
  cpSync(join(root, "www/dist"), folder, { recursive: true });
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** @param {import("playwright-core").BrowserContextOptions} options */
async function newContext(options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/** @param {import("playwright-core").Page} page */
async function sample(page) {
  await page.locator("#sample").click();
  await page.locator("[data-item='10']").waitFor();
}

/** @param {import("playwright-core").Page} page */
async function kept(page) {
  await page.evaluate(async () => await navigator.serviceWorker.ready);
}

describe("the page, once loaded", () => {
  it("asks for packs alone in a full use, each once, and then works without its host", async () => {
    const server = await serve({ folder, port: 0, base: "/some/where/" });
    /** @type {string[]} */
    const asked = [];
    /** @type {string[]} */
    const askedByPage = [];
    const context = await newContext({ locale: "en-GB", permissions: ["clipboard-read", "clipboard-write"] });
    try {
      const page = await context.newPage();
      context.on("request", (request) => {
        asked.push(request.url());
        if (!request.serviceWorker()) {
          askedByPage.push(request.url());
        }
      });
      await page.goto(server.address);
      await page.waitForSelector("html[data-ready]");
      await kept(page);
      for (const url of asked) {
        assert.ok(url.startsWith(server.address), url);
      }
      assert.ok(!asked.some((url) => url.includes("/pack-")), "packs come with the texts that need them");
      const loaded = asked.length;
      await sample(page);
      await page.locator(".bar").nth(1).click();
      await page.getByText("How it adds up").first().click();
      await page.locator(".legend button").first().click();
      await page.getByRole("searchbox").fill("a");
      await page.locator(".item .menu summary").first().click();
      await page.getByRole("button", { name: "Copy" }).click();
      await page.locator("#files").setInputFiles({
        name: "a.html",
        mimeType: "text/html",
        buffer: Buffer.from(
          '<img src="https://example.org/a.png"><p>Team wins the cup <iframe src="https://example.org"></iframe></p>',
        ),
      });
      await page.waitForFunction(() => document.querySelectorAll("[data-item]").length === 1);
      await page.locator("textarea").fill("<img src=https://example.org/b.png> https://example.org");
      await page.waitForFunction(() => document.querySelector("[data-item] .text")?.textContent?.includes("b.png"));
      await page.locator("#open-about").click();
      await page.keyboard.press("Escape");
      await page.locator("#open-settings").click();
      await page.locator("#page-language").selectOption("zh");
      await page.locator("#share").click();
      await page.keyboard.press("Escape");
      await page.locator(".export summary").click();
      await Promise.all([page.waitForEvent("download"), page.locator("#export button").first().click()]);
      // What the page makes itself has an address that leads to no host.
      const later = asked.slice(loaded).filter((url) => !url.startsWith("blob:"));
      assert.match(later.join(" "), /pack-cyrillic/);
      assert.ok(
        later.every((url) => url.startsWith(`${server.address}assets/pack-`)),
        later.join(" "),
      );
      // The service worker asks for them, too, and the browser has them.
      const fromPage = askedByPage.filter((url) => url.includes("/pack-"));
      assert.equal(new Set(fromPage).size, fromPage.length, "each once");
      await eventually(async () => {
        const keptPacks = await page.evaluate(async () => {
          const caches = await Promise.all((await self.caches.keys()).map((name) => self.caches.open(name)));
          const requests = await Promise.all(caches.map((cache) => cache.keys()));
          return requests.flat().flatMap(({ url }) => (url.includes("/pack-") ? [url.replace(/\?.*/, "")] : []));
        });
        assert.deepEqual(keptPacks.toSorted(), fromPage.toSorted());
      });
      const cookies = await context.cookies();
      assert.deepEqual(cookies, []);
      await server.close();
      await page.reload();
      await page.waitForSelector("html[data-ready]");
      await sample(page);
      assert.equal(await page.locator("[data-item]").count(), 10);
      // The host's folder without the name of its index, and with settings behind it, is the same page.
      await page.goto(`${server.address}#theme=dark`);
      await page.reload();
      await page.waitForSelector("html[data-ready]");
      await page.goto(`${server.address}index.html`);
      await page.waitForSelector("html[data-ready]");
    } finally {
      await context.close();
      await server.close();
    }
  });

  it("offers a newer version, never forces it, keeps the text, and loads only what is new", async () => {
    /** @type {string[]} */
    const served = [];
    const server = await serve({ folder, port: 0, base: "/some/where/" });
    const context = await newContext({ locale: "en-GB" });
    try {
      const page = await context.newPage();
      await page.goto(server.address);
      await page.waitForSelector("html[data-ready]");
      await kept(page);
      await page.reload();
      await page.waitForSelector("html[data-ready]");
      assert.ok(await page.locator("#update").isHidden());

      // A newer version: another title, and the service worker that the build would write for it.
      const index = join(folder, "index.html");
      writeFileSync(index, readFileSync(index, "utf8").replace('name="description"', 'name="description" data-newer'));
      const script = readFileSync(join(folder, "sw.js"), "utf8");
      const [, hash = ""] = /"\.\/":"(\w+)"/.exec(script) ?? [];
      const [version = ""] = /`rubrica-`\s*,\s*\w+\s*=\s*\w+\s*\+\s*["`](\w+)/.exec(script)?.slice(1) ?? [];
      assert.ok(hash && version, "the service worker has another form");
      writeFileSync(join(folder, "sw.js"), script.replace(hash, "0".repeat(16)).replace(version, "f".repeat(16)));
      context.on("request", (request) => {
        if (request.serviceWorker()) {
          served.push(request.url());
        }
      });

      await page.reload();
      await page.waitForSelector("html[data-ready]");
      await page.locator("#update").waitFor();
      assert.equal(await page.locator("meta[data-newer]").count(), 0, "it is not forced");
      await page.locator("#leave-update").click();
      assert.ok(await page.locator("#update").isHidden());
      await page.reload();
      await page.locator("#update").waitFor();
      await page.locator("textarea").fill("The army shelled the town overnight");
      await page.locator("#take-update").click();
      await page.locator("meta[data-newer]").waitFor({ state: "attached" });
      await page.locator("[data-item='1']").waitFor();
      assert.equal(await page.locator("textarea").inputValue(), "The army shelled the town overnight");
      await eventually(async () => {
        const names = await page.evaluate(async () => await caches.keys());
        assert.deepEqual(names, [`rubrica-${"f".repeat(16)}`], "the older version is forgotten");
      });
      assert.ok(!served.some((url) => url.endsWith(".bin")), "what has not changed is not loaded again");
    } finally {
      await context.close();
      await server.close();
    }
  });

  it("works on a local network, where browsers keep nothing and copy only the old way", async (test) => {
    const address = Object.values(networkInterfaces())
      .flat()
      .find((one) => one && one.family === "IPv4" && !one.internal)?.address;
    if (!address) {
      test.skip("this machine has no address but its own");
      return;
    }
    const server = await serve({ folder, port: 0, host: "0.0.0.0" });
    const context = await newContext({ locale: "en-GB" });
    try {
      const page = await context.newPage();
      /** @type {string[]} */
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(server.address.replace("localhost", address));
      assert.equal(await page.evaluate(() => isSecureContext), false);
      await page.waitForSelector("html[data-ready]");
      await sample(page);
      await page.locator(".item .menu summary").first().click();
      await page.getByRole("button", { name: "Copy" }).click();
      await page.waitForFunction(() => document.querySelector("#status")?.textContent === "Copied");
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
      await server.close();
    }
  });

  it("can be installed: its manifest and icons are where they are said to be", async () => {
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.webmanifest"), "utf8"));
    assert.ok(manifest.name && manifest.start_url === "./" && manifest.display === "standalone");
    for (const { src, sizes, type } of manifest.icons) {
      const bytes = readFileSync(join(folder, src));
      if (type === "image/png") {
        // Width and height stand at a fixed place in every PNG.
        assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes);
      }
    }
  });

  it("keeps every file that it has", () => {
    const script = readFileSync(join(root, "www/dist/sw.js"), "utf8");
    for (const { name } of filesOfPage().filter((file) => !/^(sw\.js|index\.html)$/.test(file.name))) {
      assert.ok(script.includes(name), name);
    }
  });
});
