"""Words for what is kept as a code, so that each reader has them in their language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from heliu.ingestion.fetching.errors import REASONS, words_of
from heliu.kit.language import current_language

WHY = {
    "no_folder": gettext_noop("There is no folder “%(folder)s” below the watched one."),
    "too_many_files": gettext_noop("The folder holds more than %(most)d files."),
    "no_reader": gettext_noop("This installation does not know how to read a source of this kind."),
    "too_many": gettext_noop("The source gave more than %(most)d things at one visit; the rest comes with the next."),
    "stopped": gettext_noop("The worker was stopped during the visit."),
    "mistake": gettext_noop("Something unforeseen went wrong; the administrators find it in the log."),
}
"""Code → words of what can go wrong with a visit, beside what can go wrong with a request."""

_more: list[Callable[[str, Mapping[str, Any]], str | None]] = []


def register_words(find: Callable[[str, Mapping[str, Any]], str | None]) -> None:
    """Let other readers say what their codes mean; the function gives None for a code that is none of theirs."""
    if find not in _more:
        _more.append(find)


def why(code: str, data: Mapping[str, Any]) -> str:
    """Why a visit failed, as a sentence in the reader's language; the code where nobody knows it any more."""
    if code in WHY:
        return _(WHY[code]) % data if data else _(WHY[code])
    if code in REASONS:
        return words_of(code, data)
    return next((words for find in _more if (words := find(code, data))), code)


def in_both(words: Callable[[], str]) -> dict[str, str]:
    """What ``words`` says in either language."""
    found = {}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[name] = words()
    return found


def same_words(words: str) -> dict[str, str]:
    """Words that there are in one language only."""
    return {"zh": words, "en": words} if words else {}


def in_language(words: Mapping[str, str]) -> str:
    """The words in the reader's language."""
    return words.get(current_language()) or next(iter(words.values()), "")
