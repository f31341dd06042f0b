import type { Item, Report } from "rubrica";

import { card } from "./card.js";
import { counted } from "./locale.js";
import { evidenceOf, readItem } from "./reading.js";

/** How many items are added at a time. */
const STEP = 60;
/** How far below the screen the end of the list may come before more are added. */
const AHEAD = "1500px";

/** The items of a report. A long list grows as the reader comes near its end. */
export class ItemList {
  readonly #list: HTMLElement;
  readonly #more: HTMLElement;
  readonly #explain: (itemText: string) => Promise<Item | undefined>;
  #text = "";
  #report: Report | undefined;
  #shown = 0;
  /** The cards that are shown, by what they show: one that has not changed stays as it is. */
  #cards = new Map<string, HTMLElement>();

  /** `more` is the element behind the list that says how much is not shown yet. */
  constructor(list: HTMLElement, more: HTMLElement, explain: (itemText: string) => Promise<Item | undefined>) {
    this.#list = list;
    this.#more = more;
    this.#explain = explain;
    const nearEnd = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) {
          this.#grow();
          // Observed anew, the element is reported again if it is still near.
          nearEnd.unobserve(more);
          nearEnd.observe(more);
        }
      },
      { rootMargin: AHEAD },
    );
    nearEnd.observe(more);
    // A link to an item that is not shown yet would lead nowhere.
    list.addEventListener("click", ({ target }) => {
      const link = target instanceof Element ? target.closest("a") : undefined;
      const number = Number(link?.hash.replace("#item-", ""));
      while (this.#shown < number) {
        this.#grow();
      }
    });
  }

  show(text: string, report: Report): void {
    const before = this.#cards;
    const count = Math.min(Math.max(this.#text === text ? this.#shown : 0, STEP), report.items.length);
    this.#text = text;
    this.#report = report;
    this.#cards = new Map();
    this.#shown = count;
    const cards = Array.from({ length: count }, (_, index) => this.#card(index, before));
    // Cards in place are not touched, so that focus, selection and what was unfolded survive typing.
    for (const [index, made] of cards.entries()) {
      if (this.#list.children[index] !== made) {
        this.#list.insertBefore(made, this.#list.children[index] ?? null);
      }
    }
    while (this.#list.children.length > count) {
      this.#list.lastElementChild?.remove();
    }
    this.#sayMore();
  }

  clear(): void {
    this.#report = undefined;
    this.#text = "";
    this.#shown = 0;
    this.#cards = new Map();
    this.#list.replaceChildren();
    this.#sayMore();
  }

  #grow(): void {
    const total = this.#report?.items.length ?? 0;
    const end = Math.min(this.#shown + STEP, total);
    const cards: HTMLElement[] = [];
    while (this.#shown < end) {
      cards.push(this.#card(this.#shown, this.#cards));
      this.#shown += 1;
    }
    this.#list.append(...cards);
    this.#sayMore();
  }

  /** The list entry of an item: one of `before` if it shows the same, else a new one. */
  #card(index: number, before: Map<string, HTMLElement>): HTMLElement {
    const report = this.#report!;
    const item = report.items[index]!;
    const reading = readItem(this.#text, report, index);
    const key = JSON.stringify(reading);
    const kept = before.get(key);
    const entry = kept ?? document.createElement("li");
    if (!kept) {
      entry.append(card(reading));
      if (item.topics[0] && item.topics[0].rest === undefined) {
        void this.#explainLater(entry, index, reading.text);
      }
    }
    this.#cards.set(key, entry);
    return entry;
  }

  async #explainLater(entry: HTMLElement, index: number, itemText: string): Promise<void> {
    const report = this.#report!;
    const paste = this.#text;
    // An explanation that fails leaves the card as it is: readable, without marks.
    const explained = await this.#explain(itemText).catch(() => undefined);
    const [topic] = explained?.topics ?? [];
    if (explained && topic && entry.isConnected && topic.slug === report.items[index]?.topics[0]?.slug) {
      entry.replaceChildren(card({ ...readItem(paste, report, index), evidence: evidenceOf(explained, topic) }));
    }
  }

  #sayMore(): void {
    const left = (this.#report?.items.length ?? 0) - this.#shown;
    this.#list.classList.toggle("long", this.#shown > STEP || left > 0);
    this.#more.hidden = left <= 0;
    this.#more.textContent = left > 0 ? `${counted(left, "more item", "more items")} below` : "";
  }
}
