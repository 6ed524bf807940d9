"""A page or file as a finding: what the engine reads of it, without keeping it."""

from __future__ import annotations

from typing import Any

from heliu.ingestion.feeds.choices import Quarantine
from heliu.ingestion.feeds.readers.base import Problem
from heliu.ingestion.feeds.wording import same_words
from heliu_engine.errors import InputError
from heliu_engine.reading import Document, excerpt, read_file, read_page

EXCERPT = 600


def page_fields(
    content: bytes, *, name: str = "", url: str = "", content_type: str = ""
) -> tuple[dict[str, Any], str, Problem | None]:
    """What is shown of a page: its fields, an excerpt as its terms allow, and why it goes into quarantine."""
    try:
        document = read_page(content, content_type=content_type or None, url=url) if url else read_file(content, name)
    except InputError as error:
        return {"title": name or url}, "", Problem(Quarantine.UNREADABLE, same_words(str(error)))
    problem = None
    if document.spam.spam:
        problem = Problem(Quarantine.SPAM)
    elif not document.body.strip():
        problem = Problem(Quarantine.UNREADABLE)
    return _fields(document, name or url), excerpt(document, EXCERPT).text, problem


def _fields(document: Document, otherwise: str) -> dict[str, Any]:
    given = {
        "title": document.title or otherwise, "date": document.date, "source": document.source,
        "author": document.author, "language": document.language, "length": len(document.body),
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}
