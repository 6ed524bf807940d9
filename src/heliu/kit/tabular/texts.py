"""CSV and JSONL, streamed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from heliu.kit.tabular.errors import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_RECORD_BYTES,
    BadHeader,
    TooLarge,
    UnknownEncoding,
    WrongFormat,
)
from heliu.kit.tabular.formats import find_encoding
from heliu.kit.tabular.rows import RawRow, Row, column_letter, is_blank
from heliu.kit.tabular.workbooks import too_long_cell

# The csv module has one limit for the whole process, 131,072 characters. A longer cell must be read
# to be refused with its address; beyond this limit a quotation mark was most likely never closed.
csv.field_size_limit(MAX_RECORD_BYTES)

_DELIMITERS = ",;\t|"
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet program take a text for a formula, as its first character."""


class CsvFile:
    """A text file with one record a row."""

    epoch = None

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = find_encoding(path)
        self.delimiter, self.total = self._survey()
        self.notes: list[str] = []
        if self.encoding not in {"utf-8", "utf-8-sig"}:
            self.notes.append(_("The file was read as %(encoding)s.") % {"encoding": self.encoding.upper()})

    def _survey(self) -> tuple[str, int]:
        """The delimiter, and how many records there are: line ends outside quotation marks."""
        delimiter, lines, quoted = "", 1, 0
        with self.path.open(encoding=self.encoding, newline="") as stream:
            while text := stream.read(64 * 1024):
                if "\x00" in text:
                    raise WrongFormat(_("This is not a text file: it holds bytes that no text has."))
                delimiter = delimiter or _find_delimiter(text)
                pieces = text.split('"')
                lines += sum(piece.count("\n") for piece in pieces[quoted::2])
                quoted = (quoted + len(pieces) - 1) % 2
        return delimiter or ",", lines

    def rows(self) -> Iterator[RawRow]:
        """Every record, blank ones too; the number is the row a spreadsheet program would show."""
        with self.path.open(encoding=self.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
            number = 0
            while True:
                number += 1
                try:
                    cells: list[Any] = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield RawRow(number, [], {-1: self._explain(error, number)})
                    continue
                except UnicodeError:
                    raise UnknownEncoding(_("The characters of this file cannot be told. Save it as UTF-8."))
                for place, cell in enumerate(cells):
                    if len(cell) > MAX_CELL_CHARACTERS:
                        raise too_long_cell(f"{column_letter(place)}{number}")
                    # Our own export puts an apostrophe before what would run as a formula.
                    if len(cell) > 1 and cell[0] == "'" and cell[1] in FORMULA_MARKS:
                        cells[place] = cell[1:]
                yield RawRow(number, cells[:MAX_COLUMNS])

    @staticmethod
    def _explain(error: csv.Error, number: int) -> str:
        if "field limit" in str(error):
            raise TooLarge(
                _("A cell in row %(row)d is longer than any table needs; is a quotation mark not closed there?")
                % {"row": number}
            )
        if "end of data" in str(error):
            return _("A quotation mark is opened here and never closed, so the rest of the file became one cell.")
        return _("The quotation marks of this row do not fit: a quotation mark inside a cell is written twice.")


def _find_delimiter(text: str) -> str:
    """The most frequent candidate outside quotation marks in the first line that has one; empty without any."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    quoted = False
    for char in text:
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in counts:
            counts[char] += 1
        elif char == "\n" and any(counts.values()):
            break
    best = max(_DELIMITERS, key=lambda char: counts[char])
    return best if counts[best] else ""


class JsonlFile:
    """A text file with one JSON object a line."""

    epoch = None

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = find_encoding(path)
        self.notes: list[str] = []
        self.total = 0
        columns: dict[str, None] = {}
        for row in self.rows():
            self.total = row.number
            columns.update(dict.fromkeys(row.values))
            if len(columns) > MAX_COLUMNS:
                raise BadHeader(_("The objects have more than %(limit)d different names.") % {"limit": MAX_COLUMNS})
        self.columns = list(columns)

    def rows(self) -> Iterator[Row]:
        """Every line that is not blank; a broken one has a problem and no values."""
        with self.path.open(encoding=self.encoding, newline="\n") as stream:
            number = 0
            while line := stream.readline(MAX_RECORD_BYTES):
                number += 1
                if len(line) >= MAX_RECORD_BYTES:
                    raise TooLarge(_("Line %(row)d is longer than any record needs.") % {"row": number})
                if is_blank(line):
                    continue
                values, problem = _read_object(line)
                for name, value in values.items():
                    if isinstance(value, str) and len(value) > MAX_CELL_CHARACTERS:
                        raise too_long_cell(f"“{name}”, {number}")
                yield Row(number, values, {"": problem} if problem else {})


def _read_object(line: str) -> tuple[dict[str, Any], str]:
    try:
        pairs = json.loads(line, object_pairs_hook=_Pairs, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        place = getattr(error, "colno", None)
        if place is None:
            return {}, _("The line is not valid JSON.")
        return {}, _("The line is not valid JSON: it breaks off or goes wrong at character %(place)d.") % {
            "place": place
        }
    if not isinstance(pairs, _Pairs):
        return {}, _("The line is not a JSON object in braces.")
    values = {name: dict(value) if isinstance(value, _Pairs) else value for name, value in pairs if not is_blank(value)}
    if len({name for name, _value in pairs}) < len(pairs):
        return values, _("The line has the same name twice.")
    return values, ""


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its repeated names still there."""


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
