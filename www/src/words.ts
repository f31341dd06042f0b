// What the page says, in the reader's language, and how numbers and names are written in it.
import * as names from "rubrica/taxonomy/names";

import de from "./languages/de.json";
import en from "./languages/en.json";
import es from "./languages/es.json";
import fr from "./languages/fr.json";
import ru from "./languages/ru.json";
import zh from "./languages/zh.json";

/** What can be said. */
export type Key = keyof typeof en;

/** A text, or one text for every form that a number asks for. */
type Text = string | Readonly<Record<string, string>>;

const LANGUAGES: Readonly<Record<string, Readonly<Record<Key, Text>>>> = { en, ru, de, es, fr, zh };

const TOPICS: Readonly<Record<string, names.TopicNames>> = {
  en: names.en,
  ru: names.ru,
  de: names.de,
  es: names.es,
  fr: names.fr,
  zh: names.zh,
};

/** The languages that the page is written in. */
export const PAGE_LANGUAGES: readonly string[] = Object.keys(LANGUAGES);

/** Of the languages that the browser asks for, the first that the page is written in; else English. */
export function browserLanguage(): string {
  const asked = navigator.languages.map((tag) => tag.replace(/-.*/, ""));
  return asked.find((code) => PAGE_LANGUAGES.includes(code)) ?? "en";
}

let language = "en";
let texts: Readonly<Record<Key, Text>> = en;
let topics: Readonly<Record<string, string>> = names.en;
let formats = formatsFor("en");

/** Says everything in this language from now on. */
export function speak(code: string): void {
  language = code;
  texts = LANGUAGES[code] ?? en;
  topics = TOPICS[code] ?? names.en;
  formats = formatsFor(code);
}

/** The language that the page speaks. */
export function spoken(): string {
  return language;
}

function formatsFor(code: string) {
  // English or German as the reader's own country writes it. Some systems report tags (en-US@posix) that Intl refuses.
  const own = navigator.languages.filter((tag) => /^[\da-z]+(-[\da-z]+)*$/i.test(tag) && tag.split("-")[0] === code);
  const locales = [...own, code, "en"];
  return {
    locales,
    names: new Intl.DisplayNames(locales, { type: "language", fallback: "none" }),
    percent: new Intl.NumberFormat(locales, { style: "percent", maximumFractionDigits: 0 }),
    exactPercent: new Intl.NumberFormat(locales, { style: "percent", maximumFractionDigits: 1 }),
    weight: new Intl.NumberFormat(locales, {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      signDisplay: "always",
    }),
    score: new Intl.NumberFormat(locales, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    size: new Intl.NumberFormat(locales, { maximumFractionDigits: 1 }),
    count: new Intl.NumberFormat(locales),
    plural: new Intl.PluralRules(locales),
    collator: new Intl.Collator(locales, { numeric: true }),
  };
}

/** The text of that key; `{name}` in it becomes `values.name`. Texts with forms choose by `values.count`. */
export function say(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  const text = texts[key];
  const { count } = values;
  const form =
    typeof text === "string" ? text : (text[formats.plural.select(Number(count))] ?? text["other"] ?? String(count));
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return typeof value === "number" ? formats.count.format(value) : (value ?? whole);
  });
}

/** A text that has nodes in the places of its names, as text and nodes. */
export function sayAround(key: Key, nodes: Readonly<Record<string, Node>>): (Node | string)[] {
  return say(key)
    .split(/\{(\w+)\}/)
    .map((part, index) => (index % 2 === 0 ? part : (nodes[part] ?? part)));
}

/** What is no news is called. */
export function notNews(): string {
  return topicName("not-news");
}

/** The topic's name. One that a newer model brings is called by its slug. */
export function topicName(slug: string): string {
  return topics[slug] ?? slug;
}

/** The language's name in the reader's language; its code, where the browser knows none. */
export function languageName(code: string): string {
  const name = formats.names.of(code);
  return code === "und" ? say("und") : name ? capitalised(name) : code;
}

/** The language's name in itself. */
export function ownName(code: string): string {
  return capitalised(new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code);
}

/** A probability as the reader writes percentages. Nothing is ever quite certain, nor quite impossible. */
export function probability(value: number): string {
  return formats.percent.format(Math.min(Math.max(value, 0.01), 0.99));
}

/** A measured share. */
export function measured(share: number): string {
  return formats.exactPercent.format(share);
}

/** A share of a score, with its sign. */
export function signed(value: number): string {
  return formats.weight.format(value);
}

/** A score. */
export function scored(value: number): string {
  return formats.score.format(value);
}

/** Millions, of bytes or characters. */
export function millions(value: number): string {
  return formats.size.format(value / 1e6);
}

/** A number. */
export function counted(value: number): string {
  return formats.count.format(value);
}

/** Orders texts as the reader's language does. */
export function inOrder(a: string, b: string): number {
  return formats.collator.compare(a, b);
}

/** A text without what a search should not mind: letter case, and forms of the same letter. */
export function searchable(text: string): string {
  return text.normalize("NFKC").toLocaleLowerCase(formats.locales);
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(formats.locales) + text.slice(1);
}
