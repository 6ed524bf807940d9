"""What a table gives: rows with the number a spreadsheet shows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class RawRow:
    """Cells in order, before a header names them. ``problems`` is by the cell's place, -1 for the row itself."""

    number: int
    cells: list[Any]
    problems: dict[int, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not self.problems and all(is_blank(cell) for cell in self.cells)


@dataclass(slots=True)
class Row:
    """One record of a table.

    ``number`` is the row a spreadsheet program shows (JSONL: the line). ``values`` is by column name,
    without blank cells. ``problems`` is by column name, with an empty name for the row as a whole.
    """

    number: int
    values: dict[str, Any]
    problems: dict[str, str] = field(default_factory=dict)


def is_blank(cell: Any) -> bool:
    """Nothing, only white space, or an empty list or object of JSON."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, list | dict) and not cell)


_REQUIRED_MARK = re.compile(r"[*＊]|[(（]\s*(必填|选填|required|optional)\s*[)）]", re.IGNORECASE)


def plain_name(name: Any) -> str:
    """A column's name for comparing: width, case, blanks, hyphens and marks of "required" do not count."""
    text = _REQUIRED_MARK.sub("", unicodedata.normalize("NFKC", str(name)))
    return re.sub(r"[\s_\-:：]+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def column_letter(place: int) -> str:
    """The letters above a column, from its place counted from 0: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
