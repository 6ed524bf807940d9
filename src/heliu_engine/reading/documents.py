"""What is read out of a page or file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from heliu_engine.reading.rights import Rights
from heliu_engine.restore import Verdict

VERSION = "reading-1"
"""Version of the rules; it changes whenever something else may come out."""

Kind = Literal["html", "text", "pdf", "word", "excel", "csv"]

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page."""

    text: str
    target: str
    """Absolute where the page's own address is known."""
    in_body: bool = False
    """Whether it stands in the article, and not around it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A link to a file."""

    text: str
    target: str
    kind: str
    """The file's ending in small letters, without a dot: pdf, docx, xls, wps, ofd, zip and so on."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; merged cells are given once, at their first place, and empty elsewhere."""

    title: str | None
    """Its caption, or the sheet's name."""
    rows: Rows


@dataclass(frozen=True, slots=True)
class Document:
    """A page or file as it was read. Fields that cannot be told are None."""

    kind: Kind
    title: str | None
    """Never a planted headline; then the line that fits the article instead."""
    date: str | None
    """ISO 8601."""
    source: str | None
    """Who published it first, as the page says."""
    author: str | None
    """Names of persons, joined by 、."""
    body: str
    """The main text, a line for each paragraph. Of sheets, a line for each row with tabs between the cells."""
    language: str | None
    """ISO 639-1."""
    rights: Rights
    spam: Verdict
    """Whether the page's headline was planted, and the signs that led there."""
    links: tuple[Link, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    tables: tuple[Table, ...] = ()
    url: str | None = None
    """Where it comes from, as the caller says."""
    encoding: str | None = None
    """The encoding of what was bytes of text."""
    notes: tuple[str, ...] = field(default=())
    """What a reader should know: pages without text, for example, which are probably pictures."""
    rule: str = VERSION
