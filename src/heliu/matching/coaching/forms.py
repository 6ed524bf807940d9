"""A need while it is written, as the form of a demand and the box on the home page hold it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heliu.catalog.models import Demand
from heliu.kit.language import LANGUAGES, current_language
from heliu.matching.coaching.adapters.coach import typed
from heliu.matching.coaching.adapters.values import Written
from heliu.matching.coaching.choices import OTHER_FIELDS, TEXT_FIELDS
from heliu.matching.kinds import Piece, RecordDocument, demand_documents, get_kind

BEFORE, LAST = "coach_before", "coach_last"
"""What the page keeps of the last look: nothing of it stays on the server."""
TEXTS = tuple(f"{name}_{lang}" for name in ("title", "description") for lang in LANGUAGES)
READ = (*TEXTS, *TEXT_FIELDS, *OTHER_FIELDS)
"""Fields of a demand that the coach reads."""


def written_demand(data: Mapping[str, Any], pk: int | None = None) -> Written:
    """The demand of a form that is being filled in, by the language it is found by; ``pk`` of the one it changes."""
    demand = Demand(**{name: _text(data, name) for name in (*TEXTS, *TEXT_FIELDS)})
    document = _preferred(demand)
    read = {piece.field for piece in document.body}
    fields = TEXT_FIELDS | OTHER_FIELDS
    given = {element for name, element in fields.items() if name not in read and str(data.get(name, "")).strip()}
    field = f"description_{document.lang}"
    own = get_kind("demand").group(pk) if pk else ""
    return Written(document, field, frozenset(given), own, _text(data, BEFORE), _text(data, LAST))


def written_need(data: Mapping[str, Any]) -> Written:
    """What stands in the one box."""
    return typed(_text(data, "q"), before=_text(data, BEFORE), last=_text(data, LAST))


def _preferred(demand: Any) -> RecordDocument:
    """The text in the page's language, or in the other one where only that is written."""
    documents = {document.lang: document for document in demand_documents(demand, True)}
    lang = current_language()
    written = sorted(documents, key=lambda each: (not documents[each].text.strip(), each != lang))
    return documents[written[0]] if written else RecordDocument("demand", lang, Piece(f"title_{lang}", ""))


def _text(data: Mapping[str, Any], name: str) -> str:
    """As the page counts its characters: a browser sends line breaks as two, and shows them as one."""
    return str(data.get(name, "")).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
