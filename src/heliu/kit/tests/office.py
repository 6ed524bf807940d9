"""LibreOffice without its window: it opens a workbook, computes every formula, and writes the values down."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
WITHOUT = "LibreOffice (soffice) is not installed: Debian's libreoffice-calc-nogui is enough"


def computed(books: Sequence[bytes], folder: Path) -> list[Any]:
    """Each workbook with a value in place of each formula; one start of the program for all of them."""
    assert OFFICE is not None
    sources = [folder / f"{number}.xlsx" for number in range(len(books))]
    for source, content in zip(sources, books, strict=True):
        source.write_bytes(content)
    command = [
        OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx", "--outdir",
        str(folder / "made"), *map(str, sources),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [
        load_workbook(io.BytesIO((folder / "made" / source.name).read_bytes()), data_only=True) for source in sources
    ]  # fmt: skip
