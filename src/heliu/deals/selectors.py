"""Reading deals, each time for somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from heliu.accounts.models import Membership, Organisation, User
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import managers_of, people_who_act
from heliu.deals.guards import missing
from heliu.deals.models import Deal, DealQuerySet
from heliu.deals.stages import STEPS, Step
from heliu.kit.permissions import allowed


def visible_deals(user: Any) -> DealQuerySet:
    """The deals of the organisations that a person acts for, with what a list shows of them."""
    related = ("introduction__demand", "introduction__achievement", "introduction__expert")
    return Deal.objects.visible_to(user).select_related("provider", "recipient", "owner", "manager", *related)


def get_visible_deal(user: Any, pk: int) -> Deal:
    """The deal, or "not found" for whoever belongs to neither side."""
    deal = visible_deals(user).filter(pk=pk).first()
    if deal is None:
        raise Http404
    return deal


def possible_steps(user: Any, deal: Deal) -> list[Step]:
    """The steps that the stage allows and the person may take, whatever is still missing for them."""
    return [
        step
        for step in STEPS.values()
        if deal.stage in step.sources and _fits_held(step, deal) and allowed(user, f"deals.{step.name}", deal)
    ]


def steps_of_others(user: Any, deal: Deal) -> list[Step]:
    """The steps that the stage allows and somebody else takes."""
    own = possible_steps(user, deal)
    return [
        step for step in STEPS.values() if deal.stage in step.sources and _fits_held(step, deal) and step not in own
    ]


def _fits_held(step: Step, deal: Deal) -> bool:
    """A deal on hold is given up or terminated by where it was held."""
    return not deal.held_from or step.name == "resume" or deal.held_from in step.sources


def steps_with_gaps(user: Any, deal: Deal) -> list[tuple[Step, list[str]]]:
    """Each possible step with what is still missing for it."""
    return [(step, missing(step.name, deal)) for step in possible_steps(user, deal)]


def deal_of(introduction: Introduction) -> Deal | None:
    """What became of an introduction, where it was accepted."""
    return Deal.objects.filter(introduction=introduction).first()


def people_of(deal: Deal) -> QuerySet[User]:
    """Who may look after the deal: the active members of both organisations, and the managers concerned."""
    members = [pk for side in _sides(deal) for pk in people_who_act(side).values_list("pk", flat=True)]
    return User.objects.filter(pk__in={*members, *_manager_ids(deal)})


def people_offered(user: Any, deal: Deal) -> QuerySet[User]:
    """Of ``people_of`` whom the person may know of: themselves, their colleagues, and who looks after it now."""
    own = [side.pk for side in _sides(deal) if allowed(user, "accounts.view_members", side)]
    colleagues = Membership.objects.filter(organisation__in=own).values("user")
    return people_of(deal).filter(Q(pk__in=colleagues) | Q(pk__in=[user.pk, deal.owner_id]))


def managers_concerned(deal: Deal) -> QuerySet[User]:
    """The technology managers with a mandate of either organisation, for confidential records where it is about one."""
    return User.objects.filter(pk__in=_manager_ids(deal))


def _manager_ids(deal: Deal) -> set[int]:
    confidential = deal.introduction.is_confidential
    managers = [managers_of(side, confidential=confidential).values_list("pk", flat=True) for side in _sides(deal)]
    return {pk for found in managers for pk in found}


def _sides(deal: Deal) -> tuple[Organisation, Organisation]:
    return deal.provider, deal.recipient


def changed_since(record: Any, version: int) -> list[str]:
    """The labels of the fields that were edited after a version, as they are compared with it.

    Of a deal, or of another record with ``version``, ``history`` and ``editable_fields``.
    """
    then = record.history.filter(version=version).order_by("history_date", "history_id").last()
    fields = [record._meta.get_field(name) for name in record.editable_fields]
    return [
        str(field.verbose_name)
        for field in fields
        if then is None or getattr(then, field.attname) != getattr(record, field.attname)
    ]
