"""A damaged line as the bytes it was decoded from: bytes, brackets the table put in, gaps where bytes were lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from heliu_engine.restore.brackets import BROKEN
from heliu_engine.restore.gbk import to_bytes
from heliu_engine.restore.readings import SYLLABLE


class Kind(Enum):
    """What a place in the stream holds."""

    BYTE = 1
    WHOLE = 2
    """A character outside GBK; it stands for itself."""
    BRACKET = 3
    GAP = 4
    """A byte that the decoder could not pair, shown as ? or U+FFFD."""


class Item(NamedTuple):
    """One thing in the stream and where it stands in the line."""

    kind: Kind
    start: int
    end: int
    text: str
    byte: int = 0
    reading: str = ""
    """The syllable of a bracket, also of one that begins with a gap."""
    wide: bool = False
    kept: bool = False
    """For a gap with a reading: the opening bracket is there, so the decoder swallowed nothing after the lost byte."""


_BRACKET = re.compile(rf"(?P<open>[(（])(?P<reading>{SYLLABLE})[)）]")
_TAG_REST = re.compile(r"/?(?:p|br|div|span|td|tr|li|a|b|strong|em|section|font|h[1-6])\s*/?>", re.IGNORECASE)
"""What is left of a tag whose ``<`` was swallowed with a lost byte."""


def items_of(line: str) -> Iterator[Item]:
    """The stream of a line, from its beginning."""
    place = 0
    while place < len(line):
        character = line[place]
        item = _special(line, place) if character in "?\ufffd(（" else None
        if item is not None:
            yield item
            place = item.end
            continue
        data = to_bytes(character)
        if data is None:
            yield Item(Kind.WHOLE, place, place + 1, character)
        else:
            for byte in data:
                yield Item(Kind.BYTE, place, place + 1, character, byte)
        place += 1


def _special(line: str, place: int) -> Item | None:
    if line[place] in "(（":
        bracket = _BRACKET.match(line, place)
        if bracket is None:
            return None
        wide = bracket["open"] == "（"
        return Item(Kind.BRACKET, place, bracket.end(), bracket[0], reading=bracket["reading"], wide=wide)
    broken = BROKEN.match(line, place)
    if broken is not None:
        kept = bool(broken["open"])
        return Item(Kind.GAP, place, broken.end(), broken[0], reading=broken["pinyin"], kept=kept)
    tag = _TAG_REST.match(line, place + 1)
    end = tag.end() if tag is not None else place + 1
    return Item(Kind.GAP, place, end, line[place:end])
