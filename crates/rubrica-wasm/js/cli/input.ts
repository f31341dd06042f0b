// Where texts come from: files and standard input, as they are or packed with zstd, with or without a byte order mark.
import { isUtf8 } from "node:buffer";
import { createReadStream, statSync } from "node:fs";
import type { Transform } from "node:stream";
import * as zlib from "node:zlib";

import type { Console } from "./console.js";

/** How a zstd frame begins. No text begins so: the second byte is in no encoding that we read the start of a character. */
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

const REPLACEMENT = "\uFFFD";

/** Hears how many bytes are read. */
type Watcher = Pick<Console, "advance">;

/** The size of all files together, if each is a plain file. */
export function totalSize(files: readonly string[]): number | undefined {
  let total = 0;
  for (const file of files) {
    const found = file === "-" ? undefined : statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile()) {
      return undefined;
    }
    total += found.size;
  }
  return total;
}

/**
 * The bytes of a file's text: unpacked, and without byte order mark, but where there was none not yet known to be UTF-8.
 */
export async function* open(file: string, console: Watcher): AsyncGenerator<Buffer, void, undefined> {
  yield* decoded(withHead(openAsIs(file, console)));
}

/** The bytes of a file, unpacked: what encoding they are in, the file may say itself. */
export async function* openAsIs(file: string, console: Watcher): AsyncGenerator<Buffer, void, undefined> {
  const stream = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
  yield* unpacked(withHead(watched(stream, console)));
}

async function* watched(stream: AsyncIterable<unknown>, console: Watcher): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    console.advance(bytes.length);
    yield bytes;
  }
}

/** The same bytes, in chunks of which the first has at least four, if there are as many. */
async function* withHead(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length >= ZSTD_MAGIC.length) {
      yield head;
      head = undefined;
    }
  }
  if (head) {
    yield head;
  }
}

async function* unpacked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let unpacker: Transform | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && chunk.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC)) {
      unpacker = zstd();
      yield* through(unpacker, chunk, chunks);
      return;
    }
    isFirst = false;
    yield chunk;
  }
}

/** All that `unpacker` makes of `first` and of what is left of `rest`. */
async function* through(unpacker: Transform, first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const feed = async (): Promise<void> => {
    await written(unpacker, first);
    for await (const chunk of rest) {
      await written(unpacker, chunk);
    }
    unpacker.end();
  };
  feed().catch((error: unknown) => {
    unpacker.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  for await (const chunk of unpacker) {
    yield chunk as Buffer;
  }
}

async function written(stream: Transform, chunk: Buffer): Promise<void> {
  if (!stream.write(chunk)) {
    await new Promise((resolve) => stream.once("drain", resolve));
  }
}

/** Node has it since 22.15. */
function zstd(): Transform {
  const create = (zlib as { createZstdDecompress?: (options: object) => Transform }).createZstdDecompress;
  if (!create) {
    throw new Error("is packed with zstd, which needs Node 22.15 or newer; unpack it first: zstd -dc FILE | rubrica -");
  }
  // Windows as long as the native command takes them.
  return create({ params: { [(zlib.constants as Record<string, number>)["ZSTD_d_windowLogMax"] ?? 100]: 27 } });
}

/** UTF-8 without byte order mark; from UTF-16, where such a mark says that it is. */
async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (isFirst) {
      isFirst = false;
      if (startsWith(chunk, 0xff, 0xfe)) {
        decoder = new TextDecoder("utf-16le");
      } else if (startsWith(chunk, 0xfe, 0xff)) {
        decoder = new TextDecoder("utf-16be");
      } else if (startsWith(chunk, 0xef, 0xbb, 0xbf)) {
        bytes = chunk.subarray(3);
      }
    }
    yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
  }
  if (decoder) {
    yield Buffer.from(decoder.decode());
  }
}

function startsWith(bytes: Buffer, ...head: number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

/** The bytes as text. What is not UTF-8 is an error that says where and why. */
export function utf8(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    return bytes.toString("utf8");
  }
  const at = validUpTo(bytes);
  if (isCutOff(bytes.subarray(at))) {
    throw new Error(`not UTF-8: ends inside the character at offset ${String(at)}`);
  }
  const byte = bytes[at]!.toString(16).toUpperCase().padStart(2, "0");
  throw new Error(`not UTF-8: byte 0x${byte} at offset ${String(at)}; convert it first, for example with iconv`);
}

/** Where the first byte is that does not belong: where the decoder puts U+FFFD and the text has none. */
export function validUpTo(bytes: Buffer): number {
  const text = bytes.toString("utf8");
  for (let index = text.indexOf(REPLACEMENT); index >= 0; index = text.indexOf(REPLACEMENT, index + 1)) {
    // All before it is as it was read, replacement characters too.
    const at = Buffer.byteLength(text.slice(0, index));
    if (bytes.toString("utf8", at, at + 3) !== REPLACEMENT || bytes[at] !== 0xef) {
      return at;
    }
  }
  return bytes.length;
}

/** Whether so few bytes are the beginning of a character, and only that. */
function isCutOff(bytes: Buffer): boolean {
  if (bytes.length === 0 || bytes.length > 3) {
    return false;
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    return decoder.decode(bytes, { stream: true }) === "";
  } catch {
    return false;
  }
}

/** A line and its number, counted from 1. */
export interface Line {
  number: number;
  bytes: Buffer;
}

/** The lines that hold more than white space, without their ends. */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line, void, undefined> {
  let number = 0;
  let begun: Buffer[] = [];
  const line = (end: Buffer): Line | undefined => {
    number += 1;
    let bytes = begun.length > 0 ? Buffer.concat([...begun, end]) : end;
    begun = [];
    while (bytes.length > 0 && bytes[bytes.length - 1] === 0x0d) {
      bytes = bytes.subarray(0, -1);
    }
    return bytes.some((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) ? { number, bytes } : undefined;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      const found = line(chunk.subarray(start, end));
      start = end + 1;
      if (found) {
        yield found;
      }
    }
    if (start < chunk.length) {
      begun.push(chunk.subarray(start));
    }
  }
  const last = begun.length > 0 ? line(Buffer.alloc(0)) : undefined;
  if (last) {
    yield last;
  }
}
