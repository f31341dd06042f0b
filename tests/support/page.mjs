// The built page in a browser, served from a path below the host's root, for the tests of one file.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach } from "node:test";

import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "./browser.mjs";
import { PATIENCE } from "./eventually.mjs";

/**
 * Opens the page before each test, in a new browser context, and closes it afterwards.
 * @param {import("playwright-core").BrowserContextOptions & { search?: string }} [options]
 */
export function withPage({ search = "", ...options } = {}) {
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  const held = {
    /** @type {import("playwright-core").BrowserContext} */
    context: /** @type {any} */ (undefined),
    /** @type {import("playwright-core").Page} */
    page: /** @type {any} */ (undefined),
    address: "",
    /** What the page complained of. @type {string[]} */
    complaints: [],
    /** What the page asked its host for. @type {import("playwright-core").Request[]} */
    requests: [],
    /**
     * Another context of the same browser.
     * @param {import("playwright-core").BrowserContextOptions} contextOptions
     */
    newContext: async (contextOptions) => {
      const context = await browser.newContext(contextOptions);
      context.setDefaultTimeout(PATIENCE);
      return context;
    },
    /** The paste field. */
    field: () => held.page.locator("textarea").first(),
    /** An item by its number. @param {number} number */
    item: (number) => held.page.locator(`[data-item="${number}"]`),
    /** Replaces the text in the field. @param {string} text */
    paste: async (text) => await held.field().fill(text),
    /** Shows the mixed sample. */
    sample: async () => {
      await held.page.locator("#sample").click();
      await held.item(10).waitFor();
    },
    /** Waits for that many items. @param {number} count */
    items: async (count) => {
      await held.page.waitForFunction(
        (expected) => document.querySelectorAll("[data-item]").length === expected,
        count,
      );
    },
    /** The numbers of the items on the page, in their order. */
    numbers: async () =>
      await held.page
        .locator("[data-item]")
        .evaluateAll((items) => items.map((item) => Number(/** @type {HTMLElement} */ (item).dataset["item"]))),
  };
  before(async () => {
    browser = await launch();
    server = await serve({ folder: join(root, "www/dist"), port: 0, base: "/some/where/" });
    held.address = server.address;
  });
  after(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(async () => {
    // A new context has an empty cache. Where service workers are not what is tested, they would answer for the host.
    held.context = await held.newContext({ locale: "en-GB", serviceWorkers: "block", ...options });
    held.page = await held.context.newPage();
    held.complaints = [];
    held.requests = [];
    held.page.on("console", (message) => {
      const ours = !message.text().includes("blocked by Playwright");
      if (ours && ["error", "warning"].includes(message.type())) {
        held.complaints.push(message.text());
      }
    });
    held.page.on("pageerror", (error) => held.complaints.push(error.message));
    held.context.on("request", (request) => held.requests.push(request));
    await held.page.goto(server.address + search);
    await held.page.waitForSelector("html[data-ready]");
  });
  afterEach(async () => {
    await held.context.close();
  });
  return held;
}

/** The files of the built page; the reference of the package, which stands beside it, is none of them. */
export function filesOfPage() {
  const dist = join(root, "www/dist");
  const files = readdirSync(dist, { recursive: true, withFileTypes: true });
  return files.filter((file) => file.isFile() && !join(file.parentPath, file.name).startsWith(join(dist, "api")));
}
