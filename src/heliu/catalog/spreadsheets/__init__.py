"""What the catalog's files look like: columns, how their cells are read, templates, exports."""

from heliu.catalog.spreadsheets.columns import Column
from heliu.catalog.spreadsheets.export import EXPORT_FORMATS, export_lines, export_rows, write_export
from heliu.catalog.spreadsheets.kinds import KINDS, columns_of
from heliu.catalog.spreadsheets.template import write_template

__all__ = [
    "EXPORT_FORMATS",
    "KINDS",
    "Column",
    "columns_of",
    "export_lines",
    "export_rows",
    "write_export",
    "write_template",
]
