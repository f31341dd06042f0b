// Readers of every kind: by keyboard, by ear, in bright light and in the dark, in six languages, with their own settings.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { root } from "../../scripts/lib/run.mjs";
import { findings } from "../support/axe.mjs";
import { eventually } from "../support/eventually.mjs";
import { withPage } from "../support/page.mjs";

const held = withPage({ reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] });
const { item, items, numbers, sample } = held;

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [390, 1280]) {
    it(`axe finds nothing, ${colorScheme}, ${width} pixels wide`, async () => {
      await held.page.setViewportSize({ width, height: 800 });
      await held.page.emulateMedia({ colorScheme });
      assert.deepEqual(await findings(held.page), []);
      await sample();
      assert.deepEqual(await findings(held.page), []);
      await item(1).getByText("How it adds up").click();
      await item(1).getByRole("button", { name: "All topics" }).click();
      await item(2).locator(".menu summary").click();
      await held.page.waitForFunction(() => document.querySelectorAll("[data-item='1'] .bar").length === 17);
      await item(1).locator(".others .bar").first().click();
      await item(1).locator(".instead").click();
      await item(1).locator(".instead[aria-pressed=true]").waitFor();
      assert.deepEqual(await findings(held.page), []);
      await held.page.locator(".legend button").first().click();
      assert.deepEqual(await findings(held.page), []);
      await held.page.locator("#open-settings").click();
      assert.deepEqual(await findings(held.page), []);
      await held.page.keyboard.press("Escape");
      await held.page.locator("#open-about").click();
      assert.deepEqual(await findings(held.page), []);
    });
  }
}

it("axe finds nothing in an item of several languages", async () => {
  await held.paste(
    "Der Minister wies die Kritik am Donnerstag in Berlin zurück und kündigte Gespräche mit den Ländern an. " +
      "“We will never accept such a deal without a vote of our parliament,” said the British prime minister.",
  );
  await items(1);
  await item(1).locator("[data-passages=en]").click();
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    await held.page.emulateMedia({ colorScheme });
    assert.deepEqual(await findings(held.page), []);
    assert.deepEqual(await faintText(), []);
  }
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  it(`text stands out from its ground as WCAG AA asks for, ${colorScheme}`, async () => {
    await held.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const welcome = await faintText();
    await held.page.getByRole("button", { name: "Try a sample" }).click();
    await item(10).waitFor();
    assert.deepEqual([...welcome, ...(await faintText())], []);
  });
}

