"""What a triage needs of the database."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from heliu.accounts.models import User
from heliu.accounts.permissions import mandates_of, memberships_of
from heliu.catalog.models import Demand
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import visible_introductions
from heliu.desk.models import AskBack, Dispatch, Triage
from heliu.desk.selectors.cases import demands_to_triage, portfolio
from heliu.kit.permissions import allowed


def latest_triage(demand: Demand) -> Triage | None:
    """The decision that counts."""
    return Triage.objects.filter(demand=demand).select_related("manager", "duplicate_of").first()


def ask_backs_of(demand: Demand) -> QuerySet[AskBack]:
    """What was asked back, the latest first."""
    return AskBack.objects.filter(demand=demand).select_related("manager", "answered_by")


def get_ask_back(user: Any, pk: int) -> AskBack:
    """A question to an organisation, for its members and whoever works the demand; "not found" for others."""
    found = AskBack.objects.select_related("demand__organisation", "manager", "answered_by").filter(pk=pk).first()
    if found is None or not allowed(user, "desk.read_ask_back", found):
        raise Http404
    return found


def visible_ask_backs(user: Any) -> QuerySet[AskBack]:
    """Questions to the person's organisations, and about demands that they work on."""
    own = Demand.objects.filter(organisation__in=list(memberships_of(user)))
    found = AskBack.objects.filter(demand__in=own) | AskBack.objects.filter(demand__in=portfolio(user, "demand"))
    return found.select_related("demand__organisation", "manager", "answered_by")


def open_ask_backs(user: Any) -> QuerySet[AskBack]:
    """Questions that the person's organisations have still to answer, the oldest first.

    Only those of managers who still have the organisation's mandate: of others nobody waits for an answer.
    """
    found = AskBack.objects.filter(
        answered_at=None, demand__organisation__in=list(memberships_of(user)), manager__isnull=False,
        demand__organisation__mandates__manager=F("manager"), demand__organisation__mandates__ended_at=None,
        demand__organisation__mandates__accepted_at__isnull=False,
    )  # fmt: skip
    return found.select_related("demand__organisation").order_by("asked_at", "pk")


def answers_to(user: Any) -> QuerySet[AskBack]:
    """Answers to the manager's own questions that nobody has decided upon since, the oldest first."""
    decided = Triage.objects.filter(demand=OuterRef("demand")).order_by("-at", "-pk")
    found = AskBack.objects.filter(manager=user, answered_at__isnull=False, demand__in=portfolio(user, "demand"))
    found = found.annotate(decided_at=Subquery(decided.values("at")[:1]))
    undecided = Q(decided_at=None) | Q(decided_at__lte=F("answered_at"))
    return found.filter(undecided).select_related("demand__organisation").order_by("answered_at", "pk")


def next_to_triage(user: Any, after: Demand | None = None) -> Demand | None:
    """The demand that waits longest, another one than ``after``."""
    waiting = demands_to_triage(user)
    return (waiting.exclude(pk=after.pk) if after else waiting).first()


def introductions_by_partner(user: Any, demand: Demand) -> dict[tuple[str, int], Introduction]:
    """The latest introduction of a demand with each record."""
    found: dict[tuple[str, int], Introduction] = {}
    for one in visible_introductions(user).filter(demand=demand).order_by("sent_at", "pk"):
        found[one.supply.kind, one.supply.pk] = one
    return found


def get_dispatch(user: Any, token: Any) -> Dispatch:
    """Introductions the person sent in one go, or "not found"."""
    found = Dispatch.objects.filter(token=token, manager=user).select_related("demand__organisation").first()
    if found is None or found.demand.organisation_id not in mandates_of(user):
        raise Http404
    return found


def managers_of(demand: Demand) -> QuerySet[User]:
    """The technology managers who work for the demand's organisation now."""
    mandates = demand.organisation.mandates.in_force()
    return User.objects.filter(pk__in=mandates.values("manager"), is_active=True)
