"""Writing tables so that no cell can run as a formula where the file is opened.

CSV: an apostrophe is put before a text that begins with a formula mark (OWASP, CSV injection); our
reader takes it away again. Excel: every text is written as text, but for formulas of our own.
Numbers and dates stay what they are in both.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.timezone import localtime
from openpyxl import Workbook as NewWorkbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from heliu.kit.tabular.rows import column_letter
from heliu.kit.tabular.texts import FORMULA_MARKS

EXCEL_CELL_LIMIT = 32_767
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
}
_HEADER_FONT = Font(bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="FFE7EEF7")


class _Echo:
    """A file that gives each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def neutral(value: Any) -> Any:
    """A value for CSV: text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(FORMULA_MARKS):
        return "'" + value
    return value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """UTF-8 with its mark, so that Excel shows Chinese as it is."""
    writer: Any = csv.writer(_Echo())
    yield b"\xef\xbb\xbf" + writer.writerow([neutral(name) for name in header]).encode()
    for row in rows:
        yield writer.writerow([neutral(_flat(value)) for value in row]).encode()


def jsonl_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One JSON object a line; Decimal as number, days as 2026-11-23."""
    for row in rows:
        yield json.dumps(dict(row), ensure_ascii=False, default=_jsonable).encode() + b"\n"


def write_xlsx(stream: BinaryIO, sheets: Sequence[Sheet]) -> None:
    """Write sheets row by row; memory does not grow with the rows (openpyxl spools them to disk)."""
    book = NewWorkbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        page.freeze_panes = "A2"
        for place, width in enumerate(sheet.widths):
            page.column_dimensions[column_letter(place)].width = width
        header = []
        for place, name in enumerate(sheet.header):
            cell = _cell(page, name)
            cell.font, cell.fill = _HEADER_FONT, _HEADER_FILL
            if place in sheet.comments:
                cell.comment = Comment(sheet.comments[place], "Heliu", height=140, width=320)
            header.append(cell)
        page.append(header)
        for row in sheet.rows:
            cells = [_cell(page, value) for value in row]
            if sheet.wrap:
                for cell in cells:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
            page.append(cells)
    book.save(stream)


class Sheet:
    """One sheet to write: name, header, rows; comments by column place, widths in characters."""

    def __init__(
        self, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *,
        comments: Mapping[int, str] | None = None, widths: Sequence[float] = (), wrap: bool = False,
    ) -> None:  # fmt: skip
        self.name, self.header, self.rows = name, header, rows
        self.comments, self.widths, self.wrap = comments or {}, widths, wrap


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with how a workbook shows it.

    ``formula`` marks a text of our own for the workbook to compute. Nothing that a person wrote ever goes into one.
    """

    value: Any
    number_format: str = "General"
    formula: bool = False


def _cell(page: Any, value: Any) -> Any:
    if isinstance(value, Cell):
        cell = WriteOnlyCell(page, value=value.value) if value.formula else _cell(page, value.value)
        cell.number_format = value.number_format
        return cell
    value = _flat(value)
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
        if len(value) > EXCEL_CELL_LIMIT:
            value = value[: EXCEL_CELL_LIMIT - 1] + "…"
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # Otherwise openpyxl makes a formula of whatever begins with "=".
    return cell


def _flat(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return "、".join(str(item) for item in value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, str | int | float | Decimal | date | datetime):
        return value
    return str(value)


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