/** The texts on the page whose contrast is below 4.5, each with its contrast. */
async function faintText() {
  return await held.page.evaluate(() => {
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

it("nothing runs under the buttons above, at any width, in any language", async () => {
  for (const language of ["en", "ru", "de", "es", "fr", "zh"]) {
    await held.page.locator("#open-settings").click();
    await held.page.locator("#page-language").selectOption(language);
    await held.page.keyboard.press("Escape");
    for (let width = 400; width <= 1000; width += 20) {
      await held.page.setViewportSize({ width, height: 600 });
      const under = await held.page.evaluate(() => {
        const buttons = document.querySelector("nav.aside")?.getBoundingClientRect() ?? new DOMRect();
        const words = document.createRange();
        words.selectNodeContents(document.querySelector(".masthead") ?? document.body);
        return [...words.getClientRects()].some(
          ({ right, top, height }) => right > buttons.left && height < 60 && top + height / 2 < 60,
        );
      });
      assert.ok(!under, `${language}, ${width} pixels`);
    }
  }
});

it("a long name of an own topic finds its place on a narrow page", async () => {
  await held.page.setViewportSize({ width: 360, height: 740 });
  await sample();
  const fits = async (/** @type {string} */ what) =>
    assert.equal(await held.page.evaluate(() => document.documentElement.scrollWidth), 360, what);
  await held.page.locator("#desk > summary").click();
  await held.page.locator("#desk-name").fill("Ohneleerzeichenlangername".repeat(2));
  await held.page.locator("#desk-name").press("Enter");
  await held.page.locator(".own > li").waitFor();
  await fits("in the panel");
  await held.page.locator(".own .menu summary").click();
  await held.page.getByRole("button", { name: "Rename" }).click();
  await fits("as it is renamed");
  await held.page.keyboard.press("Escape");
  await item(2).locator(".menu summary").click();
  await fits("in a menu");
  await item(2).getByRole("button", { name: "It is:" }).click();
  await item(2).locator(".chip").waitFor();
  await fits("on an item");
});

describe("the keyboard alone", () => {
  /** Goes on by Tab until what has the focus fits. @param {string} selector */
  const tabTo = async (selector) => {
    for (let presses = 0; presses < 120; presses += 1) {
      await held.page.keyboard.press("Tab");
      const there = await held.page.evaluate((wanted) => {
        const focused = document.activeElement;
        const style = focused ? getComputedStyle(focused) : undefined;
        if (focused !== document.body && style?.outlineStyle === "none") {
          throw new Error(`${focused?.outerHTML} has the focus and does not show it`);
        }
        return focused?.matches(wanted) ?? false;
      }, selector);
      if (there) {
        return;
      }
    }
    throw new Error(`Tab never reaches ${selector}`);
  };

  it("filters, chooses topics, joins, parts, and comes back from dialogs to where it was", async () => {
    await tabTo("#sample");
    await held.page.keyboard.press("Enter");
    await items(10);
    await tabTo(".kinds .legend li:nth-child(2) button");
    await held.page.keyboard.press("Space");
    assert.deepEqual(await numbers(), [7]);
    // The button that was pressed has the focus still, though all is drawn anew.
    await held.page.keyboard.press("Space");
    await items(10);
    await tabTo("[data-item='1'] .others .bar");
    await held.page.keyboard.press("Enter");
    await held.page.waitForFunction(() => document.activeElement?.getAttribute("aria-pressed") === "true");
    await tabTo("[data-item='2'] .menu summary");
    await held.page.keyboard.press("Enter");
    await tabTo(".choices button:last-child");
    await held.page.keyboard.press("Enter");
    await items(9);
    await held.page.locator("[data-item='1'] .menu summary").focus();
    await held.page.keyboard.press("Enter");
    await held.page.keyboard.press("Escape");
    assert.equal(await held.page.evaluate(() => document.activeElement?.tagName), "SUMMARY");
    await held.page.keyboard.press("Enter");
    await tabTo(".choices button:nth-child(2)");
    await held.page.keyboard.press("Enter");
    assert.ok(await held.page.evaluate(() => document.activeElement?.classList.contains("cut")));
    await held.page.keyboard.press("Enter");
    await items(10);
    await held.page.locator("#open-about").focus();
    await held.page.keyboard.press("Enter");
    assert.ok(await held.page.locator("#about").isVisible());
    await held.page.keyboard.press("Escape");
    // The browser closes dialogs in its own time.
    await eventually(async () =>
      assert.equal(await held.page.evaluate(() => document.activeElement?.id), "open-about"),
    );
  });
});

describe("the focus stays near when what had it goes:", () => {
  /** Waits until that has the focus, and still has it when the browser has drawn. @param {string} selector */
  const focused = async (selector) => {
    await held.page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
    await held.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    const there = await held.page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
    assert.ok(there, selector);
  };
  /** Chooses from an item's menu by keyboard. @param {number} number @param {string} name */
  const choose = async (number, name) => {
    await item(number).locator(".menu summary").press("Enter");
    await item(number).getByRole("button", { name, exact: true }).press("Enter");
  };

  it("to the new card of an item that is joined, parted or marked", async () => {
    await sample();
    await choose(3, "Copy");
    await focused("[data-item='3'] .menu summary");
    await choose(3, "Join with the next");
    await items(9);
    await focused("[data-item='3'] .menu summary");
    await choose(3, "Part…");
    await item(3).getByRole("button", { name: "Part here" }).first().press("Enter");
    await items(10);
    await focused("[data-item='3'] .menu summary");
    await held.page.locator("#desk > summary").press("Enter");
    await held.page.locator("#desk-name").fill("Hockey");
    await held.page.locator("#desk-name").press("Enter");
    await choose(2, "It is: Hockey");
    await item(2).locator(".own-row").waitFor();
    await focused("[data-item='2'] .menu summary");
    await held.page.waitForSelector("#desk:not([data-busy])");
    await focused("[data-item='2'] .menu summary");
    const undo = held.page.getByRole("button", { name: "Undo" });
    await undo.press("Enter");
    await undo.press("Enter");
    await focused("#desk > summary");
  });

  it("to what stands beside a button that hides itself", async () => {
    await sample();
    await choose(3, "Join with the next");
    await items(9);
    await held.page.locator("#automatic").press("Enter");
    await items(10);
    await focused("#sort");
    await held.page.getByRole("searchbox").fill("earthquake");
    await held.page.locator("#show-all").press("Enter");
    await focused("#sort");
  });

  it("to the panel when reading is stopped before anything is found", async () => {
    await held.page.evaluate(() => {
      const working = /** @type {HTMLElement} */ (document.querySelector("#working"));
      new MutationObserver((_, observer) => {
        observer.disconnect();
        const cancel = /** @type {HTMLElement} */ (working.querySelector("#cancel"));
        cancel.focus();
        cancel.click();
      }).observe(working, { attributes: true });
      const textarea = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea"));
      textarea.value = "Police arrested three men after a bank robbery in the old town\n\n".repeat(10_000);
      textarea.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
    });
    await focused("#desk > summary");
  });
});

describe("the page's language", () => {
  it("is chosen, spoken everywhere at once, and kept", async () => {
    await sample();
    for (const [code = "", news = "", russian = ""] of [
      ["ru", "Новость", "Русский"],
      ["de", "Nachricht", "Russisch"],
      ["es", "Noticia", "Ruso"],
      ["fr", "Nouvelle", "Russe"],
      ["zh", "新闻", "俄语"],
    ]) {
      await held.page.locator("#open-settings").click();
      await held.page.locator("#page-language").selectOption(code);
      await held.page.keyboard.press("Escape");
      assert.equal(await held.page.locator("html").getAttribute("lang"), code);
      const facts = (await item(2).locator(".facts").textContent()) ?? "";
      assert.ok(facts.includes(news) && facts.includes(russian), facts);
      const left = await held.page.evaluate(() =>
        ["Settings", "Try a sample", "Open files", "Nothing leaves this device", "Sort by"].filter((text) =>
          document.body.innerText.includes(text),
        ),
      );
      assert.deepEqual(left, [], `still in English, ${code}`);
    }
    await held.page.reload();
    assert.equal(await held.page.locator("html").getAttribute("lang"), "zh");
  });

  it("is the browser's, where the reader has chosen none", async () => {
    const context = await held.newContext({ locale: "ru-RU", serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(held.address);
    assert.equal(await page.locator("html").getAttribute("lang"), "ru");
    assert.ok(await page.getByText("Ничто не покидает это устройство").isVisible());
    await context.close();
  });
});

describe("the settings", () => {
  it("change what is shown, are kept, and can be reset", async () => {
    await sample();
    const unsure = async () => await held.page.locator("[data-item].unsure").count();
    const before = await unsure();
    await held.page.locator("#open-settings").click();
    await held.page.getByLabel("Unsure below").fill("0");
    assert.equal(await held.page.locator("output[for=threshold]").textContent(), "0%");
    await held.page.getByLabel("Unsure below").fill("0.95");
    await held.page.getByLabel("Topics shown").fill("5");
    await held.page.getByLabel("Topics shown").press("Enter");
    await held.page.getByLabel("Dark").check();
    await held.page.keyboard.press("Escape");
    await held.page.waitForFunction(() => document.querySelectorAll("[data-item='1'] .bar").length === 5);
    assert.ok((await unsure()) > before);
    await held.page.reload();
    assert.equal(await held.page.locator("html").getAttribute("data-theme"), "dark");
    const [red = 255] = await held.page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g)?.map(Number) ?? [],
    );
    assert.ok(red < 60, "the dark theme is dark");
    await held.page.locator("#open-settings").click();
    assert.equal(await held.page.getByLabel("Topics shown").inputValue(), "5");
    await held.page.getByRole("button", { name: "Reset" }).click();
    assert.equal(await held.page.getByLabel("Topics shown").inputValue(), "3");
    assert.equal(await held.page.locator("html").getAttribute("data-theme"), "auto");
  });

  it("travel in a link that holds no text", async () => {
    await sample();
    await held.page.locator("#open-settings").click();
    await held.page.getByLabel("Dark").check();
    await held.page.getByRole("button", { name: "Copy a link" }).click();
    await held.page.getByText("Copied").waitFor();
    const link = await held.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, `${held.address}#threshold=0.5&topics=3&theme=dark&language=auto`);
    const context = await held.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(link.replace("topics=3", "topics=999&text=secret"));
    await page.waitForSelector("html[data-theme=dark]");
    assert.equal(new URL(page.url()).hash, "");
    assert.equal(await page.locator("#topics-shown").inputValue(), "3", "what cannot be is not taken");
    await context.close();
  });
});

describe("a link with settings", () => {
  it("that is opened where the page is open changes them, and the text stays", async () => {
    await sample();
    await held.page.evaluate(() => {
      location.hash = "#threshold=0.3&topics=5&theme=dark&language=ru";
    });
    await held.page.waitForSelector("html[data-theme=dark][lang=ru]");
    await held.page.waitForFunction(() => document.querySelectorAll("[data-item='1'] .bar").length === 5);
    assert.equal(await held.page.locator("#threshold").inputValue(), "0.3");
    assert.equal(new URL(held.page.url()).hash, "");
    // It gives them once: the reader's own are kept.
    await held.page.reload();
    assert.equal(await held.page.locator("html").getAttribute("lang"), "en");
  });
});

describe("about", () => {
  it("says what the model card says", async () => {
    const metrics = JSON.parse(readFileSync(join(root, "models/metrics.json"), "utf8"));
    await held.page.locator("#open-about").click();
    const text = (await held.page.locator("#about").textContent()) ?? "";
    const expected = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
    assert.ok(text.includes(expected.format(metrics.language.accuracy)), text);
    assert.ok(text.includes(metrics.model.version) && text.includes("MIT or Apache-2.0"));
  });
});
