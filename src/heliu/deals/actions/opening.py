"""A deal begins where an introduction is accepted."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from heliu.accounts.actors import person
from heliu.accounts.models import User
from heliu.accounts.permissions import mandates_of
from heliu.activity.actions import record_event
from heliu.dealflow.models import Introduction
from heliu.deals.actions.steps import save
from heliu.deals.choices import Stage
from heliu.deals.models import Deal, StageChange


@transaction.atomic
def open_deal(*, introduction: Introduction, actor: Any) -> Deal:
    """The deal of an accepted introduction; the one there is already, where there is one.

    The caller holds the introduction's lock. Nobody is asked for permission: it follows from the acceptance.
    """
    if found := Deal.objects.filter(introduction=introduction).first():
        return found
    deal = Deal(
        introduction=introduction, title=_title(introduction), provider=introduction.supply.organisation,
        recipient=introduction.demand.organisation, owner=introduction.asked_by or introduction.replied_by,
        manager=_manager(introduction),
    )  # fmt: skip
    save(deal, actor, "opened")
    StageChange.objects.create(deal=deal, step="open", target=Stage.CONTACT, by=person(actor), at=deal.stage_since)
    # Whoever has to know has the notice of the acceptance.
    record_event(deal, "deal_opened", actor=person(actor))
    return deal


def _title(introduction: Introduction) -> str:
    """That of the record both sides may know: of a confidential demand the title is not carried over."""
    record = introduction.supply if introduction.demand.tier == "confidential" else introduction.demand
    return str(record.title_zh or record.title_en)[:200]


def _manager(introduction: Introduction) -> User | None:
    """Who asked as a technology manager."""
    asked_by = introduction.asked_by
    if asked_by is None or introduction.from_organisation_id not in mandates_of(asked_by):
        return None
    return asked_by
