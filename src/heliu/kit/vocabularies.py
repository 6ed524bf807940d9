"""Code tables of the nation: regions (GB/T 2260) and industries (GB/T 4754-2017).

The tables are data files with their sources named in ``data/README.md``. Codes change over the
years; a code that is not in the table is kept and shown as it is.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from heliu.kit.language import current_language


@dataclass(frozen=True, slots=True)
class Entry:
    """One code with its names and the code above it."""

    code: str
    parent: str
    zh: str
    en: str

    @property
    def name(self) -> str:
        """The name in the page's language."""
        return self.en if current_language() == "en" else self.zh


class Vocabulary:
    """A tree of codes."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = {entry.code: entry for entry in entries}
        self._children: dict[str, list[Entry]] = {}
        for entry in entries:
            self._children.setdefault(entry.parent, []).append(entry)

    def __contains__(self, code: object) -> bool:
        return code in self.entries

    def get(self, code: str) -> Entry | None:
        """The entry of a code, or None."""
        return self.entries.get(code)

    def children(self, code: str = "") -> list[Entry]:
        """The entries right below a code; without one, the topmost."""
        return self._children.get(code, [])

    def path(self, code: str) -> list[Entry]:
        """The entries from the topmost down to this code; empty for an unknown code."""
        path = []
        while entry := self.entries.get(code):
            path.append(entry)
            code = entry.parent
        return path[::-1]

    def name(self, code: str) -> str:
        """The name in the page's language, or the code itself where the table has none."""
        entry = self.entries.get(code)
        return entry.name if entry else code

    def full_name(self, code: str) -> str:
        """The names from the topmost down: 天津市 河西区."""
        return " ".join(entry.name for entry in self.path(code)) or code


def _read(filename: str) -> Vocabulary:
    text = files("heliu.kit").joinpath("data", filename).read_text(encoding="utf-8")
    return Vocabulary([Entry(**row) for row in csv.DictReader(text.splitlines())])


@cache
def regions() -> Vocabulary:
    """Regions of China by GB/T 2260 code."""
    return _read("regions.csv")


@cache
def industries() -> Vocabulary:
    """Industries by GB/T 4754-2017 code, with the section's letter in front."""
    return _read("industries.csv")


def region_prefix(code: str) -> str:
    """The part of a region code that every code below it starts with: 120000 gives 12, 130100 gives 1301."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code
