"""Text that a record holds in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, pgettext

LANGUAGES = ("zh", "en")


def current_language() -> str:
    """``zh`` or ``en``: the language of the page being made."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def other_language(lang: str) -> str:
    """The second language of a record."""
    return "en" if lang == "zh" else "zh"


def localised(record: Any, name: str, lang: str | None = None) -> str:
    """The field ``name`` in ``lang``, or what the other language has where it is empty."""
    lang = lang or current_language()
    return getattr(record, f"{name}_{lang}") or getattr(record, f"{name}_{other_language(lang)}") or ""


def written_language(record: Any, name: str, lang: str | None = None) -> str:
    """The language that ``localised`` answered in, for the ``lang`` attribute of the page."""
    lang = lang or current_language()
    return lang if getattr(record, f"{name}_{lang}") else other_language(lang)


def listed(words: Iterable[Any]) -> str:
    """Words one after another, as the page's language separates them."""
    return pgettext("between the words of a list", ", ").join(str(word) for word in words)
