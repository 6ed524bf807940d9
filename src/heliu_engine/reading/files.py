"""The way in: bytes of whatever kind become a document, or a ReadingError."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from heliu_engine.errors import InputError, ReadingError
from heliu_engine.reading.documents import Document
from heliu_engine.reading.kinds import charset_of, kind_of, name_of
from heliu_engine.reading.limits import LARGEST, checked_size
from heliu_engine.reading.pages import read_text
from heliu_engine.reading.papers import read_pdf
from heliu_engine.reading.sheets import read_csv, read_excel
from heliu_engine.reading.word import read_word

_FILES: dict[str, Callable[[bytes, str | None], Document]] = {"pdf": read_pdf, "word": read_word, "excel": read_excel}
_UNREADABLE = {
    "pdf": "it is a damaged PDF.",
    "word": "it is a damaged Word file.",
    "excel": "it is a damaged Excel file.",
}


def read_page(data: bytes, *, content_type: str | None = None, url: str | None = None) -> Document:
    """Read what an address answered: a page of HTML or text, or a PDF, Word, Excel or CSV file.

    ``content_type`` is what the server says, a hint only; ``url`` makes links absolute. ReadingError for what cannot be
    read, with a sentence that says why.
    """
    return _read(data, name=name_of(url), content_type=content_type, url=url, titled=False)


def read_file(file: Path | bytes, name: str = "", *, url: str | None = None) -> Document:
    """Read a file, given as path or as bytes with the name it had.

    ReadingError as with `read_page`, and for what cannot be opened. A file without a title has its name as title.
    """
    if isinstance(file, Path):
        name = name or file.name
        try:
            with file.open("rb") as opened:
                # One byte more than is taken, so that a file without end is refused and not read.
                data = opened.read(LARGEST + 1)
        except OSError as error:
            raise ReadingError(f"{name} cannot be read: {error.strerror}.") from error
    else:
        data = file
    return _read(data, name=name, content_type=None, url=url, titled=True)


def _read(data: bytes, *, name: str, content_type: str | None, url: str | None, titled: bool) -> Document:
    try:
        checked_size(data)
        document = _of_kind(data, name, content_type, url)
    except InputError as error:
        subject = name or url or "The page"
        raise ReadingError(f"{subject} cannot be read: {error}") from error
    if document.title is None and titled and name:
        return replace(document, title=PurePosixPath(name).stem or name)
    return document


def _of_kind(data: bytes, name: str, content_type: str | None, url: str | None) -> Document:
    kind = kind_of(data, name, content_type)
    declared = charset_of(content_type)
    if kind == "csv":
        return read_csv(data, declared, url)
    if kind not in _FILES:
        return read_text(data, declared=declared, url=url)
    try:
        return _FILES[kind](data, url)
    except InputError:
        raise
    except Exception as error:
        # Three libraries parse what strangers made, and each fails in ways of its own; none of them may end a harvest.
        raise ReadingError(_UNREADABLE[kind]) from error
