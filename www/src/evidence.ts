import type { Passage, Share } from "rubrica";

import { element, setProperty } from "./dom.js";

/** How much of a text's beginning an excerpt shows, in UTF-16 code units. */
const OPENING = 320;
/** How much an excerpt shows on either side of a word that says something. */
const AROUND = 70;

/** A stretch of a text. */
interface Stretch {
  start: number;
  end: number;
}

/** A text as nodes, its evidence in `mark` elements: the stronger the word, the stronger its colour. */
export class MarkedText {
  readonly #text: string;
  readonly #evidence: Share[];
  readonly #strongest: number;
  readonly #passages: Passage[] = [];

  /** What is in another language than the rest stands in a `span` with its `lang`, if `passages` tell. */
  constructor(text: string, evidence: readonly Share[], passages: readonly Passage[] = []) {
    this.#text = text;
    this.#evidence = evidence.toSorted((a, b) => a.start - b.start);
    this.#strongest = Math.max(...evidence.map(({ weight }) => Math.abs(weight)));
    for (const { start, end, language } of passages) {
      // A word that is marked belongs to one passage as a whole.
      const across = (at: number) => this.#evidence.find((mark) => mark.start < at && at < mark.end)?.end ?? at;
      this.#passages.push({ start: across(start), end: across(end), language });
    }
  }

  /** All of the text. */
  whole(): (Node | string)[] {
    return this.#nodes({ start: 0, end: this.#text.length });
  }

  /** Its beginning, and what stands around the words that say something further on. */
  excerpt(): (Node | string)[] {
    const nodes: (Node | string)[] = [];
    for (const [index, stretch] of this.#stretches().entries()) {
      nodes.push(index === 0 ? "" : " … ", ...this.#nodes(stretch));
    }
    return [...nodes, " …"];
  }

  #stretches(): Stretch[] {
    const stretches = [{ start: 0, end: this.#wordEnd(OPENING) }];
    for (const { start, end } of this.#evidence) {
      const next = { start: this.#wordStart(start - AROUND), end: this.#wordEnd(end + AROUND) };
      const last = stretches.at(-1)!;
      if (next.start <= last.end) {
        last.end = Math.max(last.end, next.end);
      } else {
        stretches.push(next);
      }
    }
    return stretches;
  }

  /** The first beginning of a word from `at` on; `at` itself where words are not set apart. */
  #wordStart(at: number): number {
    const space = this.#text.slice(at, at + AROUND / 2).search(/\s/);
    return space < 0 ? at : at + space + 1;
  }

  /** The last end of a word up to `at`; `at` itself where words are not set apart. */
  #wordEnd(at: number): number {
    if (at >= this.#text.length) {
      return this.#text.length;
    }
    const space = this.#text.slice(at - AROUND / 2, at).search(/\s\S*$/);
    return space < 0 ? at : at - AROUND / 2 + space;
  }

  #nodes(stretch: Stretch): (Node | string)[] {
    const nodes: (Node | string)[] = [];
    let shown = stretch.start;
    for (const { start, end, language } of this.#passages) {
      const from = Math.max(start, shown);
      const to = Math.min(end, stretch.end);
      if (from < to) {
        const passage = element("span", { lang: language }, ...this.#marked({ start: from, end: to }));
        nodes.push(...this.#marked({ start: shown, end: from }), passage);
        shown = to;
      }
    }
    return [...nodes, ...this.#marked({ start: shown, end: stretch.end })];
  }

  #marked(stretch: Stretch): (Node | string)[] {
    const nodes: (Node | string)[] = [];
    let shown = stretch.start;
    for (const { start, end, weight } of this.#evidence) {
      if (start < shown || end > stretch.end || start >= end) {
        // Elsewhere in the text, or inside another mark, where it would tell a reader nothing.
        continue;
      }
      nodes.push(this.#text.slice(shown, start), this.#mark(this.#text.slice(start, end), weight));
      shown = end;
    }
    nodes.push(this.#text.slice(shown, stretch.end));
    return nodes;
  }

  #mark(text: string, weight: number): HTMLElement {
    const side = weight < 0 ? "against" : "for";
    const mark = element("mark", { class: side, "data-weight": weight }, text);
    setProperty(mark, "--strength", (Math.abs(weight) / this.#strongest).toFixed(3));
    return mark;
  }
}
