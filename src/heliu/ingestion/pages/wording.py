"""Why a page could not be read, in words; what is kept of it is a key and what it is about.

The engine says in English what is wrong with a file. Its sentences are kept as they are and translated when somebody
looks, so that each reader gets them in their own language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from heliu.ingestion.fetching.errors import words_of

PROBLEMS = {
    "empty": gettext_noop("There is no text in it. Where it is a picture of a text, a file with text is needed."),
    "failed": gettext_noop(
        "Reading it failed for a reason that nobody had foreseen. The operator finds it in the log."
    ),
    "interrupted": gettext_noop("Reading it was broken off. Start it again."),
}
"""Beside those of the client and of the engine."""
UNREADABLE = "unreadable"
"""Key of what the engine refuses; the detail is its sentence."""

_NUMBER = re.compile(r"\d[\d,]*")
_SENTENCES = (
    gettext_noop("it is larger than %(first)s MB."),
    gettext_noop("it is damaged: it begins like an Office file, but cannot be unpacked."),
    gettext_noop("it has more than %(first)s parts."),
    gettext_noop("it is protected by a password."),
    gettext_noop("it would be larger than %(first)s MB once unpacked."),
    gettext_noop("its tables have more than %(first)s cells."),
    gettext_noop("it is a Word, Excel or PowerPoint file of before %(first)s: save it as .docx or .xlsx first."),
    gettext_noop("it is an RTF file: save it as .docx first."),
    gettext_noop("it is a ZIP archive, not a Word or Excel file."),
    gettext_noop("it has more than %(first)s pages."),
    gettext_noop("it takes more than %(first)s operations to draw."),
    gettext_noop("its text and structure take more than %(first)s MB."),
    gettext_noop("it is too large."),
    gettext_noop("it is a damaged PDF."),
    gettext_noop("it is a damaged Word file."),
    gettext_noop("it is a damaged Excel file."),
    gettext_noop("a sheet has more than %(first)s rows."),
    gettext_noop("it is not text: it is full of control characters."),
)
"""What the engine says of files, with numbers taken out."""
_KNOWN = {sentence.replace("%(first)s", "#"): sentence for sentence in _SENTENCES}
_SUBJECT = re.compile(r"^.*? cannot be read: ", re.DOTALL)


def plain_reason(sentence: str) -> str:
    """The engine's sentence without what it names before."""
    return _SUBJECT.sub("", sentence, count=1)


def problem_in_words(problem: str, data: Mapping[str, Any]) -> str:
    """A sentence in the reader's language; nothing where there is no problem."""
    if not problem:
        return ""
    if problem == UNREADABLE:
        return _("The file cannot be read: %(reason)s") % {"reason": _reason(str(data.get("reason", "")))}
    return _(PROBLEMS[problem]) if problem in PROBLEMS else words_of(problem, data)


def _reason(sentence: str) -> str:
    numbers = _NUMBER.findall(sentence)
    known = _KNOWN.get(_NUMBER.sub("#", sentence))
    # What is not known stands as the engine said it: better than nothing.
    return _(known) % {"first": numbers[0] if numbers else ""} if known else sentence
