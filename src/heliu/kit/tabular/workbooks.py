"""Excel workbooks, streamed: checked part by part first, then read by openpyxl.

openpyxl gives the values but not the merged cells of a streamed sheet, cannot tell an empty cell from
a formula whose result was never stored, and reads the shared strings in one piece. So the parts
that it will read are first run through a streaming parser with limits, which also finds these.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from heliu.kit.tabular.errors import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_RECORD_BYTES,
    MAX_UNPACKED_BYTES,
    TableError,
    TooLarge,
    WrongFormat,
)
from heliu.kit.tabular.rows import RawRow, column_letter, is_blank

MAX_SHARED_STRINGS_BYTES = 192 * 1024 * 1024
MAX_SMALL_PART_BYTES = 16 * 1024 * 1024
MAX_ROWS = 1_048_576  # Excel's own limit
MAX_UNSTORED_FORMULAS = 20_000
_BLOCK = 64 * 1024
_ERROR_VALUES = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"})
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


@dataclass(slots=True)
class SheetFacts:
    """What a streamed look at a sheet's XML found."""

    rows: int = 0
    columns: int = 0
    merged_down: list[tuple[int, int, int]] = field(default_factory=list)  # column, first row, last row
    unstored: set[tuple[int, int]] = field(default_factory=set)  # row, column of formulas without a result


class Workbook:
    """The first visible sheet of a workbook that was found harmless."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        try:
            with zipfile.ZipFile(path) as archive:
                long_strings = _check_parts(archive)
                with self._opened() as book:
                    sheet = self._choose_sheet(book)
                    self.sheet_name: str = sheet.title
                    self.epoch: datetime = book.epoch
                    self.facts = _scan_sheet(archive, sheet._worksheet_path, long_strings)
        except TableError:
            raise
        except _DAMAGED as error:
            raise _damaged() from error

    @property
    def total(self) -> int:
        """How many rows the sheet has, blank ones counted too."""
        return self.facts.rows

    def rows(self) -> Iterator[RawRow]:
        """Every row of the sheet, blank ones too, numbered as Excel does."""
        try:
            with self._opened() as book:
                yield from self._rows_of(self._choose_sheet(book))
        except TableError:
            raise
        except _DAMAGED as error:
            raise _damaged() from error

    def _rows_of(self, sheet: Any) -> Iterator[RawRow]:
        merges = _Merges(self.facts.merged_down)
        # Some programs write a wrong size of the sheet; believing it would cut rows off.
        sheet.reset_dimensions()
        source = iter(sheet.iter_rows(max_col=min(self.facts.columns, MAX_COLUMNS) or 1, values_only=True))
        number = 0
        while block := _next_block(source):
            for cells in block:
                number += 1
                row = RawRow(number, merges.fill(number, list(cells)))
                for place, cell in enumerate(row.cells):
                    if isinstance(cell, str) and cell in _ERROR_VALUES:
                        row.problems[place] = _("The cell holds the error %(error)s.") % {"error": cell}
                    elif cell is None and (number, place) in self.facts.unstored:
                        row.problems[place] = _(
                            "The formula in %(address)s has no stored result. Open the file in Excel, save it, "
                            "and give it again."
                        ) % {"address": f"{column_letter(place)}{number}"}
                yield row

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        # Given a path, openpyxl would judge the file by its name, and an upload's has no ending.
        with self.path.open("rb") as stream:
            with _quiet():
                book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()

    def _choose_sheet(self, book: Any) -> Any:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            raise WrongFormat(_("The workbook has no visible sheet."))
        if len(visible) > 1 and not self.notes:
            self.notes.append(
                _("Only the first sheet “%(sheet)s” is read; left out: %(others)s.")
                % {"sheet": visible[0].title, "others": ", ".join(sheet.title for sheet in visible[1:])}
            )
        return visible[0]


_DAMAGED = (
    zipfile.BadZipFile, expat.ExpatError, SyntaxError, KeyError, TypeError, ValueError, IndexError, AttributeError,
    EOFError, OSError, NotImplementedError,
)  # fmt: skip
"""What zipfile, expat and openpyxl raise on damaged files. ElementTree's ParseError is a SyntaxError."""


def _damaged() -> WrongFormat:
    return WrongFormat(_("The workbook is damaged and cannot be read."))


class _quiet(warnings.catch_warnings):  # noqa: N801 - reads like the function it replaces
    """Openpyxl warns of styles and extensions it leaves out; none of them is a value."""

    def __enter__(self) -> Any:
        result = super().__enter__()
        warnings.simplefilter("ignore")
        return result


def _next_block(source: Iterator[Any]) -> list[Any]:
    # Fetched in blocks, so that warnings are never switched off while other code runs.
    with _quiet():
        return list(islice(source, 200))


class _Merges:
    """A merged cell's value belongs to each of its rows: that is how people read it. It is not repeated sideways."""

    def __init__(self, merged_down: list[tuple[int, int, int]]) -> None:
        self._waiting = sorted(merged_down, key=lambda merge: merge[1], reverse=True)
        self._open: dict[int, tuple[int, Any]] = {}  # column → last row, value

    def fill(self, number: int, cells: list[Any]) -> list[Any]:
        for column, (last, value) in list(self._open.items()):
            if number > last:
                del self._open[column]
            elif column < len(cells) and is_blank(cells[column]):
                cells[column] = value
        while self._waiting and self._waiting[-1][1] <= number:
            column, first, last = self._waiting.pop()
            if first == number and column < len(cells) and not is_blank(cells[column]):
                self._open[column] = (last, cells[column])
        return cells


