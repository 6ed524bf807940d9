"""What can be wrong with a file as a whole.

    TableError
    ├── WrongFormat      not a table, or damaged
    │   └── MacroWorkbook
    ├── EmptyFile        no bytes, or no row below the header
    ├── TooLarge         a cell, a line or the unpacked file is beyond the limits
    ├── UnknownEncoding  the characters cannot be told
    └── BadHeader        no header row, or one that says two things

What is wrong with one row only never raises: it stands in ``Row.problems``. Messages are in the
language that is active when the error is raised.
"""

from __future__ import annotations

MAX_CELL_CHARACTERS = 100_000
"""The longest cell that is read, in characters; Excel itself ends at 32,767."""

MAX_RECORD_BYTES = 16 * 1024 * 1024
"""The longest line of JSONL, and the longest CSV cell whose address is still looked for."""

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""What the parts of a workbook that are read may unpack to."""

MAX_COLUMNS = 500
"""Columns of one table; more are a mistake, or an attack on memory."""


class TableError(ValueError):
    """A file cannot be read as a table; its text is for the person who chose the file."""

    status = 400


class WrongFormat(TableError):
    """The file is not a table, or is damaged."""


class MacroWorkbook(WrongFormat):
    """The workbook carries macros."""


class EmptyFile(TableError):
    """There is nothing in the file."""


class TooLarge(TableError):
    """A cell, a line or the unpacked file is beyond the limits."""

    status = 413


class UnknownEncoding(TableError):
    """The characters of a text file cannot be told."""


class BadHeader(TableError):
    """There is no header row, or it says two things at once."""
