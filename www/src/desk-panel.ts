import type { Evaluation } from "rubrica";

import type { DeskKeeper } from "./desk.js";
import { button, byId, element, icon } from "./dom.js";
import { MORE } from "./icons.js";
import { say, spoken } from "./words.js";

/** Fewer examples of a topic say little of how good the desk is. */
const FEW = 5;
/** What an item is dragged as. */
export const DRAGGED = "application/x-rubrica-item";

/** What the panel asks of the page. */
export interface PanelHost {
  readonly desk: DeskKeeper;
  /** How good the desk is; undefined while nothing is learned. */
  readonly evaluation: Evaluation | undefined;
  /** How many items each topic takes now. */
  readonly taken: ReadonlyMap<string, number>;
  /** The numbers of the items that would teach most. */
  readonly suggested: readonly number[];
  /** Marks the item of that number. */
  mark(number: number, topic: string): void;
  exportDesk(): void;
  importDesk(): void;
}

/** The panel of the reader's own topics. */
export class DeskPanel {
  readonly #host: PanelHost;
  readonly #panel = byId("desk", HTMLDetailsElement);
  readonly #summary = element("summary", {});
  readonly #list = element("ul", { class: "own" });
  /** The entries of the list by their topics, and the language they are in. */
  #entries = new Map<string, { entry: HTMLElement; told: HTMLElement }>();
  #language = "";
  readonly #words = element("p", { class: "note", role: "status" });
  readonly #suggestions = element("p", { class: "note" });
  readonly #name = element("input", { id: "desk-name", type: "text", autocomplete: "off", maxlength: 60 });
  readonly #create = element("button", { type: "submit" });
  readonly #undo = button({ class: "quiet" }, () => {
    this.#host.desk.undo();
  });
  readonly #export = button({ class: "quiet" }, () => {
    this.#host.exportDesk();
  });
  readonly #import = button({ class: "quiet" }, () => {
    this.#host.importDesk();
  });

  constructor(host: PanelHost) {
    this.#host = host;
    const form = element("form", { class: "actions" }, this.#name, this.#create);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      host.desk.create(this.#name.value.trim());
      this.#name.value = "";
      this.#name.focus();
    });
    this.#panel.append(
      this.#summary,
      element(
        "div",
        { class: "desk-body" },
        form,
        this.#list,
        this.#words,
        this.#suggestions,
        element("div", { class: "actions" }, this.#undo, this.#export, this.#import),
      ),
    );
  }

  /** Whether what was marked last is still being learned. */
  set busy(busy: boolean) {
    this.#panel.toggleAttribute("data-busy", busy);
    this.#panel.ariaBusy = String(busy);
  }

  focus(): void {
    this.#summary.focus();
  }

  /** Shows what there is, in the page's language. The field and the buttons stay: the reader may be typing, or pressing one. */
  draw(): void {
    const { desk, taken } = this.#host;
    const { topics, examples } = desk.marked;
    this.#summary.textContent = say("desk");
    this.#name.setAttribute("aria-label", say("desk.name"));
    this.#name.setAttribute("placeholder", say("desk.name"));
    this.#create.textContent = say("desk.create");
    this.#list.hidden = topics.length === 0;
    this.#drawTopics(topics);
    for (const [topic, { told }] of this.#entries) {
      const count = examples.filter((one) => one.topic === topic).length;
      told.textContent = `${say("desk.examples", { count })}, ${say("desk.takes", { count: taken.get(topic) ?? 0 })}`;
    }
    this.#words.textContent = this.#quality();
    this.#drawSuggestions();
    this.#undo.textContent = say("desk.undo");
    if (!desk.canUndo && document.activeElement === this.#undo) {
      this.focus();
    }
    this.#undo.disabled = !desk.canUndo;
    this.#export.textContent = say("desk.export");
    // What is marked for no topic teaches nothing by itself.
    this.#export.disabled = examples.every(({ topic }) => topic === null);
    this.#import.textContent = say("desk.import");
  }

  /** Entries that are there stay: the reader may have opened a menu in one, or be writing a name. */
  #drawTopics(topics: readonly string[]): void {
    const before = this.#language === spoken() ? this.#entries : new Map<string, never>();
    this.#language = spoken();
    this.#entries = new Map(topics.map((topic) => [topic, before.get(topic) ?? this.#entry(topic)]));
    const entries = [...this.#entries.values()].map(({ entry }) => entry);
    if (entries.length !== this.#list.children.length || entries.some((one, at) => one !== this.#list.children[at])) {
      this.#list.replaceChildren(...entries);
    }
  }

  #entry(topic: string): { entry: HTMLElement; told: HTMLElement } {
    const told = element("span", { class: "note" });
    const name = element("span", { class: "name", dir: "auto" }, topic);
    const entry = element("li", { "data-desk": topic }, name, " ", told, this.#menu(topic, name));
    this.#receive(entry, topic);
    return { entry, told };
  }

  /** How good the desk is, in words. */
  #quality(): string {
    const { desk, evaluation } = this.#host;
    const { topics, examples } = desk.marked;
    if (topics.length === 0) {
      return say("desk.hint");
    }
    if (!evaluation) {
      return say("desk.start");
    }
    const few = topics.filter((topic) => examples.filter((one) => one.topic === topic).length < FEW);
    const tenths = Math.round((10 * evaluation.right) / Math.max(evaluation.examples, 1));
    return [
      ...(evaluation.examples >= FEW ? [say("desk.right", { tenths })] : []),
      ...(few.length > 0 ? [say("desk.few", { topics: few.map((topic) => `“${topic}”`).join(", ") })] : []),
    ].join(" ");
  }

  #drawSuggestions(): void {
    const { suggested } = this.#host;
    this.#suggestions.hidden = suggested.length === 0;
    this.#suggestions.replaceChildren(
      say("desk.suggest"),
      ...suggested.flatMap((number, at) => [
        at === 0 ? " " : ", ",
        element("a", { href: `#item-${String(number)}` }, String(number)),
      ]),
    );
  }

  #menu(topic: string, name: HTMLElement): HTMLElement {
    const { desk } = this.#host;
    const choices = element("div", { class: "choices" });
    const menu = element(
      "details",
      { class: "menu" },
      element("summary", { "aria-label": say("desk.menu", { topic }) }, icon(MORE)),
      choices,
    );
    choices.append(
      button(
        {},
        () => {
          this.#rename(topic, name);
        },
        say("desk.rename"),
      ),
      button(
        {},
        () => {
          desk.forget(topic);
          this.focus();
        },
        say("desk.delete"),
      ),
    );
    return menu;
  }

  /** Puts a field in the place of the name. */
  #rename(topic: string, name: HTMLElement): void {
    const field = element("input", { type: "text", maxlength: 60, value: topic, "aria-label": say("desk.rename") });
    let done = false;
    const end = (renamed: string) => {
      if (!done) {
        done = true;
        field.replaceWith(name);
        this.#host.desk.rename(topic, renamed);
      }
    };
    field.addEventListener("keydown", (event) => {
      const { key } = event;
      // An input method has keys of its own.
      if (!event.isComposing && (key === "Enter" || key === "Escape")) {
        // The key would open or close what gets the focus.
        event.preventDefault();
        end(key === "Enter" ? field.value.trim() : topic);
        this.focus();
      }
    });
    field.addEventListener("blur", () => {
      end(field.value.trim());
    });
    name.replaceWith(field);
    field.select();
  }

  /** An item that is dropped on a topic is marked for it. */
  #receive(entry: HTMLElement, topic: string): void {
    entry.addEventListener("dragover", (event) => {
      if (event.dataTransfer?.types.includes(DRAGGED)) {
        event.preventDefault();
        entry.classList.add("over");
      }
    });
    entry.addEventListener("dragleave", () => {
      entry.classList.remove("over");
    });
    entry.addEventListener("drop", (event) => {
      entry.classList.remove("over");
      const number = Number(event.dataTransfer?.getData(DRAGGED));
      if (number > 0) {
        event.preventDefault();
        this.#host.mark(number, topic);
      }
    });
  }
}
