// Some systems report languages that are no tags (en-US@posix), which Intl refuses.
const locales = [...navigator.languages.filter((tag) => /^[\da-z]+(-[\da-z]+)*$/i.test(tag)), "en"];
const names = new Intl.DisplayNames(locales, { type: "language" });
const percent = new Intl.NumberFormat(locales, { style: "percent", maximumFractionDigits: 0 });
const weight = new Intl.NumberFormat(locales, { signDisplay: "exceptZero", maximumFractionDigits: 2 });
const size = new Intl.NumberFormat(locales, { maximumFractionDigits: 1 });
const count = new Intl.NumberFormat(locales);

/** The language's name in the reader's language. */
export function languageName(code: string): string {
  return code === "und" ? "Language unclear" : capitalised(names.of(code) ?? code);
}

/** A probability as the reader writes percentages. Nothing is ever quite certain, nor quite impossible. */
export function probability(value: number): string {
  return percent.format(Math.min(Math.max(value, 0.01), 0.99));
}

/** A share of a score, with its sign. */
export function signed(value: number): string {
  return weight.format(value);
}

/** An amount of text, in millions of characters. */
export function millions(characters: number): string {
  return size.format(characters / 1e6);
}

/** A number and its noun. */
export function counted(amount: number, one: string, many: string): string {
  return `${count.format(amount)} ${amount === 1 ? one : many}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locales) + text.slice(1);
}
