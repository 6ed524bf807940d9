"""The way to the engine: bytes of any encoding as text, the links of a page."""

from __future__ import annotations

from heliu.ingestion.connectors.base import LARGEST_ANSWER, AnswerError
from heliu_engine.errors import InputError
from heliu_engine.reading import Document, read_page
from heliu_engine.restore.encodings import decode


def text_of(body: bytes, declared: str = "") -> str:
    """The text of an answer, whatever encoding it or its sender declares. AnswerError for what is no text."""
    if len(body) > LARGEST_ANSWER:
        raise AnswerError("too_large", most=LARGEST_ANSWER // 2**20)
    try:
        return decode(body, declared).text
    except InputError as error:
        raise AnswerError("not_text", reason=str(error)) from error


def page_of(body: bytes, content_type: str, url: str) -> Document:
    """A web page as it is read, with its links. AnswerError for what is no page."""
    try:
        return read_page(body, content_type=content_type or None, url=url)
    except InputError as error:
        raise AnswerError("not_text", reason=str(error)) from error