def _check_parts(archive: zipfile.ZipFile) -> set[int]:
    """Unpack every part that openpyxl reads within limits; gives the places of strings that are too long."""
    total = 0
    long_strings: set[int] = set()
    for entry in archive.infolist():
        name = entry.filename.lower()
        if not name.endswith((".xml", ".rels")):
            continue
        total += entry.file_size
        is_sheet, is_strings = name.startswith("xl/worksheets/"), name.endswith("sharedstrings.xml")
        limit = MAX_UNPACKED_BYTES if is_sheet else MAX_SHARED_STRINGS_BYTES if is_strings else MAX_SMALL_PART_BYTES
        if entry.file_size > limit or total > MAX_UNPACKED_BYTES:
            raise TooLarge(_too_much())
        if is_strings:
            long_strings = _scan_strings(archive, entry.filename)
        elif not is_sheet:
            for _block in _blocks(archive, entry.filename):
                pass
    return long_strings


def _too_much() -> str:
    return _("The workbook unpacks to far more than a table needs (a “zip bomb”?), so it is not opened.")


def _blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The unpacked bytes of a part; its checksum is compared at the end."""
    with archive.open(name) as stream:
        while block := stream.read(_BLOCK):
            yield block
        # A part may say it is small and go on: zipfile stops, but a reader that asks for all at once would not.
        if not getattr(getattr(stream, "_decompressor", None), "eof", True):
            raise TooLarge(_too_much())


def _parse(archive: zipfile.ZipFile, name: str, parser: expat.XMLParserType) -> None:
    parser.buffer_text = True
    parser.buffer_size = _BLOCK
    parser.StartDoctypeDeclHandler = _refuse_doctype
    for block in _blocks(archive, name):
        parser.Parse(block, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_args: Any) -> None:
    raise WrongFormat(_("The workbook holds a document type declaration, which no workbook needs."))


def _scan_strings(archive: zipfile.ZipFile, name: str) -> set[int]:
    long_strings: set[int] = set()
    place, length = -1, 0

    def start(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal place, length
        if tag.rpartition(":")[2] == "si":
            place, length = place + 1, 0

    def text(data: str) -> None:
        nonlocal length
        length += len(data)
        if length > MAX_CELL_CHARACTERS:
            long_strings.add(place)  # Refused with its address, once the cell that shows it is found.
        if length > MAX_RECORD_BYTES:
            raise TooLarge(_too_much())

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    _parse(archive, name, parser)
    return long_strings


def _scan_sheet(archive: zipfile.ZipFile, name: str, long_strings: set[int]) -> SheetFacts:
    scan = _SheetScan(long_strings)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = scan.start, scan.end
    parser.CharacterDataHandler = scan.text
    _parse(archive, name.removeprefix("/"), parser)
    return scan.facts


class _SheetScan:
    """Handlers of the streaming parser over a sheet's XML."""

    def __init__(self, long_strings: set[int]) -> None:
        self.facts = SheetFacts()
        self._long = long_strings
        self._row = 0
        self._column = -1
        self._type = ""
        self._has_formula = self._has_value = self._listening = False
        self._length = 0
        self._string: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag in {"v", "t"}:
            self._has_value = self._listening = True
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            number = int(attributes.get("r", self._row + 1))
            if not self._row < number <= MAX_ROWS:
                raise WrongFormat(_("The workbook is damaged: its rows are not in order."))
            self._row, self._column = number, -1
            self.facts.rows = number
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._type = attributes.get("t", "")
        self._has_formula = self._has_value = False
        self._length = 0
        match = _ADDRESS.match(attributes.get("r", ""))
        self._column = _place(match[1]) if match else self._column + 1

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in {"v", "t"}:
            self._listening = False
            if self._type == "s" and self._long and int("".join(self._string) or -1) in self._long:
                self._too_long()
            self._string.clear()
        elif tag == "c":
            if self._has_value:
                self.facts.columns = max(self.facts.columns, self._column + 1)
            elif self._has_formula:
                self.facts.columns = max(self.facts.columns, self._column + 1)
                self.facts.unstored.add((self._row, self._column))
                if len(self.facts.unstored) > MAX_UNSTORED_FORMULAS:
                    raise WrongFormat(
                        _("No results are stored for the formulas of this workbook. Open it in Excel and save it.")
                    )

    def text(self, data: str) -> None:
        if not self._listening:
            return
        self._length += len(data)
        if self._length > MAX_CELL_CHARACTERS:
            self._too_long()
        if self._long and self._type == "s":
            self._string.append(data)

    def _too_long(self) -> None:
        raise too_long_cell(f"{column_letter(self._column)}{self._row}")

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        start, end = _ADDRESS.match(first), _ADDRESS.match(last)
        if start and end and int(end[2]) > int(start[2]):
            self.facts.merged_down.append((_place(start[1]), int(start[2]), int(end[2])))


def too_long_cell(address: str) -> TooLarge:
    """The refusal of a cell beyond the limit, with its address."""
    return TooLarge(
        _("Cell %(address)s holds more than %(limit)d characters; no cell may be longer.")
        % {"address": address, "limit": MAX_CELL_CHARACTERS}
    )


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
