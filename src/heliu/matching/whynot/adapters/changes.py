"""Edits made to a record in memory: what its form would make of them."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from heliu.catalog.models.columns import LONGEST_KEYWORD, LONGEST_TEXT, MOST_KEYWORDS
from heliu.kit.language import LANGUAGES
from heliu.matching.kinds import Kind
from heliu_engine.whynot import EDIT_KINDS, Edit, EditKind
from heliu_engine.whynot.edits import CONDITION_KINDS, named_title, purpose_sentence

_NEVER_IN_A_KEYWORD = frozenset(",，、;；\n")
"""What the form takes for the end of a keyword."""
_ONLY_TITLE: frozenset[EditKind] = frozenset({"title", "language", *CONDITION_KINDS})


def possible_kinds(kind: Kind, record: Any) -> tuple[EditKind, ...]:
    """Edits that can move this record: where only the title is found by, nothing else can; a name is no title."""
    allowed = set(EDIT_KINDS)
    if not kind.opened(record):
        allowed &= _ONLY_TITLE
    if kind.named:
        allowed -= {"title", "language"}
    return tuple(name for name in EDIT_KINDS if name in allowed)


def field_of(record: Any, edit: Edit) -> str:
    """The field of the form that an edit goes into; empty for a condition."""
    if edit.kind == "parameter" and hasattr(record, "parameters"):
        return "parameters"
    names = {
        "keyword": "keywords", "parameter": "description", "purpose": "description", "title": "title",
        "language": "title",
    }  # fmt: skip
    return f"{names[edit.kind]}_{edit.lang}" if edit.kind in names else ""


def written(record: Any, edits: Sequence[Edit]) -> dict[str, Any] | None:
    """What the fields of the form hold after these edits; None where the form would refuse them."""
    fields: dict[str, Any] = {}
    for edit in edits:
        name = field_of(record, edit)
        if not name:
            continue
        if edit.lang not in LANGUAGES:
            return None
        before = fields.get(name, getattr(record, name))
        after = _after(record, edit, before)
        if after is None:
            return None
        fields[name] = after
    return fields


def changed_record(record: Any, edits: Sequence[Edit]) -> Any | None:
    """A copy of the record that holds them, never to be saved; None where the form would refuse them."""
    fields = written(record, edits)
    if fields is None:
        return None
    changed = copy.copy(record)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _after(record: Any, edit: Edit, before: Any) -> Any:
    if edit.kind == "keyword":
        refused = edit.text in before or len(before) >= MOST_KEYWORDS or len(edit.text) > LONGEST_KEYWORD
        return None if refused or _NEVER_IN_A_KEYWORD & set(edit.text) else [*before, edit.text]
    if edit.kind in ("title", "language"):
        has_language = bool(getattr(record, f"title_{edit.lang}") or getattr(record, f"description_{edit.lang}"))
        if edit.kind == "language" and has_language:
            return None
        title = edit.text if edit.kind == "language" else named_title(before, edit)
        return title if len(title) <= record._meta.get_field(f"title_{edit.lang}").max_length else None
    line = purpose_sentence(edit) if edit.kind == "purpose" else edit.text
    text = f"{before}\n{line}" if before else line
    return text if len(text) <= LONGEST_TEXT else None
