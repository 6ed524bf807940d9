"""Reading the tables of a scale file, and saying in which line one is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from heliu.rulebook.rules import Words

Place = tuple[str | int, ...]
"""Where something stands: ``("version", 1, "level", 3)``, with the name of an entry at its end."""

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z_.]+)\s*\]\]?")
_ENTRY = re.compile(r"\s*([A-Za-z_]+)\s*=")
_QUESTION = re.compile(r"\s*\{")


class ScaleFileError(ValueError):
    """A data file that cannot be read as a scale: the message names file, line, place and what is wrong."""

    def __init__(self, file: Path, line: int | None, place: str, problem: str) -> None:
        where = f"line {line}, {place}" if line else place
        super().__init__(f"{file.name}, {where}: {problem}")


def places_of(text: str) -> Mapping[Place, int]:
    """Place → the line it stands in, for files written as ours are: one entry and one question a line."""
    found: dict[Place, int] = {}
    table: Place = ()
    version = level = question = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = header[1]
            if name == "version":
                version, level = version + 1, 0
                table = ("version", version)
            elif name == "version.level":
                level, question = level + 1, 0
                table = ("version", version, "level", level)
            else:
                table = (name,)
            found[table] = number
        elif entry := _ENTRY.match(line):
            found[*table, entry[1]] = number
        elif _QUESTION.match(line):
            question += 1
            found[*table, "criterion", question] = number
    return found


class Table:
    """One table of a file, with readers that say where an entry is wrong."""

    def __init__(self, file: Path, places: Mapping[Place, int], place: Place, written: Any) -> None:
        self.file, self._places, self._place = file, places, place
        if not isinstance(written, Mapping):
            raise self.wrong("", "a table is wanted")
        self.written: Mapping[str, Any] = written

    def below(self, name: str, number: int, written: Any) -> Table:
        """A table inside this one."""
        return Table(self.file, self._places, (*self._place, name, number), written)

    def wrong(self, name: str, problem: str) -> ScaleFileError:
        """The error for an entry; where it is missing the line is that of its table."""
        place = (*self._place, name) if name else self._place
        while place and place not in self._places:
            place = place[:-1]
        return ScaleFileError(self.file, self._places.get(place), self._words(), problem)

    def _words(self) -> str:
        pairs = [f"{name} {number}" for name, number in zip(self._place[::2], self._place[1::2], strict=False)]
        return ", ".join(pairs) or str(self._place[0])

    def _unfit(self, name: str, wanted: str) -> ScaleFileError:
        if name not in self.written:
            return self.wrong(name, f"{name} is missing; {wanted} is wanted")
        return self.wrong(name, f"{name} is {self.written[name]!r}; {wanted} is wanted")

    def refuse_unknown(self, *known: str) -> None:
        for name in self.written:
            if name not in known:
                raise self.wrong(name, f"{name} is not known here; known are {', '.join(known)}")

    def has(self, name: str) -> bool:
        return name in self.written

    def text(self, name: str) -> str:
        value = self.written.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self._unfit(name, "a text")
        return value.strip()

    def slug(self, name: str) -> str:
        value = self.text(name)
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,38}", value):
            raise self._unfit(name, "small letters, digits and hyphens, at most 39,")
        return value

    def words(self, zh: str = "zh", en: str = "en") -> Words:
        return Words(self.text(zh), self.text(en))

    def one_of(self, name: str, choices: Iterable[str]) -> str:
        known = list(choices)
        if self.written.get(name) not in known:
            raise self._unfit(name, f"one of {', '.join(known)}")
        return self.text(name)

    def flag(self, name: str) -> bool:
        value = self.written.get(name)
        if not isinstance(value, bool):
            raise self._unfit(name, "true or false")
        return value

    def day(self, name: str) -> date:
        value = self.written.get(name)
        if type(value) is not date:
            raise self._unfit(name, "a day (2026-01-31)")
        return value

    def optional_day(self, name: str) -> date | None:
        return self.day(name) if self.has(name) else None

    def list_of(self, content: Mapping[str, Any], name: str, *, most: int = 100) -> list[Any]:
        """A list with at least one member."""
        value = content.get(name)
        if not isinstance(value, list) or not value:
            raise self.wrong(name, f"at least one {name} is wanted")
        if len(value) > most:
            raise self.wrong(name, f"there are {len(value)} under {name}; at most {most} are possible")
        return value
