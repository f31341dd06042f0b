import type { Block } from "rubrica";
import { blocksOf } from "rubrica/dom";

/** The blocks of an HTML document, which is parsed, never shown and never run. */
export function blocksOfHtml(html: string): Block[] {
  return blocksOf(new DOMParser().parseFromString(html, "text/html"));
}
