"""How pages of the desk answer: files, and refusals on forms."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse

from heliu.kit.tabular import CONTENT_TYPES
from heliu.kit.workdays import local_day


def file_response(name: str, format_name: str, write: Callable[[BinaryIO], None]) -> FileResponse:
    """A file to save, named after the desk and the day."""
    stream: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    write(stream)
    stream.seek(0)
    full = f"heliu-{name}-{local_day():%Y-%m-%d}.{format_name}"
    return FileResponse(stream, as_attachment=True, filename=full, content_type=CONTENT_TYPES[format_name])


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put the problems beside their fields, and those of no field of the form above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, problems in error.message_dict.items():
        form.add_error(name if name in form.fields else None, problems)
