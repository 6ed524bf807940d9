"""Opening a file as a table: format, header, rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from heliu.kit.tabular.errors import BadHeader, EmptyFile
from heliu.kit.tabular.formats import Format, find_format
from heliu.kit.tabular.rows import RawRow, Row, column_letter, is_blank, plain_name
from heliu.kit.tabular.texts import CsvFile, JsonlFile
from heliu.kit.tabular.workbooks import Workbook

HEADER_DEPTH = 20
"""How many rows from the top may stand above the header (a title, notes on filling in)."""


class Table:
    """A file whose columns are known and whose rows can be read as often as asked, without holding them.

    ``columns`` are the names as written, in order. ``repeated`` are names that stand above more than
    one column: reading their values would be a guess, so whoever needs them calls ``require_single``.
    ``notes`` are remarks for the person. ``total`` is about how many rows there are, for progress.
    """

    def __init__(self, path: Path, name: str, known: Collection[str] = ()) -> None:
        self.path = path
        self.format = find_format(path, name)
        self._source: Workbook | CsvFile | JsonlFile
        if self.format is Format.XLSX:
            self._source = Workbook(path)
        else:
            self._source = JsonlFile(path) if self.format is Format.JSONL else CsvFile(path)
        self.notes = list(self._source.notes)
        self.total = self._source.total
        self.epoch: datetime | None = self._source.epoch
        self._header_row = 0
        self._places: dict[int, str] = {}
        self.repeated: dict[str, list[str]] = {}
        if isinstance(self._source, JsonlFile):
            self.columns = self._source.columns
            if not self.total:
                raise EmptyFile(_("The file has no rows."))
        else:
            self._find_header({plain_name(name) for name in known})
            self.columns = list(dict.fromkeys(self._places.values()))
        self._add_format_notes(name)

    def _add_format_notes(self, name: str) -> None:
        suffix = Path(name).suffix.lower()
        if (self.format is Format.XLSX) != (suffix == ".xlsx") and suffix in {".xlsx", ".csv", ".txt", ".jsonl"}:
            self.notes.append(
                _("The name ends in %(suffix)s, but the content is %(format)s; it was read as that.")
                % {"suffix": suffix, "format": self.format.upper()}
            )
        if isinstance(self._source, Workbook) and self._source.facts.merged_down:
            self.notes.append(
                _("There are merged cells; a value that reaches over several rows was taken for each of them.")
            )

    def _find_header(self, known: set[str]) -> None:
        """The row near the top with the most known names; where nothing is known, the first that is not blank."""
        assert not isinstance(self._source, JsonlFile)  # noqa: S101 - JSONL has no header row
        best: RawRow | None = None
        best_score = 0
        first: RawRow | None = None
        for row in islice((row for row in self._source.rows() if not row.is_blank), HEADER_DEPTH):
            first = first or row
            score = len({plain_name(cell) for cell in row.cells if not is_blank(cell)} & known)
            if score > best_score:
                best, best_score = row, score
        header = best or first
        if header is None:
            raise EmptyFile(_("The file has no rows."))
        if best is None and known:
            raise BadHeader(
                _(
                    "No header row was found in the first %(depth)d rows: no known column name is among “%(cells)s”. "
                    "Put the names of the columns above them, or say which column is which."
                )
                % {
                    "depth": HEADER_DEPTH,
                    "cells": "”, “".join(str(cell)[:40] for cell in header.cells[:12] if not is_blank(cell)),
                }
            )
        self._header_row = header.number
        if first is not None and first.number < header.number:
            self.notes.append(
                _("The header was found in row %(row)d; what stands above it was left out.") % {"row": header.number}
            )
        places: dict[str, list[int]] = {}
        names: dict[str, str] = {}
        for place, cell in enumerate(header.cells):
            if not is_blank(cell):
                self._places[place] = names.setdefault(plain_name(cell), " ".join(str(cell).split()))
                places.setdefault(plain_name(cell), []).append(place)
        self.repeated = {
            names[plain]: [column_letter(place) for place in found] for plain, found in places.items() if len(found) > 1
        }

    def require_single(self, column: str) -> None:
        """Raise BadHeader where the name stands above more than one column."""
        if column in self.repeated:
            raise BadHeader(
                _("The header “%(column)s” stands above more than one column (%(letters)s). Rename all but one.")
                % {"column": column, "letters": ", ".join(self.repeated[column])}
            )

    def rows(self) -> Iterator[Row]:
        """The rows below the header, without blank ones and repetitions of the header."""
        if isinstance(self._source, JsonlFile):
            yield from self._source.rows()
            return
        header = {place: plain_name(name) for place, name in self._places.items()}
        for raw in self._source.rows():
            if raw.number <= self._header_row or raw.is_blank:
                continue
            if {place: plain_name(cell) for place, cell in enumerate(raw.cells) if not is_blank(cell)} == header:
                continue
            yield self._named(raw)

    def _named(self, raw: RawRow) -> Row:
        row = Row(raw.number, {}, {self._places.get(place, ""): text for place, text in raw.problems.items()})
        outside: list[Any] = []
        for place, cell in enumerate(raw.cells):
            if is_blank(cell):
                continue
            name = self._places.get(place)
            if name is not None:
                row.values[name] = cell
            else:
                outside.append(place)
        if self.format is Format.CSV and outside and outside[-1] > max(self._places):
            # In CSV a cell too many means that a comma was not quoted and everything after it moved.
            row.problems[""] = _("The row has more cells than the header (%(cells)d instead of %(columns)d).") % {
                "cells": len(raw.cells), "columns": max(self._places) + 1,
            }  # fmt: skip
        return row


def open_table(path: Path, *, name: str = "", known: Collection[str] = ()) -> Table:
    """Open .xlsx, CSV or JSONL, told by content.

    ``name`` is the file's name for people where ``path`` is a temporary one; ``known`` are column
    names by which a header row below a title is recognised. Raises a TableError where the file
    cannot be read as a table.
    """
    return Table(path, name or path.name, known)
