// The built page in a real browser, served from a path below the host's root.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";
import { serve } from "../../scripts/serve.mjs";
import { launch } from "../support/browser.mjs";
import { sharedPath } from "../support/shared.mjs";

/** @type {Awaited<ReturnType<typeof launch>>} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {import("playwright-core").BrowserContext} */
let context;
/** @type {import("playwright-core").Page} */
let page;
/** What the page complained of. @type {string[]} */
let complaints;
/** @type {import("playwright-core").Request[]} */
let requests;

before(async () => {
  browser = await launch();
  server = await serve({ folder: join(root, "www/dist"), port: 0, base: "/some/where/" });
});
after(async () => {
  await browser.close();
  await server.close();
});

beforeEach(async () => {
  // A new context has an empty cache.
  context = await browser.newContext({ locale: "en-GB" });
  page = await context.newPage();
  complaints = [];
  requests = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  context.on("request", (request) => requests.push(request));
  await page.goto(server.address);
  await page.waitForSelector("html[data-ready]");
});
afterEach(async () => {
  await context.close();
});

const field = () => page.locator("textarea").first();
const item = (/** @type {number} */ number) => page.locator(`[data-item="${number}"]`);

/** What the page marks its items with. */
async function answers() {
  return await page.locator("[data-item]").evaluateAll((items) =>
    items.map((element) => {
      const { item, language, topic, news, newsConfidence, story } = /** @type {HTMLElement} */ (element).dataset;
      const marks = [...element.querySelectorAll("mark")].map((mark) => ({
        text: mark.textContent,
        weight: Number(mark.dataset["weight"]),
      }));
      const others = [...element.querySelectorAll(".others .name")].map((name) => name.textContent);
      return {
        number: Number(item),
        language,
        topic,
        news,
        newsConfidence: Number(newsConfidence),
        story,
        marks,
        others,
      };
    }),
  );
}

/** @param {import("playwright-core").Page} page */
async function timeToReady(page) {
  return await page.evaluate(() => performance.getEntriesByName("ready")[0]?.startTime ?? Infinity);
}

/**
 * Pastes a text as a reader does.
 * @param {string} text
 */
async function paste(text) {
  await field().fill(text);
}

