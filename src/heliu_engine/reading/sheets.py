"""Sheets: Excel files and CSV."""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

import openpyxl

from heliu_engine.errors import ReadingError
from heliu_engine.reading.documents import Document, Kind, Rows, Table
from heliu_engine.reading.limits import LONGEST_CELL, ROWS, Budget
from heliu_engine.reading.rights import UNSTATED
from heliu_engine.restore import Verdict
from heliu_engine.restore.encodings import decode
from heliu_engine.text.language import detect_language

_DELIMITERS = ",;\t|"
_PROBED = 50
"""Lines that are looked at to tell by what cells are kept apart."""


def read_excel(data: bytes, url: str | None) -> Document:
    """The sheets of a workbook, each as a table; values as they were last worked out."""
    budget = Budget()
    with warnings.catch_warnings():
        # What a workbook has beyond cells (rules for input, extensions) is not read; openpyxl warns of it.
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        tables = []
        for sheet in book.worksheets:
            # The size that a sheet claims is not to be believed.
            sheet.reset_dimensions()
            rows = _rows(sheet.iter_rows(values_only=True), budget)
            if rows:
                tables.append(Table(sheet.title, rows))
        title = book.properties.title
    return _document("excel", tuple(tables), url, title if isinstance(title, str) and title.strip() else None)


def read_csv(data: bytes, declared: str, url: str | None) -> Document:
    """The rows of a CSV file in whatever encoding, kept apart by whatever mark."""
    decoded = decode(data, declared)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=_delimiter(decoded.text))
    try:
        rows = _rows(reader, Budget())
    except csv.Error as error:
        raise ReadingError(f"its line {reader.line_num} is no line of CSV: {error}.") from error
    return _document("csv", (Table(None, rows),) if rows else (), url, None, decoded.encoding)


def _rows(read: Iterable[Iterable[object]], budget: Budget) -> Rows:
    """Rows as text, without empty ones and without empty columns at the right."""
    rows: list[tuple[str, ...]] = []
    for number, row in enumerate(read):
        if number == ROWS:
            raise ReadingError(f"a sheet has more than {ROWS:,} rows.")
        cells = [_text(value) for value in row]
        budget.take(len(cells))
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise ReadingError(f"its row {number + 1:,} has a cell of more than {LONGEST_CELL:,} characters.")
        if any(cells):
            rows.append(tuple(cells))
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=0)
    return tuple((row + ("",) * (width - len(row)))[:width] for row in _bounded(rows, width, budget))


def _bounded(rows: list[tuple[str, ...]], width: int, budget: Budget) -> Iterator[tuple[str, ...]]:
    """Rows that are filled up to one width: what is filled in counts as cells."""
    for row in rows:
        budget.take(max(0, width - len(row)))
        yield row


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return " ".join(str(value).split())


def _delimiter(text: str) -> str:
    """The mark that occurs most evenly: as often in as many lines as possible."""
    lines = [line for line in text[:100_000].split("\n")[:_PROBED] if line.strip()]
    best, most = ",", 0
    for mark in _DELIMITERS:
        counts = Counter(line.count(mark) for line in lines)
        counts.pop(0, None)
        common = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if common[1] > most:
            best, most = mark, common[1]
    return best


def _document(
    kind: Kind, tables: tuple[Table, ...], url: str | None, title: str | None, encoding: str = ""
) -> Document:
    body = "\n".join("\t".join(row).rstrip("\t") for table in tables for row in table.rows)
    return Document(
        kind=kind,
        title=title or _heading(tables),
        date=None,
        source=None,
        author=None,
        body=body,
        language=detect_language(body) or None,
        rights=UNSTATED,
        spam=Verdict(False),
        tables=tables,
        url=url,
        encoding=encoding or None,
    )


def _heading(tables: tuple[Table, ...]) -> str | None:
    """The first row where it has one cell alone and others have more: that is how sheets carry a title."""
    if not tables or len(tables[0].rows) < 2:
        return None
    first = [cell for cell in tables[0].rows[0] if cell]
    wide = max(sum(bool(cell) for cell in row) for row in tables[0].rows[1:6])
    return first[0] if len(first) == 1 and wide > 1 and len(first[0]) <= 120 else None
