"""Texts as they come from sources: without marks and what cannot be stored, told apart by language."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from heliu.catalog.spreadsheets.cells import text_language

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,40})(?:\s[^<>]{0,1000})?/?>")
_BLOCKS = frozenset({"p", "br", "title", "sec", "li", "list-item", "div"})
_HAN = re.compile("[\u3400-\u9fff]")


def clean(value: Any) -> str:
    """A text without what cannot be stored, blanks run together; empty for what is neither text nor number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_UNSTORABLE.sub("", str(value)).split())


def plain(value: Any) -> str:
    """A text of HTML or JATS without its marks, a line for each paragraph. An indented line goes on with the last."""
    if not isinstance(value, str):
        return ""
    value = re.sub(r"(?<=\S)[ \t]*\r?\n[ \t]+(?=\S)", " ", value)
    text = _TAG.sub(lambda tag: "\n" if tag[2].rpartition(":")[2].lower() in _BLOCKS else "", value)
    lines = (clean(line) for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def language_of(text: str, declared: str = "") -> str:
    """``zh`` or ``en``: by its characters, and by what is declared where they leave a doubt. All else is ``en``."""
    if not _HAN.search(text) or is_foreign(declared):
        return "en"
    return "zh" if declared[:2].lower() == "zh" or text_language(text) == "zh" else "en"


def is_foreign(declared: str) -> bool:
    """Whether a language is declared that is neither Chinese nor English."""
    return bool(declared) and declared[:2].lower() not in ("zh", "en")


def put_text(fields: dict[str, Any], name: str, text: str, declared: str = "") -> None:
    """Put a text into the field of its language, unless something is there already.

    Texts in other languages stand in the English field, and only where nothing English comes.
    """
    if text:
        fields.setdefault(f"{name}_{language_of(text, declared)}{'?' if is_foreign(declared) else ''}", text)


def put_words(fields: dict[str, Any], words: Iterable[tuple[str, str]]) -> None:
    """Put keywords, given with the languages they declare, into the lists of their languages."""
    for word, declared in words:
        target = fields.setdefault(f"keywords_{language_of(word, declared)}", []) if word else []
        if word and word not in target:
            target.append(word)


def storable(value: Any) -> Any:
    """A value of JSON without characters that cannot be stored."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    return [storable(one) for one in value] if isinstance(value, list) else value
