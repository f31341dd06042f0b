/**
 * Blocks of a DOM, for `Rubrica.classify`. Loads nothing, and runs wherever there is a DOM: a browser's own, or a library's.
 * @module rubrica/dom
 */
// `crates/rubrica-documents/src/html.rs` reads HTML in the same way: what is changed here is changed there.
import type { Block } from "./rubrica_wasm.js";

/** Elements with nothing to read in them. */
const SILENT = words(
  "audio button canvas datalist head iframe math nav noscript object script select",
  "style svg template textarea title video option optgroup",
);
/** Elements that stand on lines of their own. */
const BLOCKS = words(
  "address article aside blockquote body caption center dd details dialog div dl",
  "dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr",
  "html legend li main ol p pre search section summary table tbody thead tr ul",
);
const ARTICLE = 'article, [role="article"]';
/** What stands for `<hr>` in a text. */
const RULE = "***";
/** White space that pages show as one space. */
const SPACES = /[ \t\n\r\f\u00A0]+/g;

/** What Unicode calls white space. JavaScript's own `trim()` takes U+FEFF for some too, and not U+0085. */
const SPACE_AROUND = /^\p{White_Space}+|\p{White_Space}+$/gu;

const TEXT = 3;
const CDATA = 4;

type Role = NonNullable<Block["role"]>;

/** What an element says of the text inside it. */
interface Inside {
  role: Role;
  level: number;
  item: number | undefined;
  preformatted: boolean;
  link: boolean;
  time: boolean;
  byline: boolean;
}

/**
 * The blocks of a document or of an element in it, as its readers see them: without scripts, styles, menus, buttons and
 * what the markup hides. Style sheets are not read.
 *
 * ```js
 * const page = new DOMParser().parseFromString(html, "text/html");
 * const report = await rubrica.classify({ blocks: blocksOf(page) });
 * ```
 */
export function blocksOf(root: Node): Block[] {
  const reader = new Reader();
  // Without recursion: documents may be nested as deep as they like.
  const steps: ({ enter: Node; inside: Inside } | { leave: string })[] = [
    {
      enter: root,
      inside: {
        role: "paragraph",
        level: 1,
        item: undefined,
        preformatted: false,
        link: false,
        time: false,
        byline: false,
      },
    },
  ];
  for (let step = steps.pop(); step; step = steps.pop()) {
    if ("leave" in step) {
      reader.leave(step.leave);
      continue;
    }
    const { enter: node } = step;
    if (node.nodeType === TEXT || node.nodeType === CDATA) {
      reader.write(node.nodeValue ?? "", step.inside);
      continue;
    }
    const inside = isElement(node) ? reader.enter(node, step.inside) : step.inside;
    if (inside) {
      steps.push({ leave: nameOf(node) });
      for (let child = node.lastChild; child; child = child.previousSibling) {
        steps.push({ enter: child, inside });
      }
    }
  }
  reader.endBlock();
  return reader.blocks;
}

/**
 * The text that `Rubrica.classify` joins blocks to, and that its report has as its `text`: each block on lines of its own,
 * with an empty line before each new item and each heading below text.
 */
export function textOf(blocks: readonly Block[]): string {
  let text = "";
  let last: Block | undefined;
  for (const block of blocks) {
    const own = block.text.replace(SPACE_AROUND, "");
    if (own === "") {
      continue;
    }
    if (last) {
      const isApart = last.item !== block.item || (block.role === "heading" && last.role !== "heading");
      text += isApart ? "\n\n" : "\n";
    }
    text += own;
    last = block;
  }
  return text;
}

class Reader {
  readonly blocks: Block[] = [];
  /** The block that is being read, and what all of its text is inside of. */
  #text = "";
  #inside: Inside | undefined;
  /** The last two characters of the block, which are asked for often, and whether white space comes next. */
  #end = "";
  #spaced = false;
  /** An entry of a list has begun, and no block of it is read yet. */
  #entryBegins = false;
  #items = 0;

