"""How well organisations, persons, places and more are found in texts, beside jieba's classes of words.

    python benchmarks/understanding.py [--data ../shared] [--pages FOLDER] [--half test|dev]

99 passages of real pages are annotated by hand (`heliu_engine.understanding.tests.annotations`); they are read in
place and never copied. Some lie in test pages of gne and newspaper4k: benchmarks/reading.py says how to lay them into a
folder, which --pages names. A mention is right if its place and kind are exactly those marked; "overlap" counts it as
soon as one of its kind stands there in part.

The peer is jieba (MIT), the best-known Chinese word cutter: its classes nr, ns and nt are persons, places and
organisations. It is asked where it is installed (pip install jieba), with its own dictionary and for Chinese passages
alone; nothing else that it does is compared.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import get_args

from heliu_engine.understanding import STATEMENTS, MentionKind, understand
from heliu_engine.understanding.tests.annotations import Count, Marked, Passage, passages

ROOT = Path(__file__).resolve().parent.parent
KINDS = tuple(kind for kind in get_args(MentionKind) if kind not in STATEMENTS)
PEER = {"nr": "person", "ns": "place", "nt": "organisation"}

Find = Callable[[str], frozenset[Marked]]


def heliu(text: str) -> frozenset[Marked]:
    mentions = understand(text).mentions
    return frozenset((one.start, one.end, one.kind) for one in mentions if one.kind not in STATEMENTS)


def peer() -> Find | None:
    """jieba's persons, places and organisations; None where it is not installed."""
    try:
        import jieba.posseg
    except ImportError:
        return None
    jieba.setLogLevel(60)

    def find(text: str) -> frozenset[Marked]:
        found, place = set(), 0
        for word, tag in jieba.posseg.cut(text):
            if tag in PEER and len(word) > 1:
                found.add((place, place + len(word), PEER[tag]))
            place += len(word)
        return frozenset(found)

    return find


def measured(chosen: Iterable[Passage], find: Find, kinds: Iterable[str]) -> tuple[Count, Count, float]:
    """Exact and overlapping counts of the kinds, and the seconds they took."""
    exact, loose = Count.empty(), Count.empty()
    spent = 0.0
    for passage in chosen:
        begun = time.process_time()
        found = find(passage.text)
        spent += time.process_time() - begun
        wanted = frozenset(one for one in passage.mentions if one[2] in kinds)
        got = frozenset(one for one in found if one[2] in kinds)
        exact.add(wanted, got)
        loose.right.update(one[2] for one in wanted if _touches(one, got))
        loose.missed.update(one[2] for one in wanted if not _touches(one, got))
        loose.added.update(one[2] for one in got if not _touches(one, wanted))
    return exact, loose, spent


def _touches(one: Marked, others: frozenset[Marked]) -> bool:
    return any(start < one[1] and one[0] < end and kind == one[2] for start, end, kind in others)


def table(name: str, chosen: list[Passage], find: Find, kinds: tuple[str, ...]) -> None:
    exact, loose, spent = measured(chosen, find, kinds)
    print(f"\n{name}: {len(chosen)} passages, {spent:.2f} s\n")
    print("| kind | marked | precision | recall | F1 | F1, overlap |\n|---|---|---|---|---|---|")
    for kind in (*kinds, None):
        marked = sum(one[2] == kind if kind else one[2] in kinds for passage in chosen for one in passage.mentions)
        precision, recall, score = exact.figures(kind)
        if marked or exact.added[kind or ""]:
            figures = (precision, recall, score, loose.figures(kind)[2])
            print(f"| {kind or 'all'} | {marked} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")


def sure(chosen: list[Passage]) -> None:
    """How often findings of a confidence are right."""
    right: dict[float, list[int]] = {}
    for passage in chosen:
        for one in understand(passage.text).mentions:
            if one.kind not in STATEMENTS:
                band = right.setdefault(int(one.confidence * 10 + 1e-6) / 10, [0, 0])
                band[0] += (one.start, one.end, one.kind) in passage.mentions
                band[1] += 1
    print("\n| confidence from | right | of |\n|---|---|---|")
    for least, (hits, found) in sorted(right.items()):
        print(f"| {least} | {hits} | {found} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--pages", type=Path, default=ROOT / "pages")
    parser.add_argument("--half", choices=("test", "dev"), default="test")
    options = parser.parse_args()
    chosen = list(passages(options.half, options.data / "data", options.pages))
    if not chosen:
        raise SystemExit(f"No annotated page below {options.data} or {options.pages}.")
    table("Heliu", chosen, heliu, KINDS)
    sure(chosen)
    chinese = [passage for passage in chosen if any("\u4e00" <= sign <= "\u9fff" for sign in passage.text)]
    table("Heliu, Chinese passages, kinds of the peer", chinese, heliu, tuple(PEER.values()))
    find = peer()
    if find is None:
        print("\njieba is not installed: no peer.")
    else:
        find("预热")
        table("jieba.posseg, the same", chinese, find, tuple(PEER.values()))


if __name__ == "__main__":
    main()
