"""Making a record from a page: a draft like any other, that knows for each field where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.activity.actions import record_event
from heliu.catalog.actions import create_record
from heliu.catalog.origins import Origin, Origins
from heliu.ingestion.pages import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.ingestion.pages.actions.steps import locked
from heliu.ingestion.pages.adapters import most_taken_over, taken_over
from heliu.ingestion.pages.errors import NotReadYet, TooMuchTaken
from heliu.ingestion.pages.models import DraftedRecord, Mention, Page, PageVersion
from heliu.ingestion.pages.proposals import Proposal, propose
from heliu.ingestion.pages.selectors import current_version
from heliu.kit.permissions import require

_PROSE = (
    "title_zh", "title_en", "summary_zh", "summary_en", "description_zh", "description_en", "parameters",
    "need_object", "need_problem", "need_method", "need_conditions", "need_current",
)  # fmt: skip
"""What could hold words of the page."""


@transaction.atomic
def draft_record(
    *, actor: Actor, page: Page, kind: str, organisation: Organisation, fields: Mapping[str, Any],
    mention: Mention | None = None, rights_held: bool = False,
) -> Any:  # fmt: skip
    """Write a record as a draft of ``organisation``, from what the newest version of a page says.

    A field that is as the page proposed it comes from the page, every other one from the actor. More than the page's
    terms allow is not taken over word for word, unless ``rights_held`` says that the rights are the organisation's or
    that leave was given. Raises NotReadYet, TooMuchTaken and what ``create_record`` raises.
    """
    page = locked(page)
    require(actor, "ingestion.draft_record", page)
    version = current_version(page)
    if version is None:
        raise NotReadYet(running=page.is_running)
    if not rights_held:
        refuse_too_much(version, fields)
    proposals = propose(page, version, kind, mention)
    # No form asks for it: a record says by itself what it was made from.
    fields = {one.field: one.value for one in proposals if one.field == "source"} | dict(fields)
    origins = _origins(page, version, proposals, fields)
    record = create_record(
        actor=actor, kind=kind, organisation=organisation, fields=fields, origins=origins
    )  # fmt: skip
    DraftedRecord.objects.create(
        version=version, mention=mention, kind=kind, object_id=record.pk, made_by=person(actor),
        rights_held=rights_held, taken=sorted(origins.fields),
        proposed={one.field: _kept(one) for one in proposals},
    )  # fmt: skip
    data = {"kind": kind, "record": record.pk, "version": version.number, "taken": sorted(origins.fields)}
    record_event(page, "record_drafted", actor=person(actor), data=data)
    return record


def refuse_too_much(version: PageVersion, fields: Mapping[str, Any]) -> None:
    """Raise TooMuchTaken where the prose of a record takes over more of a page than its terms allow."""
    terms = version.reading.get("rights", {}).get("terms", "unstated")
    most = most_taken_over(terms, len(version.body))
    if most is None:
        return
    taken = taken_over([str(fields[name]) for name in _PROSE if fields.get(name)], version.body)
    if taken > most:
        raise TooMuchTaken(taken, most)


def _origins(
    page: Page, version: PageVersion, proposals: Sequence[Proposal], fields: Mapping[str, Any]
) -> Origins:  # fmt: skip
    taken = {
        one.field: one.origin(page, version)
        for one in proposals
        if one.value and _plain(fields.get(one.field)) == _plain(one.value)
    }  # fmt: skip
    return Origins(others=Origin(), fields=taken)


def _plain(value: Any) -> Any:
    """Text as a form gives it back where nobody touched it: a browser changes line ends, and blanks at the ends go."""
    return "\n".join(value.split("\r\n")).strip() if isinstance(value, str) else value


def _kept(proposal: Proposal) -> dict[str, Any]:
    value = proposal.value
    return {
        "value": str(value) if isinstance(value, Decimal | date) else value, "quote": proposal.quote,
        "start": proposal.start, "rule": proposal.rule, "confidence": proposal.confidence,
    }  # fmt: skip
