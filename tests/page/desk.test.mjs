// The reader's own topics on the page: made, marked, corrected, undone, kept, taken along.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

import { findings } from "../support/axe.mjs";
import { eventually } from "../support/eventually.mjs";
import { withPage } from "../support/page.mjs";

const held = withPage({ acceptDownloads: true });
const { item, paste } = held;

/** Written for these tests. */
const ITEMS = [
  "The grandmaster sacrificed a knight and won the chess game in thirty moves",
  "World chess champion draws with black in the fourth round of the tournament",
  "Dock workers unload the first container ship in the new harbour",
  "A chess prodigy of twelve beats three grandmasters at the open",
  "Die Aktien des Konzerns fielen am Montag an der Börse, die Bank senkte ihre Prognose für den Gewinn",
];

async function open() {
  await paste(ITEMS.join("\n\n"));
  await held.items(ITEMS.length);
  await held.page.locator("#desk > summary").click();
}

/** Waits until what was marked is learned, and shows. */
async function learned() {
  await held.page.waitForSelector("#desk:not([data-busy])");
}

/** @param {string} name */
async function make(name) {
  await held.page.locator("#desk-name").fill(name);
  await held.page.locator("#desk-name").press("Enter");
  await held.page.locator(`[data-desk="${name}"]`).waitFor();
}

/** @param {number} number @param {string} choice */
async function choose(number, choice) {
  await item(number).locator(".menu summary").click();
  await item(number).getByRole("button", { name: choice, exact: true }).click();
  await learned();
}

/** What the browser keeps of the reader's topics. */
async function stored() {
  return await held.page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("rubrica", 1);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction("desks").objectStore("desks").get("desk");
          asked.onsuccess = () => resolve(asked.result);
          asked.onerror = () => reject(asked.error);
          opening.result.close();
        };
      }),
  );
}

/** @param {number} number @param {string} topic */
const chip = (number, topic) => item(number).locator(`[data-own="${topic}"]`);

