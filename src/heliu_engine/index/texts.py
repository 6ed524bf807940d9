"""Which texts of a document are turned into vectors."""

from __future__ import annotations

from heliu_engine.documents import Document, Span
from heliu_engine.scoring import vector_texts
from heliu_engine.text import detect_language, sentences


def title_and_whole(document: Document) -> tuple[str, str]:
    """The title, and title and text together; empty where there is no title, no text."""
    texts = vector_texts(document)
    return _encodable(texts.get("title", "")), _encodable(texts.get("whole", ""))


def sentence_spans(document: Document) -> tuple[list[Span], int]:
    """Sentences of the text field, and how far the text field lies inside the whole text."""
    whole = vector_texts(document).get("whole", document.text)
    return sentences(document.text), len(whole) - len(document.text)


def _encodable(text: str) -> str:
    """The text with a question mark for each lone surrogate, which no tokenizer takes; offsets stay."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def language_of(document: Document) -> str:
    """The language as `heliu_engine.scoring` detects it where it is not given."""
    written = f"{document.title} {document.text}"
    return document.lang or detect_language(written) or detect_language(" ".join(document.keywords))