describe("the page", () => {
  it("is ready within a second from an empty cache, and small", async () => {
    let bytes = 0;
    let own = 0;
    for (const request of requests) {
      const { responseHeadersSize, responseBodySize } = await request.sizes();
      bytes += responseHeadersSize + responseBodySize;
      own += /\.(js|css)$/.test(request.url()) ? responseBodySize : 0;
    }
    const times = [await timeToReady(page)];
    // Whatever else the machine does only adds to the time: the best of three is the page's own.
    while (times.length < 3) {
      const another = await browser.newContext();
      const fresh = await another.newPage();
      await fresh.goto(server.address);
      await fresh.waitForSelector("html[data-ready]");
      times.push(await timeToReady(fresh));
      await another.close();
    }
    console.log(
      `ready after ${times.map(Math.round).join(", ")} ms, ${requests.length} requests, ${(bytes / 1e6).toFixed(2)} MB, of which scripts and styles ${(own / 1e3).toFixed(1)} kB`,
    );
    assert.ok(Math.min(...times) < 1000);
    assert.ok(own > 5_000 && own < 60_000, `${own} bytes of scripts and styles`);
    assert.ok(bytes > 500_000 && bytes < 5_000_000, `${bytes} bytes`);
  });

  it("begins with a field for the paste, and says that nothing leaves the device", async () => {
    assert.ok(await field().isVisible());
    assert.ok(await page.getByText("Nothing leaves this device").isVisible());
    assert.equal(await page.locator("[data-item]").count(), 0);
  });

  it("answers the sample", async () => {
    await page.getByRole("button", { name: "Try a sample" }).click();
    await item(10).waitFor();
    const found = await answers();
    assert.equal(found.length, 10);
    assert.deepEqual(
      found.map(({ language }) => language),
      ["en", "ru", "es", "de", "fr", "en", "en", "zh", "ar", "en"],
    );
    assert.equal(found[6]?.news, "false");
    assert.deepEqual(complaints, []);
  });

  it("asks nobody but its own host, and nobody at all once it is loaded", async () => {
    const loaded = requests.length;
    await page.getByRole("button", { name: "Try a sample" }).click();
    await item(10).waitFor();
    await paste("Another text: https://example.org/picture.png <img src=https://example.org/picture.png>");
    await page.waitForFunction(() => document.querySelectorAll("[data-item]").length === 1);
    await page.waitForTimeout(200);
    assert.equal(requests.length, loaded);
    for (const request of requests) {
      assert.ok(request.url().startsWith(server.address), request.url());
    }
    assert.deepEqual(complaints, []);
  });

  it("answers while one types, and forgets what was deleted", async () => {
    await field().pressSequentially("The army shelled the town", { delay: 5 });
    await item(1).waitFor();
    await page.waitForFunction(
      () => document.querySelector("[data-item] .text")?.textContent === "The army shelled the town",
    );
    await page.getByRole("button", { name: "Clear" }).click();
    await page.waitForFunction(() => !document.querySelector("[data-item]"));
    assert.equal(await field().inputValue(), "");
    assert.ok(await page.getByRole("heading", { name: "One paste" }).isVisible());
  });

  it("loads once, however much is typed meanwhile", async () => {
    await page.route("**/*.bin", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    requests.length = 0;
    await page.reload();
    await field().pressSequentially("The army shelled the town", { delay: 50 });
    await item(1).waitFor();
    assert.equal(requests.filter((request) => request.url().endsWith(".bin")).length, 2);
    assert.deepEqual(complaints, []);
  });

  it("says what is wrong when a file cannot be loaded, and tries again with the next text", async () => {
    await page.route("**/*.bin", (route) => route.fulfill({ status: 503 }));
    await page.reload();
    await page.getByRole("alert").filter({ hasText: "the server answered 503" }).waitFor();
    await page.unroute("**/*.bin");
    await paste("The army shelled the town");
    await item(1).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("shows nothing for white space", async () => {
    await paste(" \n\n\t ");
    await page.waitForTimeout(300);
    assert.equal(await page.locator("[data-item]").count(), 0);
    assert.deepEqual(complaints, []);
  });

  it("shows the telling parts of a long article, and all of it when asked", async () => {
    const quiet = "They had met there every year before, as most of those present remembered well. ".repeat(15);
    const article =
      `The army shelled the town overnight, officials said. ${quiet}A ceasefire ended the war between the two armies. ${quiet}`.trim();
    await paste(article);
    await item(1).waitFor();
    const text = item(1).locator(".text");
    const excerpt = (await text.textContent()) ?? "";
    assert.ok(excerpt.startsWith("The army shelled the town") && excerpt.length < article.length / 2, excerpt);
    const marks = await text.locator("mark").allTextContents();
    assert.ok(marks.length > 0);
    const button = item(1).getByRole("button", { name: "Show all" });
    await button.click();
    assert.equal(await text.textContent(), article);
    assert.deepEqual(await text.locator("mark").allTextContents(), marks);
    await item(1).getByRole("button", { name: "Show less", expanded: true }).click();
    assert.equal(await text.textContent(), excerpt);
  });

  it("leaves the cards alone that do not change", async () => {
    await paste("The army shelled the town overnight, officials said\n\nA new film won the festival's prize");
    await item(2).waitFor();
    await item(1).evaluate((element) => {
      /** @type {any} */ (element).mark = "kept";
    });
    await paste("The army shelled the town overnight, officials said\n\nA new film won the festival's main prize");
    await page.waitForFunction(() =>
      document.querySelector('[data-item="2"] .text')?.textContent?.includes("main prize"),
    );
    assert.equal(await item(1).evaluate((element) => /** @type {any} */ (element).mark), "kept");
  });

  it("shows markup as text", async () => {
    const hostile = [
      `<img src=x onerror="document.title='owned'">Ceasefire <b>agreed</b> &amp; signed by both armies`,
      `<script>document.title = "owned"</script><style>*{display:none}</style> Police arrested two men`,
      `"><svg onload=alert(1)> javascript:alert(1) {{constructor.constructor('alert(1)')()}} won the final`,
    ];
    await paste(hostile.join("\n\n"));
    await item(3).waitFor();
    assert.deepEqual(await page.locator("[data-item] .text").allTextContents(), hostile);
    assert.equal(await page.locator("[data-item] :is(img, script, style, b, .text svg)").count(), 0);
    assert.match(await page.title(), /^Rubrica/);
    assert.deepEqual(complaints, []);
  });

  it("shows odd text as it is", async () => {
    const text = "\u{1F600} lone \uD83D surrogate, \u202Eturned\u202C, a\0b, e\u0301\u0301\u0301";
    await paste(text);
    await item(1).waitFor();
    assert.ok((await item(1).locator(".text").textContent())?.includes("turned"));
    assert.deepEqual(complaints, []);
  });

  it("says when its worker crashed, starts another, and reads on", async () => {
    await paste("The army shelled the town overnight");
    await item(1).waitFor();
    const [worker] = page.workers();
    assert.ok(worker);
    await worker.evaluate(() => {
      setTimeout(() => {
        throw new Error("made to crash");
      });
    });
    await worker.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50))).catch(() => undefined);
    await paste("Сборная по хоккею выиграла финал чемпионата мира");
    await page.waitForFunction(() => document.querySelector("[data-item]")?.getAttribute("data-language") === "ru");
    assert.match((await page.getByRole("alert").textContent()) ?? "", /stopped.*started anew/);
    await paste("The army shelled the town overnight, again");
    await page.waitForFunction(() => document.querySelector("[data-item]")?.getAttribute("data-language") === "en");
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("stays responsive while it reads ten megabytes", { timeout: 120_000 }, async () => {
    await page.evaluate(() => {
      const longest = { gap: 0, last: performance.now() };
      Object.assign(globalThis, { longest });
      setInterval(() => {
        const now = performance.now();
        longest.gap = Math.max(longest.gap, now - longest.last);
        longest.last = now;
      }, 10);
      const line = (/** @type {number} */ index) =>
        `Police arrested ${index} people after a bank robbery in the old town, the prosecutor said`;
      let text = "";
      for (let index = 0; text.length < 10_000_000; index += 1) {
        text += `${line(index)}\n`;
      }
      const textarea = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea"));
      textarea.value = text;
      textarea.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
    });
    await page.getByText("Reading 10 million characters").waitFor();
    assert.ok(await page.getByText("shows only the beginning of your text").isVisible());
    await item(1).waitFor({ timeout: 100_000 });
    await page.locator("[data-item] mark").first().waitFor();
    const { gap, cards } = await page.evaluate(() => ({
      gap: /** @type {any} */ (globalThis).longest.gap,
      cards: document.querySelectorAll("[data-item]").length,
    }));
    console.log(`longest pause ${Math.round(gap)} ms`);
    assert.ok(gap < 1000, `the page stood still for ${gap} ms`);
    assert.ok(cards > 0 && cards < 500, `${cards} cards`);
    // And it does not wait for a long reading that is no longer wanted.
    await paste("The army shelled the town overnight");
    await page.waitForFunction(() => document.querySelectorAll("[data-item]").length === 1);
    assert.ok(await page.getByText("shows only the beginning of your text").isHidden());
    assert.deepEqual(complaints, []);
  });

  it("takes a long paste at once, to be replaced but not edited", async () => {
    const line = "Police arrested three people after a bank robbery in the old town, the prosecutor said\n";
    // Inserted as by a paste: the browser is asked to put it into the field.
    await field().focus();
    await page.keyboard.insertText(line.repeat(10_000));
    await item(1).waitFor();
    assert.ok((await field().inputValue()).length < 20_000);
    await page.keyboard.type("x");
    assert.ok(!(await field().inputValue()).includes("x"));
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(line);
    await page.waitForFunction(() => document.querySelectorAll("[data-item]").length === 1);
    assert.equal(await field().inputValue(), line);
  });

  it("adds to a long list as its end comes near", async () => {
    await paste(
      Array.from({ length: 300 }, (_, index) => `Team number ${index} won the cup final yesterday`).join("\n"),
    );
    await item(1).waitFor();
    const first = await page.locator("[data-item]").count();
    assert.ok(first < 300, `${first} cards`);
    await page.waitForFunction(() => {
      scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
      return document.querySelectorAll("[data-item]").length === 300;
    });
    assert.ok(await page.locator("#more").isHidden());
  });

  it("can be used with the keyboard alone", async () => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "paste");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "sample");
    await page.keyboard.press("Enter");
    await item(10).waitFor();
    assert.match((await page.getByRole("status").textContent()) ?? "", /^10 items · 7 languages · 1 not news/);
  });
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  it(`text stands out from its ground as WCAG AA asks for, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const welcome = await faintText();
    await page.getByRole("button", { name: "Try a sample" }).click();
    await item(10).waitFor();
    assert.deepEqual([...welcome, ...(await faintText())], []);
  });
}

/** The texts on the page whose contrast is below 4.5, each with its contrast. */
async function faintText() {
  return await page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    /** Paints colours over each other, the last uppermost. @param {string[]} colours */
    const painted = (colours) => {
      if (!canvas) {
        throw new Error("no canvas");
      }
      for (const colour of ["white", ...colours]) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (/** @type {number[]} */ rgb) => {
      const [r = 0, g = 0, b = 0] = rgb.map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const faint = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement;
      if (!text.nodeValue?.trim() || !element?.checkVisibility() || element.closest(".unseen")) {
        continue;
      }
      const grounds = [];
      for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
        grounds.unshift(getComputedStyle(at).backgroundColor);
      }
      const [light = 0, dark = 0] = [
        luminance(painted(grounds)),
        luminance(painted([...grounds, getComputedStyle(element).color])),
      ].sort((a, b) => b - a);
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < 4.5) {
        faint.push(`${contrast.toFixed(2)} ${element.className} ${text.nodeValue.trim().slice(0, 40)}`);
      }
    }
    return [...new Set(faint)];
  });
}

describe("the mixed paste", () => {
  const path = sharedPath("samples/mixed-paste.txt");
  if (!path) {
    console.log("SKIPPED: the mixed paste, ../shared/samples/mixed-paste.txt is not there");
    return;
  }
  /** @type {Awaited<ReturnType<typeof answers>>} */
  let found;
  beforeEach(async () => {
    await paste(readFileSync(path, "utf8"));
    await item(9).waitFor();
    found = await answers();
  });

  it("has nine items, the first in English, the others in Russian", () => {
    assert.deepEqual(
      found.map(({ language }) => language),
      ["en", ...Array.from({ length: 8 }, () => "ru")],
    );
    assert.deepEqual(
      found.map(({ number }) => number),
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
  });

  it("is about what it is about", () => {
    const topics = [undefined, ...found.map(({ topic }) => topic)];
    assert.equal(topics[1], "conflict");
    assert.equal(found[0]?.others[0], "Politics and government");
    assert.equal(topics[2], "crime");
    assert.equal(topics[3], "politics");
    assert.match(topics[6] ?? "", /^(conflict|disaster)$/);
    assert.match(topics[9] ?? "", /^(conflict|disaster)$/);
    for (const number of [7, 8]) {
      assert.doesNotMatch(topics[number] ?? "", /^(conflict|sport)$/);
    }
  });

  it("holds one item that is not news, the tablet", () => {
    assert.equal(found[3]?.news, "false");
    for (const { number, news, newsConfidence } of found) {
      assert.equal(news, newsConfidence >= 0.5 ? "true" : "false", `item ${number}`);
    }
  });

  it("shows the words that say so", () => {
    for (const { number, news, marks } of found) {
      if (news === "true") {
        assert.ok(marks.length > 0, `item ${number} has no mark`);
      }
      for (const { text, weight } of marks) {
        assert.ok(weight !== 0 && Number.isFinite(weight), `item ${number}`);
        assert.match(text, /[\p{L}\p{N}]/u);
      }
    }
  });
});
