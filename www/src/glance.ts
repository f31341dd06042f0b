// How the paste divides: a drawing of each dimension, and what it shows as buttons that filter.
import type { Report } from "rubrica";

import { button, drawn, element, icon, setProperty } from "./dom.js";
import { NOT_NEWS, STORY } from "./icons.js";
import { isNews, languageOf, storyLetter } from "./reading.js";
import { lookOf } from "./topics.js";
import { type Dimension, DIMENSIONS, tally, type View } from "./view.js";
import { counted, languageName, notNews, say, sayAround, topicName } from "./words.js";

/** Of more values than this, only the commonest are shown until all are asked for. */
const MOST = 7;
/** How many those are. */
const COMMONEST = 5;
/** The drawing's own width; the page stretches it. */
const WIDTH = 1000;
const HEIGHT = 22;

/** A value of a dimension, as it is drawn. */
interface Slice {
  value: string;
  name: string;
  count: number;
  class: string;
  hue: number | undefined;
  icon: string | undefined;
}

/** The whole of a report, and what of it the reader wants to see. */
export class Glance {
  readonly #place: HTMLElement;
  readonly #changed: () => void;
  readonly #unfolded = new Set<Dimension>();
  #report: Report | undefined;
  #view: View | undefined;

  /** `changed` hears that the reader chose something. */
  constructor(place: HTMLElement, changed: () => void) {
    this.#place = place;
    this.#changed = changed;
  }

  show(report: Report, view: View): void {
    this.#report = report;
    this.#view = view;
    this.#place.hidden = report.items.length === 0;
    const focus = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["slice"] : undefined;
    this.#place.replaceChildren(
      ...DIMENSIONS.map((dimension) => this.#division(dimension)).filter((division) => division !== undefined),
      key(),
    );
    if (focus !== undefined && document.activeElement === document.body) {
      this.#place.querySelector<HTMLElement>(`[data-slice="${CSS.escape(focus)}"]`)?.focus();
    }
  }

  hide(): void {
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }

  #division(dimension: Dimension): HTMLElement | undefined {
    const slices = tally(this.#report!, dimension).map(([value, count]) => sliceOf(dimension, value, count));
    if (slices.length === 0) {
      return undefined;
    }
    const title = say(`glance.${dimension}`);
    const chosen = this.#view!.chosen[dimension];
    const unfolded = this.#unfolded.has(dimension);
    const shown =
      unfolded || slices.length <= MOST
        ? slices
        : slices.filter(({ value }, rank) => rank < COMMONEST || chosen.has(value));
    const legend = element("ul", { class: "legend" });
    for (const slice of shown) {
      legend.append(element("li", {}, this.#chip(dimension, slice, slices.indexOf(slice))));
    }
    if (slices.length > MOST) {
      const more = button(
        { class: "quiet", "aria-expanded": unfolded ? "true" : "false", "data-slice": `${dimension}:` },
        () => {
          this.#unfolded[unfolded ? "delete" : "add"](dimension);
          this.show(this.#report!, this.#view!);
        },
        unfolded ? say("glance.fewer") : say("glance.more", { count: slices.length - shown.length }),
      );
      legend.append(element("li", {}, more));
    }
    return element(
      "section",
      { class: `division ${dimension}`, "aria-label": title },
      element("h3", {}, title),
      ...(dimension === "stories" ? [] : [this.#drawing(dimension, title, slices)]),
      legend,
    );
  }

  /** One bar, parted as the paste is. What the buttons do, a click on its slice does as well. */
  #drawing(dimension: Dimension, title: string, slices: Slice[]): SVGSVGElement {
    const total = slices.reduce((sum, { count }) => sum + count, 0);
    const label = `${title}: ${slices.map(({ name, count }) => `${name} ${counted(count)}`).join(", ")}`;
    const svg = drawn("svg", {
      viewBox: `0 0 ${String(WIDTH)} ${String(HEIGHT)}`,
      preserveAspectRatio: "none",
      class: "drawing",
      role: "img",
      "aria-label": label,
    });
    const chosen = this.#view!.chosen[dimension];
    let from = 0;
    for (const [rank, slice] of slices.entries()) {
      const width = (slice.count / total) * WIDTH;
      const faded = chosen.size > 0 && !chosen.has(slice.value);
      const rect = drawn(
        "rect",
        {
          x: from,
          y: 0,
          width: Math.max(width - 3, 1),
          height: HEIGHT,
          class: `${slice.class}${faded ? " faded" : ""}`,
        },
        drawn("title", {}, `${slice.name} ${counted(slice.count)}`),
      );
      colour(rect, slice, rank);
      rect.addEventListener("click", () => {
        this.#toggle(dimension, slice.value);
      });
      svg.append(rect);
      from += width;
    }
    return svg;
  }

  #chip(dimension: Dimension, slice: Slice, rank: number): HTMLElement {
    const { value, name, count } = slice;
    const made = button(
      {
        class: `chip ${slice.class}`,
        "aria-pressed": this.#view!.chosen[dimension].has(value) ? "true" : "false",
        "data-slice": `${dimension}:${value}`,
      },
      () => {
        this.#toggle(dimension, value);
      },
      slice.icon ? icon(slice.icon) : element("span", { class: "dot", "aria-hidden": "true" }),
      element("span", {}, name),
      " ",
      element("b", {}, counted(count)),
    );
    colour(made, slice, rank);
    return made;
  }

  #toggle(dimension: Dimension, value: string): void {
    const chosen = this.#view!.chosen[dimension];
    if (!chosen.delete(value)) {
      chosen.add(value);
    }
    this.#changed();
  }
}

function sliceOf(dimension: Dimension, value: string, count: number): Slice {
  const plain = { value, count, hue: undefined, icon: undefined };
  switch (dimension) {
    case "topics": {
      const look = lookOf(value);
      return { ...plain, name: topicName(value), class: "hued", hue: look.hue, icon: look.icon };
    }
    case "languages":
      return { ...plain, name: languageName(value), class: "ranked" };
    case "kinds":
      return value === "news"
        ? { ...plain, name: say("news"), class: "is-news" }
        : { ...plain, name: notNews(), class: "is-not-news", icon: NOT_NEWS };
    case "stories":
      return { ...plain, name: storyLetter(Number(value)), class: "is-story", icon: STORY };
  }
}

function colour(target: HTMLElement | SVGElement, { hue }: Slice, rank: number): void {
  setProperty(target, "--rank", Math.min(rank, 5));
  if (hue !== undefined) {
    setProperty(target, "--hue", hue);
  }
}

function key(): HTMLElement {
  const mark = (side: "for" | "against") => {
    const made = element("mark", { class: side }, say(`glance.${side}`));
    setProperty(made, "--strength", 0.8);
    return made;
  };
  return element("p", { class: "key" }, ...sayAround("glance.key", { for: mark("for"), against: mark("against") }));
}

/** The whole in one sentence. */
export function summary({ items, stories }: Report, shown: number): string {
  if (items.length === 0) {
    return say("status.nothing");
  }
  const languages = new Set(items.map((item) => languageOf(item).code));
  languages.delete("und");
  const notNews = items.filter((item) => !isNews(item)).length;
  return [
    say("status.items", { count: items.length }),
    ...(languages.size > 0 ? [say("status.languages", { count: languages.size })] : []),
    ...(notNews > 0 ? [say("status.notNews", { count: notNews })] : []),
    ...(stories.length > 0 ? [say("status.stories", { count: stories.length })] : []),
    ...(shown < items.length ? [say("status.shown", { shown, total: items.length })] : []),
  ].join(" · ");
}
