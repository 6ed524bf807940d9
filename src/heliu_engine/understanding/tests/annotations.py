"""What a person marked in 99 passages of real pages; nothing of the passages is here.

60 passages (half ``test``) lie in pages on which the rules were not built, 39 (``dev``) in pages that were looked at
while they were made; pages were divided by hash first. A passage is known by its page, its place and the beginning of
its hash; mentions are kept as offsets into it with their kinds. Statements (measures, demands, achievements) were not
marked.

``page`` is a page of ../shared/data, with the name of a record behind ``#`` where a file holds many, or a test page of
the packages gne 0.4.3 and newspaper4k 0.9.6 (docs/explanation/reading.md says how to lay them into a folder). What was
marked: proper names in their longest form; a department with its region or level (省财政厅), but no classes (各区政府,
国家重点实验室); organisations named in an office (西南大学党委书记); regions that stand alone; dates with 底 and 末;
amounts with their currency; policies in 《》. Mentions never overlap.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from heliu_engine.reading import read_page

Marked = tuple[int, int, str]
"""First and last place, and kind."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with what was marked in it."""

    page: str
    text: str
    mentions: frozenset[Marked]


def passages(half: str, *roots: Path) -> Iterator[Passage]:
    """The passages of a half whose pages are found below one of the folders."""
    for said in json.loads(Path(__file__).with_name("passages.json").read_text(encoding="utf-8")):
        file, _, record = said["page"].partition("#")
        found = next((root / file for root in roots if (root / file).is_file()), None)
        if said["half"] != half or found is None:
            continue
        text = _passage(found, record, said)
        yield Passage(said["page"], text, frozenset((start, end, kind) for start, end, kind in said["mentions"]))


def _passage(file: Path, record: str, said: dict[str, Any]) -> str:
    if record:
        text = _records(file)[record][said["start"] : said["end"]]
        assert _mark(text) == said["hash"], f"{said['page']} is not the text that was marked."
        return text
    return next(line for line in _lines(file) if _mark(line) == said["hash"])


@cache
def _records(file: Path) -> dict[str, str]:
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {
        record.get("doc_id") or record.get("topicId") or record["reference"]: record.get("text")
        or record["description"]
        or ""
        for record in records
    }


@cache
def _lines(file: Path) -> tuple[str, ...]:
    return tuple(read_page(file.read_bytes()).body.split("\n"))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Count:
    """How many mentions were right, added and missed, by kind."""

    right: Counter[str]
    added: Counter[str]
    missed: Counter[str]

    @classmethod
    def empty(cls) -> Count:
        return cls(Counter(), Counter(), Counter())

    def add(self, wanted: frozenset[Marked], got: frozenset[Marked]) -> None:
        self.right.update(kind for *_, kind in wanted & got)
        self.added.update(kind for *_, kind in got - wanted)
        self.missed.update(kind for *_, kind in wanted - got)

    def figures(self, kind: str | None = None) -> tuple[float, float, float]:
        """Precision, recall and F1, of a kind or of all."""
        right, added, missed = (
            counter[kind] if kind else counter.total() for counter in (self.right, self.added, self.missed)
        )
        precision = right / (right + added) if right + added else 0.0
        recall = right / (right + missed) if right + missed else 0.0
        return precision, recall, 2 * right / (2 * right + added + missed) if right else 0.0
