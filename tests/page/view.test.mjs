// What the reader does with what was found: filters, sorts, searches, chooses topics, joins, parts, takes along.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";

import { eventually, PATIENCE } from "../support/eventually.mjs";
import { withPage } from "../support/page.mjs";

const held = withPage({ permissions: ["clipboard-read", "clipboard-write"] });
const { field, item, items, numbers, paste, sample } = held;

const chip = (/** @type {string} */ name) => held.page.locator(".legend button").filter({ hasText: name });
const status = async () => (await held.page.getByRole("status").first().textContent()) ?? "";
const menu = async (/** @type {number} */ number, /** @type {string} */ name) => {
  await item(number).locator(".menu summary").click();
  await item(number).getByRole("button", { name }).click();
};

describe("the whole at a glance", () => {
  it("draws how the paste divides, and says it to those who do not see it", async () => {
    await sample();
    const drawings = held.page.locator("#glance svg[role=img]");
    const labels = await drawings.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    assert.equal(labels.length, 3);
    assert.match(labels[1] ?? "", /^Languages: English 4, Russian 1/);
    assert.equal(labels[2], "News or not: News 9, Not news 1");
    // As wide as they are many.
    const widths = await drawings
      .nth(2)
      .locator("rect")
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute("width"))));
    assert.ok(Math.abs((widths[0] ?? 0) / (widths[1] ?? 1) - 9) < 0.3, `${widths}`);
  });

  it("filters by the buttons and by the drawing, and says how many are left", async () => {
    await sample();
    await chip("Russian").click();
    assert.deepEqual(await numbers(), [2]);
    assert.match(await status(), /1 of 10 shown/);
    await chip("German").click();
    assert.deepEqual(await numbers(), [2, 4], "two of one kind are either");
    await chip("Not news").click();
    assert.deepEqual(await numbers(), [], "two of different kinds are both");
    assert.ok(await held.page.getByText("No item fits").isVisible());
    await held.page.getByRole("button", { name: "Show all" }).first().click();
    await items(10);
    await held.page.locator("#glance .kinds rect").nth(1).click();
    assert.deepEqual(await numbers(), [7]);
    assert.equal(await chip("Not news").getAttribute("aria-pressed"), "true");
    await held.page.locator("#glance .kinds rect").nth(1).click();
    await items(10);
  });

  it("ties stories, filters by them, and leads from one item to the other", async () => {
    await sample();
    assert.equal(await item(5).getAttribute("data-story"), await item(6).getAttribute("data-story"));
    assert.ok(await held.page.locator("li.tied > [data-item='5']").isVisible());
    await item(5).getByRole("link", { name: "6", exact: true }).click();
    assert.equal(await held.page.evaluate(() => document.activeElement?.id), "item-6");
    await held.page.locator("#glance .stories button").click();
    assert.deepEqual(await numbers(), [5, 6]);
    // A link to what a filter hides shows all again.
    await chip("French").click();
    assert.deepEqual(await numbers(), [5]);
    await item(5).getByRole("link", { name: "6", exact: true }).click();
    await items(10);
    assert.equal(await held.page.evaluate(() => document.activeElement?.id), "item-6");
  });

  it("searches without minding letter case, and sorts", async () => {
    await sample();
    await held.page.getByRole("searchbox").fill("EARTHQUAKE");
    assert.deepEqual(await numbers(), [6]);
    await held.page.getByRole("searchbox").fill("");
    await items(10);
    const sort = held.page.getByLabel("Sort by");
    await sort.selectOption("Least sure first");
    // Sure of both: that it is news, and what about. What is shown is rounded to whole percents.
    const confidences = await held.page.locator("[data-item]:not(.not-news)").evaluateAll((all) =>
      all.map((one) => {
        const { newsConfidence } = /** @type {HTMLElement} */ (one).dataset;
        return Number(newsConfidence) * parseInt(one.querySelector(".confidence")?.textContent ?? "");
      }),
    );
    assert.ok(confidences.length > 5);
    assert.ok(
      confidences.every((value, index) => index === 0 || value > (confidences[index - 1] ?? 0) - 1),
      confidences.join(),
    );
    await sort.selectOption("Language");
    const languages = await held.page
      .locator("[data-item]")
      .evaluateAll((all) => all.map((one) => /** @type {HTMLElement} */ (one).dataset["language"]));
    assert.deepEqual(languages, ["ar", "zh", "en", "en", "en", "en", "fr", "de", "ru", "es"]);
    await sort.selectOption("Story");
    assert.deepEqual((await numbers()).slice(0, 2), [5, 6]);
    await sort.selectOption("As pasted");
    assert.deepEqual(await numbers(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it("wants to see all of the next text when one is cleared", async () => {
    await sample();
    await held.page.getByRole("searchbox").fill("earthquake");
    await held.page.getByLabel("Sort by").selectOption("Language");
    await held.page.getByRole("button", { name: "Clear" }).click();
    await items(0);
    await paste("The army shelled the town\n\nLa policía detuvo a tres hombres");
    await items(2);
    assert.equal(await held.page.getByRole("searchbox").inputValue(), "");
    assert.equal(await held.page.getByLabel("Sort by").inputValue(), "paste");
  });
});

describe("an item", () => {
  it("shows the share of a word that is pointed at or tapped", async () => {
    await sample();
    const mark = item(2).locator("mark.for").first();
    const tip = held.page.locator(".tip");
    await mark.hover();
    const weight = Number(await mark.getAttribute("data-weight"));
    await eventually(async () => {
      const text = (await tip.textContent()) ?? "";
      assert.match(text, /^\+\d+\.\d\d for Sport$/);
      assert.ok(Math.abs(parseFloat(text) - weight) < 0.006, `${text} is not ${weight}`);
    });
    await held.page.mouse.move(5, 5);
    await tip.waitFor({ state: "hidden" });
    await mark.click();
    await tip.waitFor();
    await held.page.keyboard.press("Escape");
    await tip.waitFor({ state: "hidden" });
  });

  it("shows the words of another topic, of any of the 17, when one is chosen", async () => {
    await sample();
    const marks = async () => await item(1).locator("mark").allTextContents();
    const before = await marks();
    const other = item(1).locator(".bar").nth(1);
    const name = await other.locator(".name").textContent();
    await other.click();
    await held.page.waitForFunction(
      () => document.querySelectorAll("[data-item='1'] .bar")[1]?.getAttribute("aria-pressed") === "true",
    );
    assert.notDeepEqual(await marks(), before);
    await item(1).locator("mark.for").first().hover();
    await eventually(async () => {
      const tip = (await held.page.locator(".tip").textContent()) ?? "";
      assert.ok(tip.endsWith(`for ${name}`), tip);
    });
    await item(1).getByRole("button", { name: "All topics" }).click();
    await held.page.waitForFunction(() => document.querySelectorAll("[data-item='1'] .bar").length === 17);
    const weather = item(1).locator(".bar").filter({ hasText: "Weather" });
    await weather.click();
    await held.page.waitForFunction(
      () => document.querySelector("[data-item='1'] [data-slug=weather]")?.getAttribute("aria-pressed") === "true",
    );
    assert.ok((await marks()).length > 0);
    await item(1).locator(".bar").first().click();
    await eventually(async () => assert.deepEqual(await marks(), before));
    assert.deepEqual(held.complaints, []);
  });

  it("says why it is another topic and not its first, when that is asked", async () => {
    await sample();
    const name = async (/** @type {number} */ at) => (await item(1).locator(".bar .name").nth(at).textContent()) ?? "";
    const [first, other] = [await name(0), await name(1)];
    const instead = item(1).locator(".instead");
    assert.ok(await instead.isHidden(), "the first is not held against itself");
    await item(1).locator(".bar").nth(1).click();
    await instead.waitFor();
    assert.equal(await instead.textContent(), `${other} and not ${first}`);
    await instead.click();
    await item(1).locator(".instead[aria-pressed=true]").waitFor();
    await item(1).getByText("How it adds up").click();
    await item(1).locator(".sum tfoot").waitFor();
    const numbers = (await item(1).locator(".sum td:last-child").allTextContents()).map((one) =>
      Number(one.replace("−", "-")),
    );
    const score = numbers.pop() ?? NaN;
    const sum = numbers.reduce((total, share) => total + share, 0);
    assert.ok(Math.abs(sum - score) < 0.005 * (numbers.length + 1), `${sum} is not ${score}`);
    assert.ok(score < 0, "the first is likelier");
    const confidence = async (/** @type {number} */ at) =>
      parseInt((await item(1).locator(".bar .share").nth(at).textContent()) ?? "");
    // Shares are told to a whole percent, and the score to two decimals.
    const [likelier, less] = [await confidence(0), await confidence(1)];
    const least = Math.log((less - 0.5) / (likelier + 0.5)) - 0.005;
    const most = Math.log((less + 0.5) / (likelier - 0.5)) + 0.005;
    assert.ok(least <= score && score <= most, `${score} is not from ${least} to ${most}`);
    // A word against the one is a word for the other.
    await item(1).locator("mark.against").first().hover();
    await eventually(async () => {
      const tip = (await held.page.locator(".tip").textContent()) ?? "";
      assert.ok(tip.startsWith("+") && tip.endsWith(` for ${first}`), tip);
    });
    await item(1).locator(".bar").first().click();
    await instead.waitFor({ state: "hidden" });
    assert.deepEqual(held.complaints, []);
  });

  it("adds up: the shares and the rest are the score", async () => {
    await sample();
    await item(3).getByText("How it adds up").click();
    await item(3).locator(".sum tfoot").waitFor();
    const shares = await item(3).locator(".sum tbody td:last-child").allTextContents();
    const sum = shares.reduce((total, share) => total + Number(share.replace("−", "-")), 0);
    const score = Number(((await item(3).locator(".sum tfoot td").textContent()) ?? "").replace("−", "-"));
    assert.ok(shares.length >= 3, "two spans and the rest, at least");
    assert.ok(Math.abs(sum - score) < 0.005 * (shares.length + 1), `${sum} is not ${score}`);
  });

  it("in several languages tells their shares, and where each is", async () => {
    const text =
      "Министр финансов заявил в четверг, что бюджет будет принят до конца года. “We will not raise taxes on working " +
      "families this year,” he told reporters in London. Оппозиция требует пересмотра.";
    await paste(text);
    await item(1).waitFor();
    const languages = item(1).getByRole("group", { name: "Languages of this item" }).getByRole("button");
    const told = await languages.allTextContents();
    assert.deepEqual(
      told.map((one) => one.replace(/ \d+%$/, "")),
      ["Russian ru", "English en"],
    );
    const shares = told.map((one) => parseInt(/\d+/.exec(one)?.[0] ?? ""));
    assert.ok(Math.abs((shares[0] ?? 0) + (shares[1] ?? 0) - 100) <= 1, `${told}`);
    const english = item(1).locator(".text span[lang=en]");
    assert.match((await english.textContent()) ?? "", /^We will not raise taxes.*London$/);
    assert.equal(await item(1).locator(".text").textContent(), text, "all of the text is there");
    assert.ok((await item(1).locator(".text span[lang] mark").count()) > 0, "words are marked in it as elsewhere");
    const pointed = async () => await item(1).locator(".text .pointed").allTextContents();
    assert.deepEqual(await pointed(), []);
    await languages.nth(1).focus();
    await held.page.keyboard.press("Enter");
    assert.deepEqual(await pointed(), await english.allTextContents());
    assert.equal(await languages.nth(1).getAttribute("aria-pressed"), "true");
    // It stays when other words are marked.
    await item(1).locator(".others .bar").first().click();
    await item(1).locator(".others .bar[aria-pressed=true]").waitFor();
    assert.deepEqual(await pointed(), await english.allTextContents());
    await languages.nth(1).press("Enter");
    assert.deepEqual(await pointed(), []);
    await languages.nth(0).hover();
    await eventually(async () => assert.equal((await pointed()).length, 2));
    assert.deepEqual(held.complaints, []);
  });

  it("in a language for which the browser has no name tells its code once", async () => {
    // As a browser with few names, which this one is for rarer languages.
    await held.page.addInitScript(() => {
      const of = Reflect.get(Intl.DisplayNames.prototype, "of");
      Intl.DisplayNames.prototype.of = function (/** @type {string} */ code) {
        return code === "ru" ? (this.resolvedOptions().fallback === "code" ? code : undefined) : of.call(this, code);
      };
    });
    await held.page.reload();
    await held.page.waitForSelector("html[data-ready]");
    await paste("Сборная по хоккею выиграла финал чемпионата мира");
    await items(1);
    assert.match((await item(1).locator(".language").textContent()) ?? "", /^ru \d+%$/);
  });

  it("looks unsure when it is", async () => {
    await paste(
      "The army shelled the border town overnight and dozens of soldiers were killed\n\n" +
        "The number of visitors doubled within a year, the council says",
    );
    await items(2);
    const unsure = held.page.locator("[data-item].unsure:not(.not-news)");
    assert.equal(await unsure.count(), 1);
    assert.match((await unsure.locator(".text").textContent()) ?? "", /visitors/);
    for (const text of await unsure.locator("h3").allTextContents()) {
      assert.match(text, /, perhaps \d/);
    }
  });

  it("is joined with the next by hand, parted by hand, and found anew", async () => {
    await sample();
    await menu(3, "Join with the next");
    await items(9);
    const joined = (await item(3).locator(".text").textContent()) ?? "";
    assert.ok(joined.includes("banco central") && joined.includes("Buchhalter"));
    await menu(3, "Part…");
    const places = item(3).getByRole("button", { name: "Part here" });
    assert.equal(await places.count(), 1);
    await places.click();
    await items(10);
    assert.equal(await item(4).getAttribute("data-language"), "de");
    await menu(1, "Part…");
    assert.ok((await item(1).getByRole("button", { name: "Part here" }).count()) >= 4);
    await item(1).getByRole("button", { name: "Cancel" }).click();
    assert.ok(await item(1).locator("p.text").isVisible());
    await menu(1, "Join with the next");
    await items(9);
    await held.page.getByRole("button", { name: "Items as found" }).click();
    await items(10);
    assert.ok(await held.page.getByRole("button", { name: "Items as found" }).isHidden());
    assert.deepEqual(held.complaints, []);
  });

  it("is copied as Markdown", async () => {
    await sample();
    await menu(2, "Copy");
    await held.page.waitForFunction(() => document.querySelector("#status")?.textContent === "Copied");
    const copied = await held.page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /^2\. \*\*Sport\*\* \d+% · Russian \(ru\) \d+%\n\n> Сборная/);
  });
});

describe("what is taken along", () => {
  /** @param {string} name */
  const exported = async (name) => {
    await held.page.locator(".export summary").click();
    const [download] = await Promise.all([
      held.page.waitForEvent("download"),
      held.page.locator("#export").getByRole("button", { name }).click(),
    ]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  };

  it("has no column for words where they are not known, as of a long paste", async () => {
    await paste("Team Northfield won the cup final yesterday\n\n".repeat(5000));
    await held.page.waitForFunction(
      () =>
        document.querySelector("#status")?.textContent?.startsWith("5,000 items") &&
        !document.querySelector(".answer[aria-busy]"),
    );
    const [names, first] = (await exported("CSV")).text.split("\r\n");
    assert.ok(names?.endsWith(",story,text"), names);
    assert.equal(first?.split(",").length, names?.split(",").length);
    assert.ok(first?.endsWith(",Team Northfield won the cup final yesterday"), first);
  });

  it("is a file of CSV, JSON or Markdown, of what is shown", async () => {
    await paste('=1+1, she said "no" and won the cup final yesterday evening\n\nPolice arrested a bank robber');
    await items(2);
    const csv = await exported("CSV");
    assert.equal(csv.name, "rubrica.csv");
    const lines = csv.text.replace("\uFEFF", "").split("\r\n");
    assert.match(lines[0] ?? "", /^item,language,.*,words,text$/);
    assert.ok(lines[1]?.endsWith(`"'=1+1, she said ""no"" and won the cup final yesterday evening"`), lines[1]);
    assert.equal(lines.length, 4);
    const json = JSON.parse((await exported("JSON")).text);
    assert.equal(json.items[1].text, "Police arrested a bank robber");
    assert.equal(json.model.name, "rubrica");
    await held.page.getByRole("searchbox").fill("police");
    await items(1);
    const markdown = await exported("Markdown");
    assert.equal(markdown.name, "rubrica.md");
    assert.match(markdown.text, /^2\. \*\*.*\n\n> Police arrested a bank robber\n$/);
  });

  it("is printed with all items and without what cannot be pressed on paper", async () => {
    await held.page.evaluate(() => {
      Object.assign(globalThis, { print: () => Reflect.set(globalThis, "printed", 1) });
    });
    await paste(Array.from({ length: 260 }, (_, index) => `Team ${index} won the cup final yesterday`).join("\n\n"));
    await held.page.waitForFunction(() => document.querySelector(".spacer"));
    await held.page.locator(".export summary").click();
    await held.page.getByRole("button", { name: "Print" }).click();
    assert.equal(await held.page.evaluate(() => Reflect.get(globalThis, "printed")), 1);
    await held.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await items(260);
    await held.page.emulateMedia({ media: "print" });
    assert.ok(await field().isHidden());
    assert.ok(await held.page.locator("#glance svg").first().isVisible());
    await held.page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.ok((await held.page.locator("[data-item]").count()) < 260);
  });
});

describe("a long list", () => {
  it("is all there up to two hundred items", async () => {
    await paste(Array.from({ length: 200 }, (_, index) => `Team ${index} won the cup final yesterday`).join("\n\n"));
    await items(200);
  });

  it("of five thousand items scrolls smoothly, from the first to the last", async () => {
    const lines = [
      "won the cup final yesterday",
      "was fined by the court for tax fraud",
      "faces floods after the storm",
    ];
    await paste(Array.from({ length: 5000 }, (_, index) => `Number ${index} ${lines[index % 3] ?? ""}`).join("\n\n"));
    await held.page.waitForFunction(
      () => document.querySelector("#status")?.textContent?.startsWith("5,000 items"),
      null,
      { timeout: 2 * PATIENCE },
    );
    const session = await held.context.newCDPSession(held.page);
    // The time that the page's thread itself takes: whatever else the machine does is not counted.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const busy = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN) * 1000;
    };
    /** Scrolls on, and says how long a frame takes the page's thread. */
    const scrollOn = async () => {
      const before = await busy();
      const { gaps, most } = await held.page.evaluate(async () => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        const gaps = [];
        let most = 0;
        let last = await frame();
        for (let step = 0; step < 180; step += 1) {
          scrollBy({ top: 240, behavior: "instant" });
          const now = await frame();
          gaps.push(now - last);
          last = now;
          most = Math.max(most, document.querySelectorAll("[data-item]").length);
        }
        return { gaps: gaps.sort((a, b) => a - b), most };
      });
      const at = (/** @type {number} */ share) => Math.round(gaps[Math.floor(gaps.length * share)] ?? 0);
      const each = ((await busy()) - before) / gaps.length;
      console.log(
        `a frame takes ${each.toFixed(1)} ms of the page's thread; on this machine as it is now, frames come after ${at(0.5)} ms (median), ${at(0.95)} ms (95 %); ${most} items on the page`,
      );
      assert.ok(most < 60, `${most} items on the page`);
      return each;
    };
    // 16.7 is a frame. Caches that are shared with other programs make the same work slower: the best of three is the page's.
    let best = await scrollOn();
    for (let tries = 1; tries < 3 && best >= 16; tries += 1) {
      best = Math.min(best, await scrollOn());
    }
    assert.ok(best < 30, `${best} ms of work a frame`);
    await eventually(async () => {
      await held.page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
      assert.equal((await numbers()).at(-1), 5000);
    });
    // What is far away is found by a search, too.
    await held.page.getByRole("searchbox").fill("Number 2718 ");
    await items(1);
    assert.deepEqual(await numbers(), [2719]);
  });

  it("shows words, and takes keyboard focus along, also far down", async () => {
    await paste(
      Array.from(
        { length: 3600 },
        (_, index) => `Police arrested ${index} people after a robbery, the prosecutor said`,
      ).join("\n\n"),
    );
    await held.page.waitForFunction(
      () => document.querySelector("#status")?.textContent?.startsWith("3,600 items"),
      null,
      { timeout: 2 * PATIENCE },
    );
    await held.page.evaluate(() => scrollTo({ top: 100_000, behavior: "instant" }));
    await held.page.waitForFunction(() => {
      const [first] = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-item]:has(mark)"));
      return Number(first?.dataset["item"]) > 300;
    });
    // At once, before the list goes on without it.
    const last = await held.page.evaluate(() => {
      const item = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-item]"))].at(-1);
      item?.focus();
      return Number(item?.dataset["item"]);
    });
    for (let presses = 0; presses < 30; presses += 1) {
      await held.page.keyboard.press("Tab");
      // As slowly as a reader who looks: the list goes on with the next frame.
      await held.page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
    }
    const focused = await held.page.evaluate(
      () => /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-item]"))?.dataset["item"],
    );
    assert.ok(Number(focused) > last, `${focused} is not beyond ${last}`);
    assert.deepEqual(held.complaints, []);
  });
});
