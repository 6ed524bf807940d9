"""What goes out, each time read from the catalog as somebody sees it who is not signed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Min, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from heliu.accounts.models import Organisation
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS
from heliu.exchange.choices import MAIN_ENTITY
from heliu.exchange.models import NOT_WITHHELD, Change, Exposure, Withholding

ORGANISATION = "organisation"
EVERYBODY = AnonymousUser()
LOOKED_UP = 500
"""Ids in one question to the database."""


def given_out(kind: str) -> QuerySet[Any]:
    """Records of a kind (or organisations) that go out: public, published, of a shown organisation that gives them."""
    if kind == ORGANISATION:
        return Organisation.objects.visible_to(EVERYBODY).filter(withholding=None)
    if kind not in RECORD_MODELS:
        raise Http404(kind)
    # The rule for visitors says it all; that only the public tier goes out is said once more.
    readable = RECORD_MODELS[kind].objects.content_visible_to(EVERYBODY)
    shown = readable.filter(state=State.PUBLISHED, tier=Tier.PUBLIC, organisation__is_active=True)
    return shown.filter(NOT_WITHHELD).select_related("organisation")


def get_given_out(kind: str, pk: int) -> Any:
    """One record that goes out, or "not found"."""
    return get_object_or_404(given_out(kind), pk=pk)


def goes_out(kind: str, pk: int) -> bool:
    """Whether one record goes out."""
    return given_out(kind).filter(pk=pk).exists()


def ids_given_out(wanted: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Of these records, by kind and id, those that go out; one query a kind for every few hundred."""
    ids: dict[str, set[int]] = {}
    for kind, pk in wanted:
        ids.setdefault(kind, set()).add(pk)
    found: set[tuple[str, int]] = set()
    for kind, some in ids.items():
        ordered = sorted(some)
        for start in range(0, len(ordered), LOOKED_UP):
            some_ids = ordered[start : start + LOOKED_UP]
            rows = given_out(kind).filter(pk__in=some_ids).order_by().values_list("pk", flat=True)
            found |= {(kind, pk) for pk in rows}
    return found


def record_of(identifier: str) -> tuple[str, int] | None:
    """Kind and id of the record that an internal id means, as ``Persons/7``; None for works and rights."""
    folder, _slash, number = identifier.partition("/")
    for kind, entity in MAIN_ENTITY.items():
        if entity.folder == folder and number.isdecimal():
            return kind, int(number)
    return None


def neighbours_in(content: dict[str, Any]) -> set[str]:
    """Internal ids of the items that an item names."""
    named = [*content.get("people", ()), *content.get("references", ())]
    owner = content.get("organisation")
    return {one["id"] for one in (*named, *([owner] if owner else ()))}


def without_hidden(exposures: Iterable[Exposure]) -> list[Exposure]:
    """Items as they may go out this very moment, whatever the table still says.

    One whose record was hidden a moment ago is a tombstone already, and a neighbour that was hidden is named no
    more. The table follows as soon as the worker has looked.
    """
    rows = list(exposures)
    wanted = {(row.kind, row.object_id) for row in rows if not row.deleted}
    named = {name for row in rows if not row.deleted for name in neighbours_in(row.content)}
    wanted |= {record for record in map(record_of, named) if record is not None}
    shown = ids_given_out(wanted)
    # Patents that an achievement names belong to that achievement itself.
    hidden = {name for name in named if (record := record_of(name)) is not None and record not in shown}
    for row in rows:
        if not row.deleted and (row.kind, row.object_id) not in shown:
            row.deleted, row.content = True, {}
        elif hidden and not row.deleted:
            row.content = _without(row.content, hidden)
    return rows


def _without(content: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    told = dict(content)
    if (told.get("organisation") or {}).get("id") in hidden:
        told["organisation"] = None
    told["people"] = [one for one in content.get("people", ()) if one["id"] not in hidden]
    told["references"] = [one for one in content.get("references", ()) if one["id"] not in hidden]
    return told


def earliest_datestamp() -> datetime | None:
    """Before it nothing changed; None where nothing ever went out."""
    found: datetime | None = Exposure.objects.aggregate(first=Min("datestamp"))["first"]
    return found


def latest_tombstone() -> datetime | None:
    """When something was last taken back; None where nothing was."""
    found: datetime | None = Exposure.objects.filter(deleted=True).aggregate(last=Max("datestamp"))["last"]
    return found


def is_withheld(organisation: Organisation) -> bool:
    """Whether the organisation gives nothing to harvesters."""
    return Withholding.objects.filter(organisation=organisation).exists()


def waiting_changes() -> int:
    """How many notes nobody has looked at yet."""
    return Change.objects.count()
