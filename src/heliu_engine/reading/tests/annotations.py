"""What a person read off 48 real pages, each of another site; nothing of the pages is here.

Thirteen pages lie beside the clone, in ../shared/data/cn-news-html. The others are test pages of two packages,
gne 0.4.3 and newspaper4k 0.9.6; docs/explanation/reading.md says how to lay them into a folder. Lines of a page are
known by the beginnings of their hashes: ``body`` has the first and the last line of each stretch of the article,
``open`` lines of which nobody could say whether they belong to it (captions of pictures, links to other articles,
bylines at the end): they are neither asked for nor counted as wrong. Of title and authors hashes are kept as well. A
field that is absent was not judged, for example where a page has two dates that could be meant; None says that the page
names none.

The half ``dev`` was looked at while the rules were made, the half ``test`` was not.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heliu_engine.restore.encodings import decode
from heliu_engine.restore.layout import lay_out

_SENTENCES = re.compile(r"(?<=[。！？；!?;])|(?<=\.)\s+|[\n\t]")
_NAMES = re.compile(r"[、，,|;；&\s]+and\s+|[、，,|;；&]+|\s+and\s+")


@dataclass(frozen=True, slots=True)
class Annotated:
    """One page with what was read off it."""

    path: Path
    said: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.said["page"])

    def data(self) -> bytes:
        return self.path.read_bytes()

    def body(self) -> tuple[list[str], set[str]]:
        """The pieces of the article, and the folded pieces that are neither asked for nor wrong."""
        lines = [line.text for line in lay_out(decode(self.data()).text).lines]
        marks = [mark(line) for line in lines]
        wanted: list[str] = []
        place = 0
        opened = set(self.said["open"])
        for first, last in self.said["body"]:
            begin = marks.index(first, place)
            place = marks.index(last, begin) + 1
            wanted += [line for line in lines[begin:place] if mark(line) not in opened]
        left = [line for line in lines if mark(line) in opened]
        return list(pieces(wanted)), set(pieces(left))


def annotated(half: str, *roots: Path) -> Iterator[Annotated]:
    """The pages of a half that are found below one of the folders."""
    for said in json.loads(Path(__file__).with_name("pages.json").read_text(encoding="utf-8")):
        found = next((root / said["page"] for root in roots if (root / said["page"]).is_file()), None)
        if found is not None and half in (said["half"], "all"):
            yield Annotated(found, said)


def fold(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def mark(text: str) -> str:
    """The beginning of a line's hash, without regard to blanks."""
    return hashlib.sha256(fold(text).encode()).hexdigest()[:10]


def pieces(lines: Iterable[str]) -> Iterator[str]:
    """Lines cut at the ends of sentences and folded, so that it does not matter how paragraphs were joined."""
    for line in lines:
        for piece in _SENTENCES.split(line):
            folded = fold(piece)
            if any(character.isalnum() for character in folded):
                yield folded


def names(written: str | None) -> set[str]:
    """Marks of the names in an author field."""
    return {mark(name) for name in _NAMES.split(written or "") if name.strip()}
