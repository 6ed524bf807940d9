"""Small changes to a record, or to the conditions of a search, and what a record says after them.

Every word that an edit brings comes from the query. Whether it is true of the record, only its owner knows: an edit
is a question, "is this so?", and never more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from heliu_engine.documents import Document

EditKind = Literal["keyword", "parameter", "purpose", "title", "language", "readiness", "region", "industry"]
EDIT_KINDS: tuple[EditKind, ...] = get_args(EditKind)
"""``keyword``: use a term of the query as a keyword; ``parameter``: state a parameter that the query asks for;
``purpose``: say in the text for which object, use or condition it works; ``title``: name a term of the query in the
title; ``language``: give a title in the query's language, where the record has nothing in it; ``readiness``,
``region``, ``industry``: meet a condition of the search, or let the search accept what the record has."""
CONDITION_KINDS: frozenset[EditKind] = frozenset({"readiness", "region", "industry"})

Subject = Literal["record", "search"]
Apply = Callable[[Sequence["Edit"]], Sequence[Document] | None]
"""The candidate's documents after these edits; None where they cannot be made, for example for want of room."""

_PURPOSES = {"zh": "可用于：{}。", "en": "Works for: {}."}
_TITLES = {"zh": "{}（{}）", "en": "{} ({})"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One small change."""

    kind: EditKind
    text: str
    """The query's own words; of a condition the code, or the readiness."""
    lang: str = ""
    """Of the text that it changes; empty for a condition."""
    subject: Subject = "record"
    """Whose: of the record, or of the search."""
    ground: str = ""
    """What the record says already that this may be another word for; empty for a condition."""

    @property
    def size(self) -> int:
        """Code points to write, at least 1."""
        return max(len(self.text), 1)


def purpose_sentence(edit: Edit) -> str:
    """What a ``purpose`` adds to the text."""
    return _PURPOSES.get(edit.lang, _PURPOSES["en"]).format(edit.text)


def named_title(title: str, edit: Edit) -> str:
    """The title once a ``title`` names its term."""
    return _TITLES.get(edit.lang, _TITLES["en"]).format(title, edit.text) if title else edit.text


def edited(documents: Sequence[Document], edits: Sequence[Edit]) -> list[Document] | None:
    """The documents of one candidate after the edits; conditions change none of them.

    An edit goes to the first document of its language, a new line of text to its end. None where there is none.
    """
    found = list(documents)
    for edit in edits:
        if edit.kind in CONDITION_KINDS:
            continue
        place = next((place for place, each in enumerate(found) if each.lang == edit.lang), None)
        if edit.kind == "language":
            if place is not None or not found:
                return None
            new = replace(found[0], id=f"{found[0].candidate}:{edit.lang}", title=edit.text, text="", keywords=())
            found.append(replace(new, lang=edit.lang, group=found[0].candidate))
        elif place is None:
            return None
        else:
            found[place] = _changed(found[place], edit)
    return found


def _changed(document: Document, edit: Edit) -> Document:
    if edit.kind == "keyword":
        return replace(document, keywords=(*document.keywords, edit.text))
    if edit.kind == "title":
        return replace(document, title=named_title(document.title, edit))
    line = purpose_sentence(edit) if edit.kind == "purpose" else edit.text
    return replace(document, text=f"{document.text}\n{line}" if document.text else line)
