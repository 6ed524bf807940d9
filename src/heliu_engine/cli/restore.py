"""`heliu-engine restore`: a page or file brought back to the text it was."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from heliu_engine.cli.runs import check_writable, write_lines
from heliu_engine.errors import InputError
from heliu_engine.restore import Restored, Verdict, restore
from heliu_engine.restore.encodings import LARGEST
from heliu_engine.restore.spam import SIGNS


def restore_file(page: Path, out: Path, declared: str) -> None:
    """Write the restored page as one JSON object."""
    check_writable(out)
    try:
        restored = restore(_read(page), declared=declared)
    except InputError as error:
        raise InputError(f"{page} cannot be read: {error}") from error
    write_lines(out, [json.dumps(as_json(restored), ensure_ascii=False, indent=1) + "\n"])


def _read(page: Path) -> bytes:
    try:
        with page.open("rb") as file:
            # One byte more than is taken, so that a file without end is refused and not read.
            return file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{error.strerror}.") from error


def as_json(restored: Restored) -> dict[str, Any]:
    """The fields in their fixed order and names."""
    article = restored.article
    return {
        "text": restored.text,
        "title": article.title,
        "body": restored.body or None,
        "date": article.date,
        "source": article.source,
        "copyright": article.copyright,
        "language": restored.language,
        "spam": verdict_as_json(restored.spam),
        "edits": [asdict(edit) for edit in restored.edits],
    }


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """Whether a headline was planted, and why it is thought so, in sentences."""
    return {"verdict": verdict.spam, "reasons": [SIGNS[sign] for sign in verdict.signs]}
