import type { Report } from "rubrica";

import { Card, type CardHost } from "./card.js";
import { element } from "./dom.js";
import { readItem } from "./reading.js";

/** Lists up to this long are all on the page; of longer ones, what is near the screen. */
const ALL = 200;
/** How far above and below the screen items are kept on the page, in CSS pixels. */
const AHEAD = 900;
/** So many items on either side of the one that has the keyboard are on the page, for the keyboard to go on to. */
const AROUND_FOCUS = 4;
/** How high an item is taken to be before any has been measured. */
const GUESS = 190;
/** So many cards are kept, with what the reader did to them, after they left the page. */
const KEPT = 600;

/** What is listed. */
export interface Listing {
  text: string;
  report: Report;
  /** The indices of the items, in the order in which they are shown. */
  order: readonly number[];
  threshold: number;
}

/** The items of a report. Of a long list only what is near the screen is on the page. */
export class ItemList {
  readonly #list: HTMLElement;
  readonly #host: CardHost;
  #listing: Listing | undefined;
  /** List entries by what they show: one that has not changed stays as it is. */
  #entries = new Map<string, HTMLElement>();
  /** What each place of the order shows, as a key of the entries; filled as it is asked for. */
  #keys: (string | undefined)[] = [];
  /** The measured heights of entries, by place. */
  #heights: (number | undefined)[] = [];
  /** Where each place begins, from the top of the list, if heights are as far as known. */
  #tops = new Float64Array(0);
  #stale = true;
  #printing = false;
  #asked = false;
  readonly #above = spacer();
  readonly #below = spacer();
  readonly #resized: ResizeObserver;

