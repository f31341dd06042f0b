// Long texts are read by parts.
import type { Report, Span } from "rubrica";

/** How long a part is about, in UTF-16 code units: some hundred milliseconds' work. */
const LENGTH = 200_000;

/** A part of a text, and the items in it if they are known. */
export interface Part {
  start: number;
  end: number;
  text: string;
  items: Span[] | undefined;
}

/** Parts a text between its items: at those given, else at empty lines, else at line ends. */
export function* parts(text: string, items: readonly Span[] | undefined): Generator<Part> {
  let next = 0;
  for (let start = 0; start < text.length;) {
    let end = start + LENGTH;
    let inside: Span[] | undefined;
    if (items) {
      const first = next;
      while (next < items.length && (items[next]!.end <= end || next === first)) {
        next += 1;
      }
      end = items[next]?.start ?? text.length;
      const from = start;
      inside = items.slice(first, next).map((item) => ({ start: item.start - from, end: item.end - from }));
    } else if (end < text.length) {
      end = lastBreak(text, start, end);
    } else {
      end = text.length;
    }
    yield { start, end, text: text.slice(start, end), items: inside };
    start = end;
  }
}

/** A good place to part the text at, behind `start` and not behind `most` if there is any. */
function lastBreak(text: string, start: number, most: number): number {
  for (const [sign, keep] of [
    ["\n\n", 2],
    ["\n", 1],
    [" ", 1],
  ] as const) {
    const at = text.lastIndexOf(sign, most);
    if (at > start) {
      return at + keep;
    }
  }
  // Not inside a character.
  return /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
}

/** What is known, and what was found in the part that begins at `start`. Changes what is known. */
export function withPart(known: Report | undefined, found: Report, start: number): Report {
  const whole = known ?? { items: [], stories: [], model: found.model };
  const { length: itemsBefore } = whole.items;
  const { length: storiesBefore } = whole.stories;
  for (const item of found.items) {
    item.start += start;
    item.end += start;
    item.story = item.story === null ? null : item.story + storiesBefore;
    whole.items.push(item);
  }
  for (const story of found.stories) {
    const items = story.items.map((item) => item + itemsBefore);
    whole.stories.push({ ...story, items, central: story.central + itemsBefore });
  }
  return whole;
}
