"""How well demands that were handed in twice are told from others, on real demands.

    python benchmarks/duplicates.py [--encoder heliu]

Positive pairs are demands of the same title, and copies that are made here from each demand: sentences dropped,
shuffled, cut in half, characters changed, each with another title. Negative pairs are all others, among them forms that
one company filled in for different needs, so that not every flag is a mistake. Read ../shared/data; nothing is written.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from heliu_engine.encoding import open_encoder
from heliu_engine.identity import LARGELY, MEANING, SAME, overlap, shingles
from heliu_engine.text import sentences

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CACHE = Path.home() / ".cache" / "heliu"
SHORTEST = 60
"""Code points of a description of which copies are made."""
LONGEST = 2000
SEED = 7


def demands() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Name of a set, and of each demand its title, its text and what marks it as the same as another."""
    with (DATA / "bdci2019-demand-achievement" / "demands.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    yield "Chinese, 2019", [(row["title"], row["description"] or "", row["demand_group"]) for row in rows]
    with (DATA / "dod-sbir-topics" / "topics.jsonl").open(encoding="utf-8") as lines:
        topics = [json.loads(line) for line in lines]
    yield (
        "English, SBIR",
        [(row["title"], f"{row['objective']}\n{row['description']}", row["topic_id"]) for row in topics],
    )


def copies(rng: random.Random) -> dict[str, Callable[[str], str]]:
    """Name of a change → what makes it."""

    def parts(text: str) -> list[str]:
        return [text[start:end] for start, end in sentences(text)]

    def dropped(text: str, share: float) -> str:
        return "".join(part for part in parts(text) if rng.random() >= share) or text[:SHORTEST]

    def changed(text: str, share: float) -> str:
        return "".join(rng.choice("的一是在etao") if c.isalnum() and rng.random() < share else c for c in text)

    def shuffled(text: str) -> str:
        found = parts(text)
        rng.shuffle(found)
        return "".join(found)

    return {
        "3 of 10 sentences dropped": lambda text: dropped(text, 0.3),
        "6 of 10 sentences dropped": lambda text: dropped(text, 0.6),
        "sentences shuffled": shuffled,
        "second half cut": lambda text: text[: len(text) // 2],
        "3 of 100 characters changed": lambda text: changed(text, 0.03),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--encoder", default="none", help="also count pairs near in meaning (minutes): heliu")
    encoder = open_encoder(parser.parse_args().encoder, CACHE)
    for name, rows in demands():
        known = [shingles(f"{title}\n{text}") for title, text, _group in rows]
        pairs = list(combinations(range(len(rows)), 2))
        same = [(a, b) for a, b in pairs if rows[a][2] == rows[b][2]]
        others = [overlap(known[a], known[b]) for a, b in pairs if rows[a][2] != rows[b][2]]
        print(f"{name}: {len(rows)} demands, {len(same)} pairs of one title, {len(others):,} others")
        if same:
            print(f"  of one title, overlap >= {SAME}: {sum(overlap(known[a], known[b]) >= SAME for a, b in same)}")
        for bound in (LARGELY, SAME):
            print(f"  others with overlap >= {bound}: {sum(found >= bound for found in others)}")
        if encoder is not None:
            vectors = encoder.encode([f"{title}\n{text}"[:LONGEST] for title, text, _group in rows], role="passage")
            near = sum(
                float(vectors[a] @ vectors[b]) >= MEANING and overlap(known[a], known[b]) < LARGELY
                for a, b in pairs
                if rows[a][2] != rows[b][2]
            )
            print(f"  others with less overlap and cosine >= {MEANING}: {near}")
        for change, make in copies(random.Random(SEED)).items():
            found = [
                overlap(known[place], shingles(f"另一个题目 another title\n{make(text)}"))
                for place, (_title, text, _group) in enumerate(rows)
                if len(text) >= SHORTEST
            ]
            share = sum(each >= LARGELY for each in found) / len(found)
            print(f"  {change}: {share:.1%} of {len(found)} copies found")


if __name__ == "__main__":
    main()
