/** No more places than this are offered; of more, those at line ends go first. */
const MOST = 60;

/** Where an item can be parted, from its start: at the beginnings of its lines and of its sentences. */
export function cuts(text: string, language: string): number[] {
  const lines = [...text.matchAll(/\n\s*(?=\S)/g)].map(({ index, 0: gap }) => index + gap.length);
  if (lines.length >= MOST) {
    return lines.slice(0, MOST);
  }
  const segmenter = new Intl.Segmenter(language === "und" ? undefined : language, { granularity: "sentence" });
  const sentences = Array.from(segmenter.segment(text), ({ index, segment }) => index + segment.search(/\S|$/));
  return [...new Set([...lines, ...sentences])]
    .filter((at) => text.slice(0, at).trim() !== "" && text.slice(at).trim() !== "")
    .sort((a, b) => a - b)
    .slice(0, MOST);
}
