import { element, icon, setProperty } from "./dom.js";
import { MarkedText } from "./evidence.js";
import { languageName, probability } from "./locale.js";
import type { Reading } from "./reading.js";
import { lookOf } from "./topics.js";

/** Of longer texts an excerpt is shown until the reader asks for all. In UTF-16 code units. */
const LONG = 700;

/** No more items of the same story than this are named. */
const MOST_LINKS = 6;

const NOT_NEWS_ICON = "M4 11.500V5a1 1 0 0 1 1-1h6.500L20 12.500 12.500 20 4 11.500ZM8 8h.010";
const STORY_ICON =
  "M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1";

/** What stands for one item on the page. */
export function card(reading: Reading): HTMLElement {
  const { number, topic, language, story } = reading;
  const look = lookOf(topic?.slug ?? "");
  const made = element(
    "article",
    {
      id: `item-${String(number)}`,
      class: ["item", reading.isNews ? "" : "not-news", reading.sureOfTopic ? "" : "unsure"].filter(Boolean).join(" "),
      tabindex: -1,
      "aria-label": `Item ${String(number)}`,
      "data-item": number,
      "data-language": language.code,
      "data-topic": topic?.slug ?? "",
      "data-news": reading.isNews ? "true" : "false",
      "data-news-confidence": reading.news,
      "data-story": story?.index,
    },
    heading(reading),
    ...text(reading),
    footing(reading),
  );
  setProperty(made, "--hue", look.hue);
  return made;
}

function heading({ number, topic, isNews, news, sureOfTopic, language }: Reading): HTMLElement {
  const look = lookOf(topic?.slug ?? "");
  const title = isNews ? (sureOfTopic ? look.name : `Perhaps ${look.name.toLowerCase()}`) : "Not news";
  const sureness = isNews ? topic?.confidence : 1 - news;
  const facts = element(
    "p",
    { class: "facts" },
    element(
      "span",
      { class: language.sure ? "language" : "language unsure" },
      language.sure ? languageName(language.code) : `Perhaps ${languageName(language.code)}`,
      " ",
      ...(language.code === "und"
        ? []
        : [element("span", { class: "code" }, language.code), ` ${probability(language.confidence)}`]),
    ),
    element("span", { class: "kind" }, isNews ? `News ${probability(news)}` : `If it were: ${look.name.toLowerCase()}`),
  );
  return element(
    "header",
    {},
    element("span", { class: "badge" }, icon(isNews ? look.icon : NOT_NEWS_ICON)),
    element(
      "div",
      { class: "title" },
      element("h3", {}, title, " ", element("span", { class: "confidence" }, probability(sureness ?? 0))),
      facts,
    ),
    element("span", { class: "number", "aria-hidden": "true" }, String(number)),
  );
}

function text({ text, language, evidence, topic }: Reading): HTMLElement[] {
  const content = new MarkedText(text, evidence, lookOf(topic?.slug ?? "").name.toLowerCase());
  const lang = language.code === "und" ? "" : language.code;
  const paragraph = element("p", { class: "text", dir: "auto", lang });
  if (text.length <= LONG) {
    paragraph.append(...content.whole());
    return [paragraph];
  }
  paragraph.append(...content.excerpt());
  const button = element("button", { type: "button", class: "quiet", "aria-expanded": "false" }, "Show all");
  button.addEventListener("click", () => {
    const expand = button.getAttribute("aria-expanded") === "false";
    paragraph.replaceChildren(...(expand ? content.whole() : content.excerpt()));
    button.setAttribute("aria-expanded", String(expand));
    button.textContent = expand ? "Show less" : "Show all";
  });
  return [paragraph, button];
}

function footing({ others, story, isNews }: Reading): HTMLElement {
  const made = element("footer", {});
  if (isNews && others.length > 0) {
    made.append(element("ul", { class: "others", "aria-label": "Next topics" }, ...others.map(bar)));
  }
  if (story) {
    const links = story.others
      .slice(0, MOST_LINKS)
      .flatMap((other, at) => [at === 0 ? "" : ", ", element("a", { href: `#item-${String(other)}` }, String(other))]);
    if (story.others.length > MOST_LINKS) {
      links.push(` and ${String(story.others.length - MOST_LINKS)} more`);
    }
    made.append(element("p", { class: "story" }, icon(STORY_ICON), element("span", {}, "Same story as ", ...links)));
  }
  return made;
}

function bar({ slug, confidence }: { slug: string; confidence: number }): HTMLElement {
  const look = lookOf(slug);
  const made = element(
    "li",
    { class: "hued" },
    element("span", { class: "name" }, look.name),
    element("span", { class: "bar", "aria-hidden": "true" }),
    element("span", { class: "share" }, probability(confidence)),
  );
  setProperty(made, "--hue", look.hue);
  setProperty(made, "--share", confidence);
  return made;
}
