"""Reading deals, each time for somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from heliu.accounts.models import Membership, User
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
    """The active members of both organisations: who may look after the deal."""
    ids = [pk for side in (deal.provider, deal.recipient) for pk in people_who_act(side).values_list("pk", flat=True)]
    return User.objects.filter(pk__in=ids)


def people_offered(user: Any, deal: Deal) -> QuerySet[User]:
    """Of ``people_of`` whom the person may know of: their colleagues, and who looks after it now."""
    own = [side.pk for side in (deal.provider, deal.recipient) if allowed(user, "accounts.view_members", side)]
    known = Q(pk__in=Membership.objects.filter(organisation__in=own).values("user")) | Q(pk=deal.owner_id)
    return people_of(deal).filter(known)


def managers_concerned(deal: Deal) -> QuerySet[User]:
    """The technology managers with a mandate of either organisation, for confidential records where it is about one."""
    confidential = deal.introduction.is_confidential
    ids = [
        pk for side in (deal.provider, deal.recipient)
        for pk in managers_of(side, confidential=confidential).values_list("pk", flat=True)
    ]  # fmt: skip
    return User.objects.filter(pk__in=ids)


def changed_since(deal: Deal, version: int) -> list[str]:
    """The labels of the fields that were edited after a version, as they are compared with it."""
    then = deal.history.filter(version=version).order_by("history_date", "history_id").last()
    names = Deal.editable_fields
    changed = [name for name in names if then is None or getattr(then, name) != getattr(deal, name)]
    return [str(Deal._meta.get_field(name).verbose_name) for name in changed]  # type: ignore[union-attr]
