"""Tables in files: Excel, CSV and JSONL, read and written as streams.

    table = open_table(Path("needs.xlsx"), known=["标题", "title"])
    for row in table.rows():
        row.number, row.values, row.problems

Memory stays bounded: rows are never all held, and files that would not fit are refused.
"""

from heliu.kit.tabular.errors import (
    BadHeader,
    EmptyFile,
    MacroWorkbook,
    TableError,
    TooLarge,
    UnknownEncoding,
    WrongFormat,
)
from heliu.kit.tabular.formats import Format
from heliu.kit.tabular.rows import Row, column_letter, is_blank, plain_name
from heliu.kit.tabular.tables import Table, open_table
from heliu.kit.tabular.writing import CONTENT_TYPES, Cell, Sheet, csv_lines, jsonl_lines, neutral, write_xlsx

__all__ = [
    "CONTENT_TYPES",
    "BadHeader",
    "Cell",
    "EmptyFile",
    "Format",
    "MacroWorkbook",
    "Row",
    "Sheet",
    "Table",
    "TableError",
    "TooLarge",
    "UnknownEncoding",
    "WrongFormat",
    "column_letter",
    "csv_lines",
    "is_blank",
    "jsonl_lines",
    "neutral",
    "open_table",
    "plain_name",
    "write_xlsx",
]
