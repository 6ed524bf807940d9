"""How large a file may be, so that none takes more time or memory than an honest one of its size."""

from __future__ import annotations

import zipfile
from io import BytesIO

from heliu_engine.errors import ReadingError

LARGEST = 32 * 2**20
"""Bytes of a file."""
UNPACKED = 128 * 2**20
"""Bytes that an Office file may have once it is unpacked; nearly all honest ones stay below a tenth of it."""
WORD_XML = 32 * 2**20
"""Bytes of text and structure of a Word file, which is held in memory as a tree."""
PARTS = 5_000
"""Files within an Office file."""
RATIO = 200
"""Most times that a part of more than 1 MB may grow by unpacking; sheets of numbers reach 20 to 50."""
CELLS = 200_000
"""Cells of all tables of a file together, empty ones among them."""
ROWS = 100_000
"""Rows of a sheet, empty ones among them."""
LONGEST_CELL = 100_000
"""Characters of a cell; Excel itself takes 32,767."""
SPAN = 1_000
"""Columns or rows that a merged cell takes at most."""
PAGES = 2_000
"""Pages of a PDF."""
OPERATIONS = 2_000_000
"""Drawing operations of a PDF; a full page of text has 1,000 to 5,000."""
LINKS = 5_000
"""Links of a page that are kept."""


def checked_size(data: bytes) -> None:
    """Refuse what is larger than any file that is read."""
    if len(data) > LARGEST:
        raise ReadingError(f"it is larger than {LARGEST // 2**20} MB.")


def checked_parts(data: bytes) -> list[str]:
    """The names of the parts of an Office file, refused where they would fill the memory.

    What a part declares is what can be unpacked of it: zipfile reads no byte beyond.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ReadingError("it is damaged: it begins like an Office file, but cannot be unpacked.") from error
    if len(parts) > PARTS:
        raise ReadingError(f"it has more than {PARTS:,} parts.")
    if any(part.flag_bits & 1 for part in parts):
        raise ReadingError("it is protected by a password.")
    if sum(part.file_size for part in parts) > UNPACKED:
        raise ReadingError(f"it would be larger than {UNPACKED // 2**20} MB once unpacked.")
    for part in parts:
        if part.file_size > 2**20 and part.file_size > RATIO * max(1, part.compress_size):
            raise ReadingError(f"its part {part.filename[:60]} would grow more than {RATIO} times by unpacking.")
    return [part.filename for part in parts]


class Budget:
    """Counts cells of all tables of a file."""

    def __init__(self, cells: int = CELLS) -> None:
        self._left = cells
        self._all = cells

    def take(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise ReadingError(f"its tables have more than {self._all:,} cells.")
