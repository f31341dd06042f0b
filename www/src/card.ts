import type { Item, Share, TopicScore } from "rubrica";

import { DRAGGED } from "./desk-panel.js";
import { button, element, icon, setProperty } from "./dom.js";
import { MarkedText } from "./evidence.js";
import { MORE, NOT_NEWS, STORY } from "./icons.js";
import { cuts } from "./cuts.js";
import { deskEvidenceOf, evidenceOf, type Reading, storyLetter, within } from "./reading.js";
import { lookOf, TOPIC_SLUGS } from "./topics.js";
import { languageName, notNews, probability, say, scored, signed, topicName } from "./words.js";

/** Of longer texts an excerpt is shown until the reader asks for all. In UTF-16 code units. */
const LONG = 700;

/** No more items of the same story than this are named. */
const MOST_LINKS = 6;

/** What a card asks of the page. */
export interface CardHost {
  /** The item with all of `topK` topics, and the words for the topic of that slug, or its best; and why not `against`. */
  explain(itemText: string, topK: number, slug: string | undefined, against?: string): Promise<Item | undefined>;
  /** How many topics are shown at first. */
  readonly topicsShown: number;
  copy(number: number): void;
  /** Makes one item of this and the next. */
  join(number: number): void;
  /** Makes two of this item; `at` is counted from its start. */
  part(number: number, at: number): void;
  readonly total: number;
  /** The reader's own topics. */
  readonly ownTopics: readonly string[];
  /** The topic that a text was marked for. */
  markOf(text: string): string | null | undefined;
  /** Marks a text for one of the reader's own topics, or for none (`null`); `undefined` takes the mark away. */
  mark(text: string, topic: string | null | undefined): void;
}

/** What the reader wants to see of an item. Never changed, only replaced. */
interface Wish {
  /** The topic whose words are marked. */
  slug: string | undefined;
  /** Whether they are the words for that topic and not for the item's first. */
  contrast: boolean;
  /** One of the reader's own topics, whose words are marked instead. */
  own: string | undefined;
  /** Whether all topics are listed, and not the likeliest alone. */
  all: boolean;
}

/** The words that are marked in the text, and what they add up to. */
interface Explained {
  name: string;
  /** What the topic of that name is held against, if anything. */
  against?: string;
  spans: readonly Share[];
  score: number;
  /** What of the score no span carries; undefined where that is not known. */
  rest: number | undefined;
}

