"""What the catalog's files look like: columns, how their cells are read, templates, exports."""

from heliu.catalog.spreadsheets.columns import Column
from heliu.catalog.spreadsheets.kinds import KINDS, columns_of

__all__ = ["KINDS", "Column", "columns_of"]
