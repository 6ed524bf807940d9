"""A table as a file that the browser saves."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

from django.http import FileResponse

from heliu.kit.tabular import CONTENT_TYPES
from heliu.kit.workdays import local_day


def file_response(name: str, write: Callable[[Any], object], *, format_name: str = "xlsx") -> FileResponse:
    """What ``write`` writes into the binary stream it gets, as a file ``NAME.FORMAT``; the stream lies on disk."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    write(stream)
    stream.seek(0)
    return FileResponse(
        stream, as_attachment=True, filename=f"{name}.{format_name}", content_type=CONTENT_TYPES[format_name]
    )


def named_today(subject: str) -> str:
    """The name of a file of today: ``heliu-SUBJECT-2026-01-31``."""
    return f"heliu-{subject}-{local_day():%Y-%m-%d}"
