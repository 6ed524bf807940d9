"""Which texts of a document are turned into vectors."""

from __future__ import annotations

from heliu_engine.documents import Document, Span
from heliu_engine.text import sentences

BETWEEN = "\n"


def title_and_whole(document: Document) -> tuple[str, str]:
    """The title, and title and text together.

    The whole is empty where there is no text, the title where there is none: such a document has one vector.
    """
    title, text = _encodable(document.title.strip()), _encodable(document.text)
    if not text.strip():
        return title, ""
    return title, title + BETWEEN + text if title else text


def sentence_spans(document: Document) -> tuple[list[Span], int]:
    """Sentences of the text field, and how far the text field lies inside the whole text."""
    title = document.title.strip()
    return sentences(document.text), len(title) + len(BETWEEN) if title else 0


def _encodable(text: str) -> str:
    """The text with a question mark for each lone surrogate, which no tokenizer takes; offsets stay."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
