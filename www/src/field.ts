import type { Block } from "rubrica";
import { textOf } from "rubrica/dom";

import { blocksOfHtml } from "./files/html.js";

/** Longer texts are kept beside the field, in UTF-16 code units: browsers stand still for seconds while they lay one out in it. */
const LONGEST = 300_000;
/** How much of such a text the field shows. */
const SHOWN = 10_000;
/**
 * Longer insertions are put into the field as a whole. The reader cannot undo them; but the browser would take many
 * times as long for its own way, most of all for lines that come from a program and not from the clipboard.
 */
const LONG_PASTE = 20_000;
const LONG_INSERTION = 2_000;

/** The field for the paste. It takes texts of any length, and shows the beginning of very long ones. */
export class PasteField {
  readonly #field: HTMLTextAreaElement;
  /** The whole text, if it is too long for the field. */
  #kept: string | undefined;
  readonly #changed: (typed: boolean, blocks?: Block[]) => void;

  /**
   * `changed` hears of every change, whether it was one of typing, which may go on, and of the blocks of a web page if all
   * of the text was pasted from it.
   */
  constructor(field: HTMLTextAreaElement, changed: (typed: boolean, blocks?: Block[]) => void) {
    this.#field = field;
    this.#changed = changed;
    field.addEventListener("paste", (event) => {
      this.#paste(event);
    });
    // Before the browser begins to lay it out.
    field.addEventListener("beforeinput", (event) => {
      const { data, inputType } = event;
      if (this.#isClosed) {
        event.preventDefault();
      } else if (data && data.length > (inputType === "insertFromPaste" ? LONG_PASTE : LONG_INSERTION)) {
        event.preventDefault();
        this.#insert(data);
      }
    });
    field.addEventListener("input", (event) => {
      this.#kept = undefined;
      if (field.value.length > LONGEST) {
        this.text = field.value;
      } else {
        changed(event instanceof InputEvent && !event.inputType.startsWith("insertFrom"));
      }
    });
  }

  get text(): string {
    return this.#kept ?? this.#field.value;
  }

  set text(text: string) {
    const tooLong = text.length > LONGEST;
    this.#kept = tooLong ? text : undefined;
    this.#field.value = tooLong ? `${text.slice(0, SHOWN)}…` : text;
    this.#field.scrollTop = 0;
    this.#changed(false);
  }

  /** Whether the field shows only the beginning of its text. */
  get isCut(): boolean {
    return this.#kept !== undefined;
  }

  /** What is not in the field cannot be edited in it, only replaced as a whole. */
  get #isClosed(): boolean {
    const { selectionStart, selectionEnd, value } = this.#field;
    return this.isCut && (selectionStart !== 0 || selectionEnd !== value.length);
  }

  focus(): void {
    this.#field.focus();
  }

  /** Of a web page that was copied, the text that its readers saw, each block on its own lines. */
  #paste(event: ClipboardEvent): void {
    const html = event.clipboardData?.getData("text/html") ?? "";
    const plain = event.clipboardData?.getData("text/plain") ?? "";
    if (html === "" || html.length > 10 * LONGEST || this.#isClosed) {
      return;
    }
    const blocks = blocksOfHtml(html);
    const text = textOf(blocks);
    // Where the markup hides most of the text, the browser knows better.
    if (text.length * 2 < plain.trim().length) {
      return;
    }
    event.preventDefault();
    if (this.isCut) {
      this.text = text;
    } else if (
      text.length > LONG_INSERTION ||
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else can be undone by the reader
      !document.execCommand("insertText", false, text)
    ) {
      this.#insert(text);
    } else {
      this.#changed(false);
    }
    if (this.text === text) {
      this.#changed(false, blocks);
    }
  }

  /** Puts a text in the place of what is selected. */
  #insert(text: string): void {
    const { value, selectionStart, selectionEnd } = this.#field;
    if (value.length + text.length > LONGEST) {
      this.text = value.slice(0, selectionStart) + text + value.slice(selectionEnd);
    } else {
      this.#kept = undefined;
      this.#field.setRangeText(text, selectionStart, selectionEnd, "end");
      this.#changed(false);
    }
  }
}
