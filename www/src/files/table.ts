/** The rows of a CSV text as RFC 4180 has it; the separator is the one of comma, semicolon and tab that the first line has most of. */
export function rowsOf(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let value: string;
    if (text.charAt(at) === '"') {
      [value, at] = quoted(text, at + 1);
    } else {
      const from = at;
      while (at < text.length && text.charAt(at) !== separator && text.charAt(at) !== "\n") {
        at += 1;
      }
      value = text.slice(from, at).replace(/\r$/, "");
    }
    row.push(value);
    if (text.charAt(at) === separator) {
      at += 1;
      if (at < text.length) {
        continue;
      }
      row.push("");
    }
    rows.push(row);
    row = [];
    at += 1;
  }
  return rows.filter((fields) => fields.some((field) => field.trim() !== ""));
}

/** A field in quotes, from behind the first; and where it ends. What stands behind its last quote is no part of it. */
function quoted(text: string, from: number): [value: string, end: number] {
  let value = "";
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      return [value + text.slice(at), text.length];
    }
    value += text.slice(at, quote);
    if (text.charAt(quote + 1) !== '"') {
      const rest = /[,;\t\n]/g;
      rest.lastIndex = quote + 1;
      return [value, rest.exec(text)?.index ?? text.length];
    }
    value += '"';
    at = quote + 2;
  }
}

function separatorOf(text: string): string {
  const firstLine =
    text
      .slice(0, 10_000)
      .replace(/"[^"]*"/g, "")
      .split("\n", 1)[0] ?? "";
  const count = (sign: string) => firstLine.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