  constructor(list: HTMLElement, host: CardHost) {
    this.#list = list;
    this.#host = host;
    this.#resized = new ResizeObserver(() => {
      this.#later();
    });
    list.addEventListener("focusin", () => {
      if (this.#isLong) {
        this.#draw();
      }
    });
    const later = () => {
      this.#later();
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later, { passive: true });
    addEventListener("beforeprint", () => {
      this.#printing = true;
      this.#draw();
    });
    addEventListener("afterprint", () => {
      this.#printing = false;
      this.#draw();
    });
  }

  show(listing: Listing): void {
    const sameLength = this.#listing?.order.length === listing.order.length;
    this.#listing = listing;
    this.#keys = [];
    // While one types, places keep their heights.
    this.#heights = sameLength ? this.#heights : [];
    this.#stale = true;
    this.#draw();
  }

  /** Forgets all cards, so that they are made anew. */
  forget(): void {
    this.#entries.clear();
  }

  clear(): void {
    this.#listing = undefined;
    this.#entries.clear();
    this.#keys = [];
    this.#heights = [];
    this.#list.replaceChildren();
  }

  /** Brings an item before the reader. False if it is not in the list. */
  reveal(number: number): boolean {
    const place = this.#listing?.order.indexOf(number - 1) ?? -1;
    if (place < 0) {
      return false;
    }
    if (this.#isLong) {
      this.#measure();
      scrollTo({ top: this.#listTop() + this.#tops[place]! - innerHeight / 4, behavior: "instant" });
      this.#draw();
    }
    const card = this.#list.querySelector<HTMLElement>(`[data-item="${String(number)}"]`);
    card?.scrollIntoView({ block: "nearest" });
    card?.focus({ preventScroll: true });
    return true;
  }

  get #isLong(): boolean {
    return !this.#printing && (this.#listing?.order.length ?? 0) > ALL;
  }

  #later(): void {
    if (this.#isLong && !this.#asked) {
      this.#asked = true;
      requestAnimationFrame(() => {
        this.#asked = false;
        this.#draw();
      });
    }
  }

  #draw(): void {
    const total = this.#listing?.order.length ?? 0;
    if (!this.#listing) {
      return;
    }
    if (!this.#isLong) {
      this.#put(Array.from({ length: total }, (_, place) => this.#entry(place)));
      this.#forgetOldest();
      return;
    }
    this.#measure();
    const top = scrollY - this.#listTop();
    let first = this.#placeAt(top - AHEAD);
    let last = this.#placeAt(top + innerHeight + AHEAD);
    const focused = this.#focusedPlace();
    if (focused >= first && focused <= last) {
      first = Math.max(Math.min(first, focused - AROUND_FOCUS), 0);
      last = Math.min(Math.max(last, focused + AROUND_FOCUS), total - 1);
    }
    const shown = Array.from({ length: last - first + 1 }, (_, at) => this.#entry(first + at));
    setHeight(this.#above, this.#tops[first]!);
    setHeight(this.#below, this.#tops[total]! - this.#tops[last + 1]!);
    this.#put([this.#above, ...shown, this.#below]);
    this.#forgetOldest();
  }

  /** Puts the entries into the list. Those in place are not touched, so that focus, selection and what was unfolded survive. */
  #put(entries: HTMLElement[]): void {
    const focused = this.#list.querySelector<HTMLElement>("[data-item]:focus-within")?.dataset["item"];
    const wanted = new Set(entries);
    for (const child of [...this.#list.children]) {
      if (!wanted.has(child as HTMLElement)) {
        this.#resized.unobserve(child);
        child.remove();
      }
    }
    for (const [index, entry] of entries.entries()) {
      const there = this.#list.children[index];
      if (there !== entry) {
        this.#list.insertBefore(entry, there ?? null);
        this.#resized.observe(entry);
      }
    }
    if (focused && !this.#list.matches(":focus-within")) {
      // Its card was made anew, as when the item is joined or marked.
      this.#list.querySelector<HTMLElement>(`[data-item="${focused}"] .menu summary`)?.focus({ preventScroll: true });
    }
  }

  /** The list entry of a place: the one that showed the same before, else a new one. */
  #entry(place: number): HTMLElement {
    const { text, report, order, threshold } = this.#listing!;
    const index = order[place]!;
    const reading = readItem(text, report, index, threshold, (one) => this.#host.markOf(one));
    const key = (this.#keys[place] ??= JSON.stringify([
      reading,
      this.#host.topicsShown,
      this.#host.ownTopics,
      index + 1 < report.items.length,
    ]));
    let entry = this.#entries.get(key);
    if (entry) {
      // Behind those that were used longer ago.
      this.#entries.delete(key);
    } else {
      entry = element("li", {}, new Card(reading, this.#host).element);
    }
    this.#entries.set(key, entry);
    entry.ariaSetSize = String(order.length);
    entry.ariaPosInSet = String(place + 1);
    entry.dataset["place"] = String(place);
    const { story } = reading;
    const next = order[place + 1];
    entry.classList.toggle(
      "tied",
      story !== undefined && next !== undefined && report.items[next]!.story === story.index,
    );
    return entry;
  }

  /** Takes over the heights of what is on the page, and sums them up. */
  #measure(): void {
    const total = this.#listing!.order.length;
    for (const child of this.#list.children) {
      const place = Number((child as HTMLElement).dataset["place"] ?? NaN);
      // What has not been shown since the order changed says nothing of its place.
      if (this.#keys[place] !== undefined && this.#entries.get(this.#keys[place]) === child) {
        const { height } = child.getBoundingClientRect();
        if (this.#heights[place] !== height) {
          this.#heights[place] = height;
          this.#stale = true;
        }
      }
    }
    if (this.#stale) {
      this.#stale = false;
      let sum = 0;
      let known = 0;
      this.#heights.forEach((height = 0) => {
        sum += height;
        known += 1;
      });
      const usual = known > 0 ? sum / known : GUESS;
      this.#tops = new Float64Array(total + 1);
      for (let place = 0; place < total; place += 1) {
        this.#tops[place + 1] = this.#tops[place]! + (this.#heights[place] ?? usual);
      }
    }
  }

  /** The place at that height, or the nearest. */
  #placeAt(height: number): number {
    let from = 0;
    let to = this.#tops.length - 2;
    while (from < to) {
      const middle = (from + to + 1) >> 1;
      if (this.#tops[middle]! <= height) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return from;
  }

  /** The place of what has the keyboard, if it is in the list. */
  #focusedPlace(): number {
    const entry = document.activeElement?.closest<HTMLElement>("[data-place]");
    return Number(entry?.dataset["place"] ?? NaN);
  }

  #listTop(): number {
    return this.#list.getBoundingClientRect().top + scrollY;
  }

  #forgetOldest(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= KEPT) {
        break;
      }
      if (!entry.isConnected) {
        this.#entries.delete(key);
      }
    }
  }
}

/** What stands for the entries that are not on the page. */
function spacer(): HTMLElement {
  return element("li", { class: "spacer", role: "presentation" });
}

function setHeight(target: HTMLElement, height: number): void {
  target.style.height = `${String(Math.max(height, 0))}px`;
}
