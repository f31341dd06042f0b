import { realpathSync } from "node:fs";
import { parseArgs } from "node:util";

import type { DocumentFormat } from "rubrica/documents";

export type InputFormat = "text" | DocumentFormat | "jsonl" | "csv";
export type OutputFormat = "json" | "jsonl" | "csv";

import { Usage } from "./failure.js";

/** What the command was told to do. */
export interface Arguments {
  /** Paths; `-` is standard input. */
  files: string[];
  /** What the files hold. Rows and documents do not mix: where only some files are of rows, all are texts. */
  input: "text" | "jsonl" | "csv";
  /** What markup a text of that file has. */
  markup: (file: string) => DocumentFormat | undefined;
  format: OutputFormat;
  /** The field or column that holds the text. */
  field: string;
  topK: number;
  split: boolean;
  explain: boolean;
  offsets: "bytes" | "utf16";
  /** A folder with other models than the package's. */
  models: string | undefined;
  /** A file with a desk, whose topics the reports then have, too. */
  desk: string | undefined;
  /** Where to write the result; standard output if undefined. */
  output: string | undefined;
  /** Whether to go on behind the rows that the output has. */
  resume: boolean;
  /** How many threads classify, at most; all cores if undefined. */
  threads: number | undefined;
}

export const HELP = `Says of every item in a paste of news its language, its topic, whether it is news, which words say so, and which
items tell the same story. Nothing leaves this machine.

Usage: rubrica [OPTIONS] [FILE…]      also: rubrica classify [OPTIONS] [FILE…]

A line or file that cannot be read is reported on stderr and skipped; the exit status is then 1.

Arguments:
  [FILE…]            Files to read; \`-\` or nothing for standard input. Files packed with zstd are unpacked, byte order
                     marks obeyed

Options:
  --input FORMAT     What the files hold: one text each, html, markdown, a feed (RSS, Atom or JSON Feed), a JSON object a
                     line (jsonl), or a table with a header row (csv) [default: by the names: html for .html, .htm and
                     .xhtml, markdown for .md and .markdown, feed for .rss, .atom and .xml, jsonl for .jsonl and .ndjson,
                     csv for .csv, else text]
  --field NAME       The field or column that holds the text [default: text]
  --format FORMAT    How to write the result: json, one JSON object a line (jsonl), or a table with a row per item (csv)
                     [default: jsonl for jsonl, csv for csv, else json]
  --top-k N          How many topics to give for each item [default: 3]
  --no-split         Take each text as one item
  --no-explain       Leave the evidence out, which is faster
  -o, --output FILE  Where to write the result; \`-\` for standard output [default: -]
  --resume           Go on behind the rows that the file of --output has, for a run with the same arguments that was cut
                     off. Needs --format jsonl
  --offsets UNIT     The unit of all offsets: bytes of UTF-8, or utf16 code units as in JavaScript [default: bytes]
  --desk FILE        Your own topics, as \`rubrica teach\` or \`JSON.stringify(desk)\` wrote them: every item is asked for them,
                     too
  --models DIR       A folder with other language.bin and topics.bin than those built in
  --threads N        How many threads classify [default: one for each core]
  -h, --help         Print help
  -V, --version      Print version
`;

/** What is asked for: help, the version, or work. */
export function parse(argv: readonly string[]): "help" | "version" | Arguments {
  const [first, ...rest] = argv;
  if (first === "evaluate" || first === "explain" || first === "teach") {
    throw new Usage(`\`${first}\` is in the native command alone: cargo install rubrica-cli`);
  }
  const { values, positionals } = strictly(first === "classify" ? rest : argv);
  if (values.help) {
    return "help";
  }
  if (values.version) {
    return "version";
  }
  const files = positionals.length > 0 ? positionals : ["-"];
  const told = choice("input", values.input, ["text", "html", "markdown", "feed", "jsonl", "csv"]);
  const inputOf = (file: string): InputFormat => told ?? byName(file);
  const input = (["jsonl", "csv"] as const).find((rows) => files.every((file) => inputOf(file) === rows)) ?? "text";
  const format = choice("format", values.format, ["json", "jsonl", "csv"]);
  if (input === "jsonl" && format === "csv") {
    throw new Usage(
      "--format csv cannot hold the other fields of jsonl rows, which may differ from row to row; use --format jsonl or json, or --input csv",
    );
  }
  const { desk, resume = false } = values;
  const output = values.output === "-" ? undefined : values.output;
  const written = format ?? (input === "text" ? "json" : input);
  if (resume && (output === undefined || written !== "jsonl")) {
    throw new Usage("--resume counts the lines of a file: it needs --output and --format jsonl");
  }
  // Standard input has a name on some systems, and may be a file.
  const read = [...files.map((file) => (file === "-" ? "/dev/stdin" : file)), ...(desk === undefined ? [] : [desk])];
  if (output !== undefined && read.some((file) => isSame(file, output))) {
    throw new Usage(`--output ${output} is one of the files to read`);
  }
  return {
    files,
    input,
    markup: (file) => {
      const markup = inputOf(file);
      return markup === "html" || markup === "markdown" || markup === "feed" ? markup : undefined;
    },
    format: written,
    output,
    resume,
    field: values.field ?? "text",
    topK: count("top-k", values["top-k"], 0) ?? 3,
    split: !values["no-split"],
    explain: !values["no-explain"],
    offsets: choice("offsets", values.offsets, ["bytes", "utf16"]) ?? "bytes",
    models: values.models,
    desk,
    threads: count("threads", values.threads, 1),
  };
}

/** Whether two paths lead to one file. */
function isSame(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

function strictly(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        input: { type: "string" },
        field: { type: "string" },
        format: { type: "string" },
        "top-k": { type: "string" },
        "no-split": { type: "boolean" },
        "no-explain": { type: "boolean" },
        output: { type: "string", short: "o" },
        resume: { type: "boolean" },
        offsets: { type: "string" },
        desk: { type: "string" },
        models: { type: "string" },
        threads: { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "V" },
      },
    });
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : String(error));
  }
}

function choice<C extends string>(name: string, value: string | undefined, choices: readonly C[]): C | undefined {
  const found = choices.find((choice) => choice === value);
  if (value !== undefined && found === undefined) {
    throw new Usage(`--${name} must be ${choices.join(", ").replace(/, (?=[^,]*$)/, " or ")}, not ${value}`);
  }
  return found;
}

function count(name: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
    throw new Usage(`--${name} must be a whole number, ${String(least)} or more, not ${value}`);
  }
  return number;
}

const ENDINGS: readonly [InputFormat, RegExp][] = [
  ["html", /\.(html|htm|xhtml)(\.zst)?$/i],
  ["markdown", /\.(md|markdown)(\.zst)?$/i],
  ["feed", /\.(rss|atom|xml)(\.zst)?$/i],
  ["jsonl", /\.(jsonl|ndjson)(\.zst)?$/i],
  ["csv", /\.csv(\.zst)?$/i],
];

/** What a file of that name holds. */
function byName(file: string): InputFormat {
  return ENDINGS.find(([, ending]) => ending.test(file))?.[0] ?? "text";
}
