"""How well needs are taken apart, by element and language, and how long a character takes.

    python benchmarks/elements.py [--texts benchmarks/data/elements] [--errors 20]

The texts are our own. Rules were mended on those with an odd number; those with an even number are only counted. Two
things are counted for each element: characters (of those found, how many the annotation has, and the other way round)
and texts (whether an element is stated at all, which decides what the coach asks for). Then the time for each character
of texts from 2,000 to 512,000 code points, of three kinds: sentences like those of needs, headings without end, and
numbers without end. Each should stay about the same from size to size. Nothing is written.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.readers import OWN, Row, lines

from heliu_engine.coach import ELEMENTS, ElementName, take_apart
from heliu_engine.documents import Span

LANGUAGES = ("zh", "en")
SIZES = tuple(1000 * 2**power for power in range(1, 10))
PIECES = {
    "sentences": (
        "目前钢结构防腐涂层一年就起泡脱落，严重影响使用。已尝试环氧富锌底漆，效果不理想；要求耐盐雾3000h以上，"
        "能在海洋环境下长期使用。希望与高校联合开发，预算50万元，2027年6月前完成。\n"
        "Currently the coating blisters after one year. It shall withstand salt spray for 3,000 h at 40 degrees C. "
        "We are looking for a partner for joint development with a budget of EUR 200,000 by the end of 2027.\n"
    ),
    "headings": "一、技术难题：\n1、Background:\n",
    "numbers": "≥5 mm，1-2 ±3% ",
}


@dataclass(slots=True)
class Count:
    """What was found, what is annotated, and what is both."""

    found: int = 0
    right: int = 0
    both: int = 0

    def add(self, found: int, right: int, both: int) -> None:
        self.found += found
        self.right += right
        self.both += both

    def __str__(self) -> str:
        precision = self.both / self.found if self.found else 0.0
        recall = self.both / self.right if self.right else 0.0
        f1 = 2 * self.both / (self.found + self.right) if self.found + self.right else 0.0
        return f"{precision:6.3f} {recall:6.3f} {f1:6.3f}"


def characters(spans: Iterable[Span]) -> set[int]:
    """The places that the spans cover."""
    return {place for span in spans for place in range(*span)}


class Counted:
    """The counts of one half of the texts in one language."""

    def __init__(self) -> None:
        self.texts = 0
        self._by_character: defaultdict[str, Count] = defaultdict(Count)
        self._by_text: defaultdict[str, Count] = defaultdict(Count)

    def add(self, name: str, found: set[int], right: set[int]) -> None:
        """Count one element of one text, for itself and together with the others."""
        for key in (name, "all"):
            self._by_character[key].add(len(found), len(right), len(found & right))
            self._by_text[key].add(bool(found), bool(right), bool(found and right))

    def table(self) -> Iterator[str]:
        yield f"{'':16} {'characters':^20}   {'stated at all':^20}"
        yield f"{'':16} {'precis recall     F1':>20}   {'precis recall     F1':>20}  texts"
        for name in (*ELEMENTS, "all"):
            stated = self._by_text[name].right
            yield f"{name:16} {self._by_character[name]}   {self._by_text[name]} {stated:6}"


def quality(texts: list[Row], places: list[Row], errors: int) -> None:
    """Print the counts of each language, odd and even numbers apart; ``errors`` mistakes of the odd ones."""
    right: defaultdict[tuple[int, str], list[Span]] = defaultdict(list)
    for place in places:
        right[int(place["id"]), place["element"]].append((int(place["start"]), int(place["end"])))
    counted: defaultdict[tuple[str, str], Counted] = defaultdict(Counted)
    wrong: list[str] = []
    for row in texts:
        number, text = int(row["id"]), str(row["text"])
        part = "odd" if number % 2 else "even"
        sheet = take_apart(text, title=str(row.get("title", "")))
        count = counted[str(row["lang"]), part]
        count.texts += 1
        for name in ELEMENTS:
            found, wanted = [element.span for element in sheet.stated(name)], right[number, name]
            count.add(name, characters(found), characters(wanted))
            if part == "odd":
                wrong.extend(_mistakes(number, text, name, found, wanted))
    for lang in LANGUAGES:
        for part in ("odd", "even"):
            print(f"\n{lang}, {counted[lang, part].texts} texts with an {part} number")
            print("\n".join(counted[lang, part].table()))
    if errors:
        print("\nMistakes in texts with an odd number:", *wrong[:errors], sep="\n")


def _mistakes(number: int, text: str, name: ElementName, found: list[Span], right: list[Span]) -> Iterator[str]:
    for label, own, others in (("spurious", found, right), ("missed", right, found)):
        for span in own:
            if not characters([span]) & characters(others):
                yield f"{number:4} {name:15} {label:8} {text[slice(*span)]!r}"


def speed() -> None:
    """Print microseconds for each character, by size and kind of text."""
    take_apart(PIECES["sentences"])
    print(f"\n{'characters':>10}", *(f"{name:>10}" for name in PIECES), "  microseconds a character, of the processor")
    for size in SIZES:
        taken = []
        for piece in PIECES.values():
            text = (piece * (size // len(piece) + 1))[:size]
            start = time.process_time()
            take_apart(text)
            taken.append((time.process_time() - start) / size * 1e6)
        print(f"{size:>10,}", *(f"{each:>10.2f}" for each in taken))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, default=OWN / "elements", help="folder of texts and their elements")
    parser.add_argument("--errors", type=int, default=0, help="how many mistakes in texts with an odd number are shown")
    options = parser.parse_args()
    quality(lines(options.texts / "texts.jsonl"), lines(options.texts / "elements.jsonl"), options.errors)
    speed()


if __name__ == "__main__":
    main()
