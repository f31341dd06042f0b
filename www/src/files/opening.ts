// From files to one paste.
import type { Span } from "rubrica";

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
  /** Where the items of a text are. */
  itemsOf(text: string, signal: AbortSignal): Promise<Span[]>;
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
      contents.push(contentOf(file.name, decode(bytes)));
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
  const text = contents.flatMap(({ texts }) => texts).join(GAP);
  if (!contents.some(({ areItems }) => areItems)) {
    return { text, items: undefined };
  }
  // Where some files say what their items are, the others are parted alone, so that no item runs over two files.
  const items: Span[] = [];
  let start = 0;
  for (const { texts, areItems } of contents) {
    for (const one of texts) {
      const inside = areItems ? [{ start: 0, end: one.length }] : await host.itemsOf(one, signal);
      for (const item of inside) {
        items.push({ start: start + item.start, end: start + item.end });
      }
      start += one.length + GAP.length;
    }
  }
  return { text, items };
}
