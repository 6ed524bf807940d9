"""Files of watched folders, as one look finds them: never a link, never more of one than the installation reads."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


class FileTooLarge(Exception):
    """The file is larger than what is read."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as one look finds it; ``name`` is its path below the folder, with /, in characters that can be kept."""

    name: str
    path: Path
    size: int
    modified: int
    """Nanoseconds."""

    @property
    def stamp(self) -> list[int]:
        return [self.size, self.modified]


def most_bytes() -> int:
    """Of a file that is read."""
    return settings.HELIU_INGEST_LIMIT_MB * 1024 * 1024


def content_of(file: Seen) -> bytes:
    """What it holds now, also where it has grown or was exchanged since it was seen.

    Raises FileTooLarge, and OSError for what cannot be opened or has become a link.
    """
    most = most_bytes()
    if file.size > most:
        raise FileTooLarge
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file.path, flags), "rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise FileTooLarge
    return content
