"""Keeping bytes outside the web root, beside a row that is written in the same transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile


def hash_of(content: bytes) -> str:
    """SHA-256 in hexadecimal: what ``sha256sum`` says of the downloaded file."""
    return hashlib.sha256(content).hexdigest()


@contextmanager
def stored(file: FieldFile, name: str, content: bytes) -> Iterator[None]:
    """Write the file under a name that says what is in it; it goes away again where the row cannot be written.

    The same bytes under the same name are kept once.
    """
    is_new = not file.storage.exists(name)
    file.name = file.storage.save(name, ContentFile(content)) if is_new else name
    try:
        yield
    except BaseException:
        if is_new and file.name:
            file.storage.delete(file.name)
        raise
