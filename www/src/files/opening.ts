// From files to one paste.
import type { Input, Span } from "rubrica";

import { millions, say } from "../words.js";
import { decode } from "./decode.js";
import { type Content, contentOf, FileProblem } from "./formats.js";

/** Larger files are refused: the page would need more memory than many devices have. */
const MOST_BYTES = 64_000_000;
/** Between items. */
const GAP = "\n\n";

/** What the files hold together. */
export interface Opened {
  text: string;
  /** The items, if any file says what they are. */
  items: Span[] | undefined;
  /** How many files were read, and what was wrong with the others. */
  count: number;
  problems: string[];
}

/** What opening needs of others. */
export interface OpeningHost {
  /** Share of all bytes that has been read. */
  progress(share: number): void;
  /** Where the items of a text are; and the text, which blocks are joined to. */
  itemsOf(input: Input, signal: AbortSignal): Promise<{ text: string; items: Span[] }>;
}

/** Reads files one after another. A file that cannot be read is left out and told of. */
export async function open(files: readonly File[], signal: AbortSignal, host: OpeningHost): Promise<Opened> {
  const total = files.reduce((sum, { size }) => sum + size, 0) || 1;
  let read = 0;
  const contents: Content[] = [];
  const problems: string[] = [];
  for (const file of files) {
    try {
      const bytes = await bytesOf(file, signal, (arrived) => {
        read += arrived;
        host.progress(read / total);
      });
      contents.push(await contentOf(file.name, decode(bytes)));
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof FileProblem ? error.message : say("files.unreadable");
      problems.push(say("files.failed", { name: file.name, why }));
    }
  }
  return { ...(await together(contents, signal, host)), count: contents.length, problems };
}

async function bytesOf(file: File, signal: AbortSignal, arrived: (bytes: number) => void): Promise<Uint8Array> {
  if (file.size > MOST_BYTES) {
    arrived(file.size);
    throw new FileProblem(say("files.large", { most: millions(MOST_BYTES) }));
  }
  const bytes = new Uint8Array(file.size);
  let at = 0;
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (signal.aborted) {
      await reader.cancel();
      signal.throwIfAborted();
    }
    if (done) {
      return bytes;
    }
    bytes.set(value, at);
    at += value.length;
    arrived(value.length);
  }
}

async function together(
  contents: readonly Content[],
  signal: AbortSignal,
  host: OpeningHost,
): Promise<Pick<Opened, "text" | "items">> {
  const [only] = contents;
  if (only && contents.length === 1 && "text" in only) {
    return { text: only.text, items: undefined };
  }
  // Each file is parted alone, so that no item runs over two files.
  const texts: string[] = [];
  const items: Span[] = [];
  let start = 0;
  for (const content of contents) {
    const parted =
      "items" in content
        ? content.items.map((text) => ({ text, items: [{ start: 0, end: text.length }] }))
        : [await host.itemsOf("text" in content ? content.text : content, signal)];
    for (const { text, items: inside } of parted) {
      texts.push(text);
      items.push(...inside.map((item) => ({ start: start + item.start, end: start + item.end })));
      start += text.length + GAP.length;
    }
  }
  return { text: texts.join(GAP), items };
}
