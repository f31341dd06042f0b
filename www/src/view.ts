// Which of the items are shown, and in what order.
import type { Item, Report } from "rubrica";

import { isNews, languageOf } from "./reading.js";
import { inOrder, languageName, searchable, topicName } from "./words.js";

export const SORTS = ["paste", "topic", "language", "sure", "unsure", "story"] as const;
export type Sort = (typeof SORTS)[number];

/** By what items can be told apart. */
export const DIMENSIONS = ["topics", "languages", "kinds", "stories"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What the reader wants to see. Of a dimension in which nothing is chosen, everything is wanted. */
export interface View {
  chosen: Record<Dimension, Set<string>>;
  search: string;
  sort: Sort;
}

export function wholeView(): View {
  return {
    chosen: { topics: new Set(), languages: new Set(), kinds: new Set(), stories: new Set() },
    search: "",
    sort: "paste",
  };
}

/** The item's value in a dimension; undefined where it has none. What is no news has no topic. */
export function valueOf(item: Item, dimension: Dimension): string | undefined {
  switch (dimension) {
    case "topics":
      return isNews(item) ? item.topics[0]?.slug : undefined;
    case "languages":
      return languageOf(item).code;
    case "kinds":
      return isNews(item) ? "news" : "notNews";
    case "stories":
      return item.story === null ? undefined : String(item.story);
  }
}

/** How many items there are of each value, the commonest first. */
export function tally(report: Report, dimension: Dimension): [value: string, count: number][] {
  const counts = new Map<string, number>();
  for (const item of report.items) {
    const value = valueOf(item, dimension);
    if (value !== undefined) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** The indices of the items that are wanted, in the order that is wanted. */
export function select(text: string, report: Report, { chosen, search, sort }: View): number[] {
  const { items } = report;
  const active = DIMENSIONS.filter((dimension) => chosen[dimension].size > 0);
  const sought = searchable(search.trim());
  const found: number[] = [];
  for (const [index, item] of items.entries()) {
    if (
      active.every((dimension) => chosen[dimension].has(valueOf(item, dimension) ?? "")) &&
      (sought === "" || searchable(text.slice(item.start, item.end)).includes(sought))
    ) {
      found.push(index);
    }
  }
  return sort === "paste" ? found : found.sort(orders[sort](items));
}

type Order = (a: number, b: number) => number;

/** Items that are alike stay in the order of the paste. */
const orders: Record<Exclude<Sort, "paste">, (items: readonly Item[]) => Order> = {
  topic: (items) => byName((index) => topicName(valueOf(items[index]!, "topics") ?? "\uFFFF")),
  language: (items) => byName((index) => languageName(languageOf(items[index]!).code)),
  sure: (items) => (a, b) => confidence(items[b]!) - confidence(items[a]!),
  unsure: (items) => (a, b) => confidence(items[a]!) - confidence(items[b]!),
  story: (items) => (a, b) => (items[a]!.story ?? Infinity) - (items[b]!.story ?? Infinity) || a - b,
};

function byName(name: (index: number) => string): Order {
  const names = new Map<number, string>();
  const cached = (index: number) => {
    const known = names.get(index) ?? name(index);
    names.set(index, known);
    return known;
  };
  return (a, b) => inOrder(cached(a), cached(b));
}

/** How sure the model is of the item's kind and, if it is news, its topic. */
function confidence(item: Item): number {
  return isNews(item) ? item.news * (item.topics[0]?.confidence ?? 0) : 1 - item.news;
}