describe("a topic of one's own", () => {
  it("takes what is like its examples, and says why", async () => {
    await open();
    const learners = () => held.requests.filter((request) => request.url().includes("rubrica-learn"));
    assert.equal(learners().length, 0, "linfa is not loaded before it is asked for");
    await make("Chess");
    await choose(1, "It is: Chess");
    await choose(2, "It is: Chess");
    await chip(4, "Chess").waitFor();
    assert.equal(learners().length, 1);
    assert.equal(await chip(5, "Chess").count(), 0);
    assert.match((await item(1).textContent()) ?? "", /marked by you: Chess/);
    assert.match((await held.page.locator("#desk").textContent()) ?? "", /2 examples/);
    assert.match((await held.page.locator("#desk").textContent()) ?? "", /Too few examples/);
    await chip(4, "Chess").click();
    await eventually(async () => assert.equal(await chip(4, "Chess").getAttribute("aria-pressed"), "true"));
    assert.ok((await item(4).locator("mark").allTextContents()).some((text) => /chess/i.test(text)));
    assert.deepEqual(held.complaints, []);
  });

  it("may have any name", async () => {
    await open();
    await make("constructor");
    await choose(1, "It is: constructor");
    await choose(2, "It is: constructor");
    await chip(4, "constructor").waitFor();
  });

  it("shows the words that were asked for last, however quickly", async () => {
    await open();
    await make("Chess");
    await choose(1, "It is: Chess");
    await choose(2, "It is: Chess");
    await chip(4, "Chess").waitFor();
    const other = item(4).locator(".others .bar").first();
    /** Presses all at once: no answer comes between. @param {string[]} which */
    const press = async (...which) =>
      await item(4).evaluate((card, buttons) => {
        const found = buttons.map((one) => /** @type {HTMLElement} */ (card.querySelector(one)));
        for (const button of found) {
          button.click();
        }
      }, which);
    const shown = async () => ({
      chip: await chip(4, "Chess").getAttribute("aria-pressed"),
      other: await other.getAttribute("aria-pressed"),
      about: await item(4).locator(".text").getAttribute("data-about"),
    });
    const name = await other.locator(".name").textContent();
    await press("[data-own]", ".others .bar");
    await eventually(async () => assert.deepEqual(await shown(), { chip: "false", other: "true", about: name }));
    await press(".others .bar", "[data-own]");
    await eventually(async () => assert.deepEqual(await shown(), { chip: "true", other: "false", about: "Chess" }));
    // Twice is not at all.
    await press(".others .bar", "[data-own]", "[data-own]");
    await eventually(async () => assert.deepEqual(await shown(), { chip: "false", other: "true", about: name }));
    assert.deepEqual(held.complaints, []);
  });

  it("is corrected, renamed, deleted, and all that is undone", async () => {
    await open();
    await make("Chess");
    await choose(1, "It is: Chess");
    await choose(2, "It is: Chess");
    await chip(4, "Chess").waitFor();
    await item(4).getByRole("button", { name: "Not so" }).click();
    await chip(4, "Chess").waitFor({ state: "detached" });
    assert.match((await item(4).textContent()) ?? "", /none of your topics/);
    await held.page.locator("#desk .menu summary").click();
    await held.page.getByRole("button", { name: "Rename" }).click();
    // With such a key a reader takes what an input method proposes.
    await held.page
      .locator("#desk input[maxlength]:focus")
      .dispatchEvent("keydown", { key: "Enter", isComposing: true });
    await held.page.keyboard.type("Schach");
    await held.page.keyboard.press("Enter");
    await chip(1, "Schach").waitFor();
    await held.page.locator("#desk[open] > summary:focus").waitFor();
    await held.page.locator("#desk .menu summary").click();
    await held.page.getByRole("button", { name: "Delete" }).click();
    await chip(1, "Schach").waitFor({ state: "detached" });
    const undo = held.page.getByRole("button", { name: "Undo" });
    await undo.click();
    await chip(1, "Schach").waitFor();
    await undo.click();
    await chip(1, "Chess").waitFor();
    await undo.click();
    await chip(4, "Chess").waitFor();
    assert.deepEqual(held.complaints, []);
  });

  it("is named in peace while what was marked is judged anew", async () => {
    await open();
    await make("Chess");
    await choose(1, "It is: Chess");
    await choose(2, "It is: Chess");
    await held.page.getByText("takes 3 items").waitFor();
    await held.page.locator("#desk-name").pressSequentially("Har");
    // The text changes as when a file is opened: the keyboard stays where it is.
    await held.page.evaluate((text) => {
      const field = /** @type {HTMLTextAreaElement} */ (document.querySelector("textarea"));
      field.value = text;
      field.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
    }, ITEMS[2] ?? "");
    await held.page.getByText("takes 0 items").waitFor();
    await held.page.keyboard.type("bour");
    await held.page.keyboard.press("Enter");
    await held.page.locator('[data-desk="Harbour"]').waitFor();
  });

  it("is exported when something was marked for one, and not for none of them alone", async () => {
    await open();
    await make("Chess");
    await choose(5, "None of my topics");
    const exporting = held.page.getByRole("button", { name: "Export the topics" });
    assert.ok(await exporting.isDisabled());
    await choose(1, "It is: Chess");
    assert.ok(await exporting.isEnabled());
  });

  it("can be undone by the click that ends its renaming", async () => {
    await open();
    await make("Chess");
    await held.page.locator("#desk .menu summary").click();
    await held.page.getByRole("button", { name: "Rename" }).click();
    await held.page.keyboard.type("Schach");
    await held.page.getByRole("button", { name: "Undo" }).click();
    await held.page.locator('[data-desk="Chess"] .name').waitFor();
  });

  it("takes an item that is dropped on it", async () => {
    // Both places at once, for a hand that does not scroll.
    await held.page.setViewportSize({ width: 1280, height: 2400 });
    await open();
    await make("Harbour");
    const target = held.page.locator('[data-desk="Harbour"]');
    await learned();
    await item(3).locator(".number").hover();
    await held.page.mouse.down();
    const place = await target.boundingBox();
    assert.ok(place);
    await held.page.mouse.move(place.x + 20, place.y + 10, { steps: 5 });
    // A browser tells of what is dragged over a place from the second movement on.
    await held.page.mouse.move(place.x + 25, place.y + 12, { steps: 3 });
    await held.page.mouse.up();
    await item(3).getByText("marked by you: Harbour").waitFor();
  });

  it("says how good it is, and what would teach it most", async () => {
    await open();
    await make("Chess");
    await make("Harbour");
    for (const number of [1, 2, 4]) {
      await choose(number, "It is: Chess");
    }
    await choose(3, "It is: Harbour");
    await choose(5, "None of my topics");
    const panel = held.page.locator("#desk");
    await paste([...ITEMS, "Ferry collides with a pier in the harbour", "Cranes arrive at the port"].join("\n\n"));
    await held.items(7);
    await panel.getByText("These would teach it most:").waitFor();
    const links = panel.locator("a[href^='#item-']");
    await links.first().waitFor();
    const numbers = await links.allTextContents();
    assert.ok(numbers.length >= 1 && numbers.length <= 3, String(numbers));
    assert.ok(
      numbers.every((number) => ["6", "7"].includes(number)),
      `only what is not marked: ${String(numbers)}`,
    );
    await choose(6, "It is: Harbour");
    await panel.getByText(/Right \d+ times in 10 on your own examples/).waitFor();
  });

  it("is kept in this browser, and goes into a file and out of it", async () => {
    await open();
    await make("Chess");
    await choose(1, "It is: Chess");
    await chip(1, "Chess").waitFor();
    const downloading = held.page.waitForEvent("download");
    await held.page.getByRole("button", { name: "Export the topics" }).click();
    const file = await (await downloading).path();
    const kept = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(kept.examples, [{ topic: "Chess", text: ITEMS[0] }]);
    // The browser keeps it in its own time.
    await eventually(async () => assert.deepEqual((await stored())?.examples, kept.examples));
    await held.page.reload();
    await held.page.waitForSelector("html[data-ready]");
    await open();
    await chip(1, "Chess").waitFor();
    const other = await held.newContext({ locale: "en-GB", serviceWorkers: "block" });
    try {
      const page = await other.newPage();
      await page.goto(held.address);
      await page.waitForSelector("html[data-ready]");
      await page.locator("#desk-file").setInputFiles(file);
      await page.locator("textarea").first().fill(ITEMS.join("\n\n"));
      await page.locator('[data-item="1"] [data-own="Chess"]').waitFor();
      await page
        .locator("#desk-file")
        .setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from("{}") });
      await page.getByText("This is no file of exported topics.").waitFor();
      await page.locator("#open-settings").click();
      await page.locator("#page-language").selectOption("ru");
      await page.keyboard.press("Escape");
      await page
        .locator("#desk-file")
        .setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from("no JSON") });
      await page.getByText("В этом файле нет сохранённых рубрик.").waitFor();
    } finally {
      await other.close();
    }
  });

  it("is the same in all tabs, and none undoes what was done in another", async () => {
    await open();
    await make("Chess");
    const other = await held.context.newPage();
    await other.goto(held.address);
    await other.waitForSelector("html[data-ready]");
    await other.locator("#desk > summary").click();
    await other.locator('[data-desk="Chess"]').waitFor();
    await choose(1, "It is: Chess");
    await other.getByText("1 example,").waitFor();
    await other.locator("#desk-name").fill("Harbour");
    await other.locator("#desk-name").press("Enter");
    await held.page.locator('[data-desk="Harbour"]').waitFor();
    assert.deepEqual((await stored())?.examples, [{ topic: "Chess", text: ITEMS[0] }]);
    // Undone step by step, wherever each was done.
    const undo = held.page.getByRole("button", { name: "Undo" });
    await undo.click();
    await other.locator('[data-desk="Harbour"]').waitFor({ state: "detached" });
    assert.equal(await other.getByText("1 example,").count(), 1);
  });

  it("is judged in the end, and nothing is said to have failed, when its worker is given up for a newer text", async () => {
    await open();
    await make("Chess");
    await choose(1, "It is: Chess");
    await choose(2, "It is: Chess");
    await eventually(async () => assert.equal((await stored())?.examples.length, 2));
    // At the next visit the learner comes slowly: the worker waits for it, until it is given up.
    let delay = 3000;
    await held.page.route("**/rubrica-learn*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, delay));
      await route.continue().catch(() => undefined);
    });
    await held.page.reload();
    await held.page.waitForSelector("html[data-ready]");
    await paste(ITEMS[0] ?? "");
    await held.page.waitForTimeout(800);
    delay = 0;
    await paste(ITEMS.join("\n\n"));
    await chip(4, "Chess").waitFor();
    assert.equal(await held.page.getByRole("alert").count(), 0);
    await held.page.locator("#desk > summary").click();
    await held.page.getByText("Too few examples").waitFor();
    await learned();
  });

  it("is nothing that axe finds fault with", async () => {
    await open();
    await make("Chess");
    await choose(1, "It is: Chess");
    await chip(1, "Chess").waitFor();
    assert.deepEqual(await findings(held.page), []);
  });
});