  /** What holds inside an element, if there is anything to read in it. */
  enter(element: Element, outside: Inside): Inside | undefined {
    const name = nameOf(element);
    if (SILENT.has(name) || isHidden(element, name)) {
      return undefined;
    }
    if (BLOCKS.has(name)) {
      this.endBlock();
    }
    const inside = { ...outside };
    switch (name) {
      case "br":
        this.#endLine();
        break;
      case "hr":
        this.blocks.push(block(RULE, "paragraph", inside));
        break;
      case "li":
        inside.role = "listItem";
        this.#entryBegins = true;
        break;
      case "blockquote":
        inside.role = "quote";
        break;
      case "figcaption":
      case "caption":
        inside.role = "caption";
        break;
      case "pre":
        inside.preformatted = true;
        break;
      case "a":
        inside.link ||= element.hasAttribute("href");
        break;
      case "time":
        inside.time = true;
        break;
    }
    const level = /^h([1-6])$/.exec(name)?.[1];
    if (level !== undefined) {
      inside.role = "heading";
      inside.level = Number(level);
    }
    inside.byline ||= hasWord(element, "rel", "author") || hasWord(element, "itemprop", "author");
    // What holds many articles is a list of them.
    if (inside.item === undefined && element.matches(ARTICLE) && element.querySelectorAll(ARTICLE).length < 2) {
      inside.item = this.#items;
      this.#items += 1;
    }
    return inside;
  }

  leave(name: string): void {
    if (BLOCKS.has(name)) {
      this.endBlock();
    } else if (name === "td" || name === "th") {
      if (!/^$|[\n\t]$/.test(this.#end)) {
        this.#add("\t");
      }
    }
  }

  write(text: string, inside: Inside): void {
    const shown = text.replace(SPACES, " ");
    if (inside.preformatted) {
      this.#add(this.#gap() + text);
    } else {
      this.#spaced ||= shown.startsWith(" ");
      if (shown !== " " && shown !== "") {
        this.#add(this.#gap() + shown.slice(shown.startsWith(" ") ? 1 : 0, shown.endsWith(" ") ? -1 : undefined));
        this.#spaced = shown.endsWith(" ");
      }
    }
    if (shown === " " || shown === "") {
      return;
    }
    const both = this.#inside ?? inside;
    this.#inside = {
      ...both,
      link: both.link && inside.link,
      time: both.time && inside.time,
      byline: both.byline && inside.byline,
    };
  }

  endBlock(): void {
    const text = this.#text.replace(SPACE_AROUND, "");
    const inside = this.#inside;
    this.#text = "";
    this.#inside = undefined;
    this.#end = "";
    this.#spaced = false;
    if (inside) {
      this.blocks.push(block(text, this.#roleOf(inside), inside));
      this.#entryBegins = false;
    }
  }

  #roleOf({ role, time, byline, link }: Inside): Role {
    if (role === "heading") {
      return role;
    }
    if (time || byline || link) {
      return time ? "time" : byline ? "byline" : "link";
    }
    // What goes on below the first block of an entry is text.
    return role === "listItem" && !this.#entryBegins ? "paragraph" : role;
  }

  #endLine(): void {
    if (this.#end !== "" && this.#end !== "\n\n") {
      this.#add("\n");
    }
    this.#spaced = false;
  }

  /** The space that is due. */
  #gap(): string {
    return this.#spaced && !/^$|[ \n\t]$/.test(this.#end) ? " " : "";
  }

  #add(text: string): void {
    this.#text += text;
    this.#end = (this.#end + text.slice(-2)).slice(-2);
    this.#spaced = false;
  }
}

function block(text: string, role: Role, { level, item }: Inside): Block {
  return {
    text,
    ...(role === "paragraph" ? {} : { role }),
    ...(role === "heading" ? { level } : {}),
    ...(item === undefined ? {} : { item }),
  };
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

/** Names of HTML are in upper case, those of XHTML in feeds as they are written. */
function nameOf(node: Node): string {
  return isElement(node) ? node.localName.toLowerCase() : "";
}

function hasWord(element: Element, attribute: string, word: string): boolean {
  return (element.getAttribute(attribute) ?? "").split(/[ \t\n\r\f]+/).includes(word);
}

/** As far as the document itself says so. */
function isHidden(element: Element, name: string): boolean {
  const role = element.getAttribute("role");
  return (
    element.hasAttribute("hidden") ||
    element.getAttribute("aria-hidden") === "true" ||
    role === "navigation" ||
    (name === "dialog" && !element.hasAttribute("open")) ||
    (element.getAttribute("style") ?? "").split(";").some(hides)
  );
}

/** Whether a declaration of a style hides what it is given to. */
function hides(declaration: string): boolean {
  const [name = "", value = ""] = declaration.split(/:(.*)/s).map((part) => part.trim().toLowerCase());
  switch (name) {
    case "display":
      return value.startsWith("none");
    case "visibility":
      return value.startsWith("hidden");
    case "font-size":
      return value !== "" && Number(value.replace(/[a-z%]+$/, "") || NaN) === 0;
    default:
      return false;
  }
}

function words(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.join(" ").split(" "));
}
