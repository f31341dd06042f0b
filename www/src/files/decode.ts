/** Bytes as text: in the encoding that they say they are in, else UTF-8, else what they look like. */
export function decode(bytes: Uint8Array): string {
  const declared = byMark(bytes) ?? byName(bytes);
  if (declared) {
    return declared.decode(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(looksCyrillic(bytes) ? "windows-1251" : "windows-1252").decode(bytes);
  }
}

function byMark([first, second]: Uint8Array): TextDecoder | undefined {
  const mark = ((first ?? 0) << 8) | (second ?? 0);
  return mark === 0xfffe ? new TextDecoder("utf-16le") : mark === 0xfeff ? new TextDecoder("utf-16be") : undefined;
}

/** By a `charset` of HTML or an `encoding` of XML. What can be found by reading ASCII is not UTF-16. */
function byName(bytes: Uint8Array): TextDecoder | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const name = /^\s*<(?:.|\n)*?(?:charset|encoding)\s*=\s*["']?\s*((?!utf-16)[\w-]+)/i.exec(head)?.[1];
  try {
    return name === undefined ? undefined : new TextDecoder(name);
  } catch {
    // A name that no encoding has.
    return undefined;
  }
}

/** In the old encodings of Cyrillic most letters have their highest bit set; in those of the West, few. */
function looksCyrillic(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 20_000);
  return sample.filter((byte) => byte >= 0xc0).length > sample.length * 0.3;
}
