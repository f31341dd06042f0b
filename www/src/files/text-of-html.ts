/* eslint-disable no-control-regex -- the marks are control characters because no text holds them */
// The text that a reader of an HTML document would see. The document is parsed, never shown and never run.

/** Elements with no text to read in them. */
const SILENT =
  "script, style, noscript, template, head, title, svg, math, iframe, object, canvas, select, textarea, button, nav";
/** Elements that begin a line of their own. */
const BLOCKS = new Set(
  "ADDRESS BLOCKQUOTE BODY BR CAPTION DD DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM HEADER HR LEGEND LI MAIN OL P PRE TR UL".split(
    " ",
  ),
);
/** Elements that stand apart from what is around them. */
const APART = new Set("ARTICLE ASIDE H1 H2 H3 H4 H5 H6 SECTION TABLE".split(" "));

/** Marks in the text where a line ends, and where more than a line does. No character that documents may hold. */
const LINE = "\u0001";
const GAP = "\u0002";

export function textOfHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  return tidy(textOf(page.body, false));
}

function textOf(node: Node, preformatted: boolean): string {
  if (node instanceof Text) {
    const data = node.data.replace(/[\u0001\u0002]/g, "");
    return preformatted ? data : data.replace(/[ \t\n\r\f]+/g, " ");
  }
  if (!(node instanceof Element) || node.matches(SILENT) || isHidden(node)) {
    return "";
  }
  const name = node.nodeName;
  const pre = preformatted || name === "PRE" || /white-space:\s*pre/i.test(node.getAttribute("style") ?? "");
  let text = "";
  for (const child of node.childNodes) {
    text += textOf(child, pre);
  }
  if (name === "TD" || name === "TH") {
    return `${text.trim()}\t`;
  }
  if (/^H[1-6]$/.test(name)) {
    // A heading belongs to what stands below it.
    return GAP + text + LINE;
  }
  return APART.has(name) ? GAP + text + GAP : BLOCKS.has(name) ? LINE + text + LINE : text;
}

/** As far as the document itself says so; its style sheets are not read. */
function isHidden(node: Element): boolean {
  const style = node.getAttribute("style") ?? "";
  return (
    node.hasAttribute("hidden") ||
    node.getAttribute("aria-hidden") === "true" ||
    /display:\s*none|visibility:\s*hidden|font-size:\s*0(?![.\d])/i.test(style)
  );
}

/** The marks as line ends; no white space at the edges of lines, and no more than one empty line. */
function tidy(text: string): string {
  return text
    .replace(/\u00A0/g, " ")
    .replace(/\s*[\u0001\u0002][\s\u0001\u0002]*/g, (marks) => (marks.includes(GAP) ? "\n\n" : "\n"))
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