/** What stands for one item on the page. */
export class Card {
  readonly element: HTMLElement;
  readonly #reading: Reading;
  readonly #host: CardHost;
  readonly #paragraph: HTMLElement;
  readonly #topics = element("div", { class: "bars", role: "group", "aria-label": say("card.topics") });
  readonly #sum = element("details", { class: "sum" }, element("summary", {}, say("card.sum")));
  readonly #instead = button({ class: "quiet instead", "aria-pressed": "false", hidden: true }, () => {
    void this.#show({ contrast: !this.#wanted.contrast });
  });
  readonly #own = new Map<string, HTMLElement>();
  /** What the card shows, and what it will show when its question is answered. */
  #shown: Wish;
  #wanted: Wish;
  #explained: Explained | undefined;
  #listed: TopicScore[];
  #expanded = false;
  #parting = false;
  /** The language whose passages the reader wants to see. */
  #pointed: string | undefined;

  constructor(reading: Reading, host: CardHost) {
    const { number, topics, language, story } = reading;
    this.#reading = reading;
    this.#host = host;
    this.#explained = topics[0] && explainedTopic(topics[0], reading.evidence);
    this.#shown = { slug: topics[0]?.slug, contrast: false, own: undefined, all: false };
    this.#wanted = this.#shown;
    this.#listed = topics.slice(0, host.topicsShown);
    const lang = language.code === "und" ? "" : language.code;
    this.#paragraph = element("p", { class: "text", dir: "auto", lang });
    this.element = element("article", {
      id: `item-${String(number)}`,
      class: ["item", reading.isNews ? "" : "not-news", reading.sureOfTopic ? "" : "unsure"].filter(Boolean).join(" "),
      tabindex: -1,
      "aria-label": say("card.item", { number }),
      "data-item": number,
      "data-language": language.code,
      "data-topic": topics[0]?.slug ?? "",
      "data-news": reading.isNews ? "true" : "false",
      "data-news-confidence": reading.news,
      "data-story": story?.index,
    });
    setProperty(this.element, "--hue", lookOf(topics[0]?.slug ?? "").hue);
    this.#sum.addEventListener("toggle", () => {
      this.#drawSum();
    });
    this.element.append(this.#heading(), this.#paragraph, this.#foot());
    this.#drawText();
    this.#drawTopics();
    if (topics[0] && topics[0].rest === undefined) {
      void this.#explainLater();
    }
  }

  #heading(): HTMLElement {
    const { number, topics, isNews, news, sureOfTopic } = this.#reading;
    const slug = topics[0]?.slug ?? "";
    const name = topicName(slug);
    const title = isNews ? (sureOfTopic ? name : say("card.perhaps", { name })) : notNews();
    const facts = element(
      "p",
      { class: "facts" },
      this.#language(),
      element(
        "span",
        { class: "kind" },
        isNews ? `${say("news")} ${probability(news)}` : say("card.otherwise", { topic: name }),
      ),
      ...this.#story(),
    );
    return element(
      "header",
      {},
      element("span", { class: "badge" }, icon(isNews ? lookOf(slug).icon : NOT_NEWS)),
      element(
        "div",
        { class: "title" },
        element(
          "h3",
          {},
          title,
          " ",
          element("span", { class: "confidence" }, probability(isNews ? (topics[0]?.confidence ?? 0) : 1 - news)),
        ),
        facts,
      ),
      this.#handle(number),
      this.#menu(),
    );
  }

  /** Its language; or its languages, each of which shows where it is. */
  #language(): HTMLElement {
    const { language, languages } = this.#reading;
    const told = (code: string, share: number) => {
      const tag = languageName(code) === code ? [] : [element("span", { class: "code" }, code), " "];
      return code === "und" ? [] : [" ", ...tag, probability(share)];
    };
    if (languages.length < 2) {
      const name = languageName(language.code);
      return element(
        "span",
        { class: language.sure ? "language" : "language unsure" },
        language.sure ? name : say("card.perhaps", { name }),
        ...told(language.code, language.confidence),
      );
    }
    const label = say("card.languages");
    const choices = languages.map(({ code, share }) => {
      const choice = button(
        { class: "quiet", "aria-pressed": "false", "data-passages": code, title: label },
        () => {
          this.#pointed = this.#pointed === code ? undefined : code;
          for (const one of choices) {
            one.setAttribute("aria-pressed", String(one.dataset["passages"] === this.#pointed));
          }
          this.#pointOut(this.#pointed);
        },
        languageName(code),
        ...told(code, share),
      );
      choice.addEventListener("pointerenter", () => {
        this.#pointOut(code);
      });
      choice.addEventListener("pointerleave", () => {
        this.#pointOut(this.#pointed);
      });
      return choice;
    });
    return element("span", { class: "language", role: "group", "aria-label": label }, ...choices);
  }

  /** Shows where the text is in that language. */
  #pointOut(code: string | undefined): void {
    for (const passage of this.#paragraph.querySelectorAll<HTMLElement>("span[lang]")) {
      passage.classList.toggle("pointed", passage.lang === code);
    }
  }

  /** The item's number, by which it can be dragged onto one of the reader's own topics. */
  #handle(number: number): HTMLElement {
    const draggable = this.#host.ownTopics.length > 0;
    const handle = element(
      "span",
      { class: "number", "aria-hidden": "true", draggable: String(draggable) },
      String(number),
    );
    handle.addEventListener("dragstart", ({ dataTransfer }) => {
      dataTransfer?.setData(DRAGGED, String(number));
    });
    return handle;
  }

  /** Which of the reader's own topics it belongs to, and what the reader said of that. */
  #ownRow(): HTMLElement[] {
    const { desk, mark, text } = this.#reading;
    const marked =
      mark === undefined ? [] : [mark === null ? say("desk.markedNone") : say("desk.marked", { topic: mark })];
    if (desk.length === 0 && marked.length === 0) {
      return [];
    }
    const chips = desk.map(({ topic, confidence }) => {
      const chip = button(
        { class: "chip", "data-own": topic, "aria-pressed": "false", title: say("desk.why") },
        () => void this.#show({ own: this.#wanted.own === topic ? undefined : topic }),
        element("span", { dir: "auto" }, topic),
        ` ${probability(confidence)}`,
      );
      this.#own.set(topic, chip);
      return chip;
    });
    const wrong =
      desk.length > 0 && mark === undefined
        ? [
            button(
              { class: "quiet" },
              () => {
                this.#host.mark(text, null);
              },
              say("desk.wrong"),
            ),
          ]
        : [];
    const note = element("span", { class: "note" }, ...marked);
    return [element("div", { class: "own-row", role: "group", "aria-label": say("desk") }, ...chips, note, ...wrong)];
  }

  #story(): HTMLElement[] {
    const { story } = this.#reading;
    if (!story) {
      return [];
    }
    const links = story.others
      .slice(0, MOST_LINKS)
      .flatMap((other, at) => [at === 0 ? " " : ", ", element("a", { href: `#item-${String(other)}` }, String(other))]);
    if (story.others.length > MOST_LINKS) {
      links.push(` ${say("card.more", { count: story.others.length - MOST_LINKS })}`);
    }
    if (story.shared.length > 0) {
      links.push(` (${story.shared.join(", ")})`);
    }
    const letter = storyLetter(story.index);
    return [
      element("span", { class: "story" }, icon(STORY), element("span", {}, say("card.story", { letter }), ...links)),
    ];
  }

  #menu(): HTMLElement {
    const { number } = this.#reading;
    const summary = element("summary", { "aria-label": say("card.menu", { number }) }, icon(MORE));
    const choices = element("div", { class: "choices" });
    const menu = element("details", { class: "menu" }, summary, choices);
    // Filled when it is opened: most menus never are.
    summary.addEventListener("click", () => {
      if (!menu.open) {
        choices.replaceChildren(
          button(
            {},
            () => {
              this.#host.copy(number);
            },
            say("card.copy"),
          ),
          button(
            {},
            () => {
              this.#startParting();
            },
            say("card.part"),
          ),
          ...this.#marks(),
          ...(number < this.#host.total
            ? [
                button(
                  {},
                  () => {
                    this.#host.join(number);
                  },
                  say("card.join"),
                ),
              ]
            : []),
        );
      }
    });
    return menu;
  }

  /** The choices that mark the item for the reader's own topics. */
  #marks(): HTMLElement[] {
    const { text, mark } = this.#reading;
    const { ownTopics } = this.#host;
    const choice = (label: string, topic: string | null | undefined) =>
      button(
        { "data-mark": topic ?? "" },
        () => {
          this.#host.mark(text, topic);
        },
        label,
      );
    return [
      ...ownTopics.filter((topic) => topic !== mark).map((topic) => choice(say("desk.mark", { topic }), topic)),
      ...(ownTopics.length > 0 && mark !== null ? [choice(say("desk.markNone"), null)] : []),
      ...(mark === undefined ? [] : [choice(say("desk.unmark"), undefined)]),
    ];
  }

  #drawText(): void {
    const { text, passages } = this.#reading;
    const content = new MarkedText(text, this.#explained?.spans ?? [], passages);
    const { name = "", against } = this.#explained ?? {};
    this.#paragraph.dataset["about"] = name;
    this.#paragraph.dataset["against"] = against ?? "";
    this.#paragraph.replaceChildren(...(text.length <= LONG || this.#expanded ? content.whole() : content.excerpt()));
    setProperty(this.#paragraph, "--hue", lookOf(this.#shown.slug ?? "").hue);
    this.#pointOut(this.#pointed);
  }

  #foot(): HTMLElement {
    const foot = element("footer", {}, ...this.#ownRow(), this.#topics, this.#instead, this.#sum);
    if (this.#reading.text.length > LONG) {
      const all = button(
        { class: "quiet", "aria-expanded": "false" },
        () => {
          this.#expanded = !this.#expanded;
          all.setAttribute("aria-expanded", String(this.#expanded));
          all.textContent = say(this.#expanded ? "card.less" : "card.all");
          this.#drawText();
        },
        say("card.all"),
      );
      foot.prepend(all);
    }
    return foot;
  }

  #drawTopics(): void {
    // What the reader's keyboard is at stays there when the bars are drawn anew.
    const focused = this.#topics.contains(document.activeElement) ? document.activeElement : undefined;
    const slug = focused instanceof HTMLElement ? focused.dataset["slug"] : undefined;
    const [best, ...others] = this.#listed.map((topic) => this.#bar(topic));
    const list = element("ul", { class: "others" }, ...others.map((bar) => element("li", {}, bar)));
    if (this.#listed.length < TOPIC_SLUGS.length) {
      const all = button(
        { class: "quiet", "data-slug": "" },
        () => void this.#show({ all: true }),
        say("card.allTopics"),
      );
      list.append(element("li", {}, all));
    }
    this.#topics.replaceChildren(...(best ? [best] : []), list);
    if (slug !== undefined) {
      (
        this.#topics.querySelector<HTMLElement>(`[data-slug="${slug}"]`) ?? this.#topics.querySelector("button")
      )?.focus();
    }
  }

  #bar(topic: TopicScore): HTMLElement {
    const { slug, confidence } = topic;
    const pressed = this.#shown.own === undefined && slug === this.#shown.slug;
    const made = button(
      { class: "bar hued", "aria-pressed": pressed ? "true" : "false", "data-slug": slug },
      () => void this.#show({ slug, contrast: false, own: undefined }),
      element("span", { class: "name" }, topicName(slug)),
      " ",
      element("span", { class: "share" }, probability(confidence)),
      element("span", { class: "track", "aria-hidden": "true" }),
    );
    setProperty(made, "--hue", lookOf(slug).hue);
    setProperty(made, "--share", confidence);
    return made;
  }

  /** Asks for what the reader wants to see, and shows it, unless the reader has wanted something else by then. */
  async #show(change: Partial<Wish>): Promise<void> {
    const wanted = { ...this.#wanted, ...change };
    this.#wanted = wanted;
    const { slug, own, all } = wanted;
    const first = this.#reading.topics[0]?.slug;
    const against = wanted.contrast ? first : undefined;
    const item = await this.#host.explain(this.#reading.text, TOPIC_SLUGS.length, slug, against).catch(() => undefined);
    if (wanted !== this.#wanted) {
      return;
    }
    const explained = item && (own === undefined ? topicOf(item, slug, against) : ownTopicOf(item, own));
    if (!item || !explained) {
      // An explanation that fails leaves the card as it is: readable, without marks.
      this.#wanted = this.#shown;
      return;
    }
    this.#shown = wanted;
    this.#explained = explained;
    this.#listed = all ? item.topics : this.#listed;
    for (const [name, chip] of this.#own) {
      chip.setAttribute("aria-pressed", String(name === own));
    }
    this.#instead.hidden = own !== undefined || slug === first;
    this.#instead.setAttribute("aria-pressed", String(wanted.contrast));
    this.#instead.textContent = say("card.contrast", { topic: topicName(slug ?? ""), first: topicName(first ?? "") });
    this.#drawText();
    this.#drawTopics();
    this.#drawSum();
  }

  /** For items that came without their words. */
  async #explainLater(): Promise<void> {
    // The reader who scrolls by does not need them.
    await new Promise((resolve) => setTimeout(resolve, 120));
    if (this.element.isConnected && this.#wanted === this.#shown) {
      await this.#show({});
    }
  }

  /** The words, their shares and the rest, as a list that adds up. */
  #drawSum(): void {
    this.#sum.querySelector("table")?.remove();
    this.#sum.querySelector("p")?.remove();
    // Of the reader's own topics only the likeliest is explained in full.
    this.#sum.hidden = this.#shown.own !== undefined && this.#explained?.rest === undefined;
    if (!this.#sum.open || this.#explained?.rest === undefined) {
      return;
    }
    const { name, against, spans, score, rest } = this.#explained;
    const title =
      against === undefined
        ? say("card.sum.score", { topic: name })
        : say("card.contrast", { topic: name, first: against });
    const note = against === undefined ? say("card.sum.note") : say("card.contrast.note", { first: against });
    const strongest = Math.max(...spans.map(({ weight }) => Math.abs(weight)), Number.MIN_VALUE);
    const words = spans
      .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .map(({ start, end, weight }) => {
        const meter = element("span", { class: weight < 0 ? "meter against" : "meter", "aria-hidden": "true" });
        setProperty(meter, "--share", Math.abs(weight) / strongest);
        const word = element("th", { scope: "row", dir: "auto" }, this.#reading.text.slice(start, end));
        return element("tr", {}, word, element("td", { class: "bar-cell" }, meter), element("td", {}, signed(weight)));
      });
    const row = (name: string, value: string, kind: string) =>
      element("tr", { class: kind }, element("th", { scope: "row", colspan: 2 }, name), element("td", {}, value));
    const table = element(
      "table",
      { class: "hued" },
      element("tbody", {}, ...words, row(say("card.sum.rest"), signed(rest), "rest")),
      element("tfoot", {}, row(title, scored(score), "score")),
    );
    setProperty(table, "--hue", lookOf(this.#shown.slug ?? "").hue);
    this.#sum.append(table, element("p", { class: "note" }, note));
  }

  /** Shows the places at which the item can be parted, until one is chosen or the reader goes on. */
  #startParting(): void {
    if (this.#parting) {
      return;
    }
    this.#parting = true;
    const { text, number, language } = this.#reading;
    const places = cuts(text, language.code);
    const stop = button(
      { class: "quiet" },
      () => {
        this.#parting = false;
        panel.remove();
        this.#paragraph.hidden = false;
        this.element.querySelector<HTMLElement>(".menu summary")?.focus();
      },
      say("cancel"),
    );
    const pieces = element("div", { class: "text", dir: "auto" });
    let from = 0;
    for (const at of places) {
      const place = button(
        { class: "cut" },
        () => {
          this.#host.part(number, at);
        },
        say("card.part.here"),
      );
      pieces.append(element("span", {}, text.slice(from, at)), place);
      from = at;
    }
    pieces.append(element("span", {}, text.slice(from)));
    const hint = say(places.length > 0 ? "card.part.hint" : "card.part.nowhere");
    const panel = element("div", { class: "parting" }, element("p", { class: "note" }, hint), pieces, stop);
    this.#paragraph.hidden = true;
    this.#paragraph.after(panel);
    panel.querySelector("button")?.focus();
  }
}

function explainedTopic({ slug, score, rest }: TopicScore, spans: readonly Share[]): Explained {
  return { name: topicName(slug), spans, score, rest };
}

/** Why the item is of that topic, and not of the topic `against` if there is one. */
function topicOf(item: Item, slug: string | undefined, against: string | undefined): Explained | undefined {
  if (against !== undefined) {
    const contrast = item.contrasts?.find((one) => one.label === slug && one.against === against);
    return (
      contrast && {
        ...contrast,
        name: topicName(contrast.label),
        against: topicName(against),
        spans: within(item, contrast.spans),
      }
    );
  }
  const topic = item.topics.find((listed) => listed.slug === slug);
  return topic && explainedTopic(topic, evidenceOf(item, slug));
}

function ownTopicOf(item: Item, name: string): Explained | undefined {
  const own = item.desk?.find(({ topic }) => topic === name);
  return own && { name, spans: deskEvidenceOf(item, name), score: own.score, rest: own.rest };
}
