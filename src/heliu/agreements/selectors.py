"""Reading agreements, each time for somebody; and what the areas above ask: is there one in force?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from heliu.accounts.choices import Verification
from heliu.accounts.models import Membership, Organisation, User
from heliu.accounts.permissions import entitled_to_sign, memberships_of, signing_for
from heliu.accounts.selectors import signatories_of
from heliu.agreements.choices import Direction, State, Turn
from heliu.agreements.models import DAYS_TO_ANSWER, Acceptance, Agreement, AgreementQuerySet, AgreementTemplate
from heliu.kit.workdays import local_day

DAYS_BEFORE_END = 30
"""So long before its last day an agreement counts as about to expire."""


# -- for the areas above --------------------------------------------------------------------------


def in_force_between(
    one: Organisation, other: Organisation, at: datetime | None = None, *, discloser: Organisation | None = None
) -> Agreement | None:
    """The agreement of two organisations that is in force now, or was at a moment; of several the longest.

    With ``discloser`` only one that protects what this side tells the other.
    """
    found = Agreement.objects.between(one, other)
    if at is None:
        found = found.in_force_on(local_day())
    else:
        found = found.filter(in_force_at__lte=at, ends_on__gte=local_day(at))
        found = found.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))
    if discloser is not None:
        found = found.filter(
            Q(direction=Direction.MUTUAL)
            | Q(direction=Direction.FROM_A, party_a=discloser)
            | Q(direction=Direction.FROM_B, party_b=discloser)
        )
    return found.order_by("-ends_on", "-pk").first()


def proposed_between(one: Organisation, other: Organisation) -> Agreement | None:
    """The agreement of two organisations that waits for an answer."""
    found = Agreement.objects.between(one, other).filter(state=State.PROPOSED).first()
    return found if found is not None and found.answer_by >= local_day() else None


# -- agreements -----------------------------------------------------------------------------------


def visible_agreements(user: Any) -> AgreementQuerySet:
    """The agreements of the person's organisations, with what a list shows of them."""
    return Agreement.objects.visible_to(user).select_related("party_a", "party_b", "template")


def get_visible_agreement(user: Any, pk: int) -> Agreement:
    """The agreement, or "not found" for whoever belongs to neither side."""
    found = visible_agreements(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def agreements_with(user: Any, organisation: Organisation) -> AgreementQuerySet:
    """What the person's organisations have agreed, or shall agree, with another one."""
    found = visible_agreements(user).filter(Q(party_a=organisation) | Q(party_b=organisation))
    return found.filter(state__in=[State.PROPOSED, State.IN_FORCE])


def proposing_organisations(user: Any, partner: Organisation | None = None) -> QuerySet[Organisation]:
    """The organisations for which the person may propose: verified ones of theirs, not the other side itself."""
    found = Organisation.objects.of_member(user).filter(verification=Verification.VERIFIED, is_active=True)
    return found.exclude(pk=partner.pk) if partner else found


def acceptances_of(agreement: Agreement) -> QuerySet[Acceptance]:
    """Who has accepted, the first one first."""
    return agreement.acceptances.select_related("organisation", "person").order_by("at", "pk")


def side_to_accept(user: Any, agreement: Agreement) -> Organisation | None:
    """The side that the person may bind and that has not accepted yet; of two the one that was asked."""
    done = set(agreement.acceptances.values_list("organisation_id", flat=True))
    sides = [party for party in (agreement.party_b, agreement.party_a) if party.pk in signing_for(user)]
    return next((party for party in sides if party.pk not in done), None)


def people_to_tell(agreement: Agreement) -> list[User]:
    """Those of both sides who may sign."""
    return [*signatories_of(agreement.party_a), *signatories_of(agreement.party_b)]


def _first_open(day: date) -> datetime:
    """Proposals from this moment on can still be accepted on ``day``."""
    first = day - timedelta(days=DAYS_TO_ANSWER)
    return datetime.combine(first, time.min, tzinfo=timezone.get_default_timezone())


# -- what waits -----------------------------------------------------------------------------------


def awaiting(user: Any) -> AgreementQuerySet:
    """Proposals that the person may accept: open ones of a side that they may bind and that has not accepted."""
    return visible_agreements(user).filter(_answered_by(False, list(signing_for(user))), _still_open())


def awaited(user: Any) -> AgreementQuerySet:
    """Proposals that a side which the person may bind has accepted and the other one has not."""
    own = list(signing_for(user))
    accepted = visible_agreements(user).filter(_answered_by(True, own), _still_open())
    return accepted.exclude(_answered_by(False, own))


def expiring(user: Any, day: date | None = None) -> AgreementQuerySet:
    """Agreements in force whose last day is near, for those who may sign a new one."""
    own = list(signing_for(user))
    day = day or local_day()
    mine = visible_agreements(user).filter(Q(party_a__in=own) | Q(party_b__in=own))
    return mine.in_force_on(day).filter(ends_on__lte=day + timedelta(days=DAYS_BEFORE_END))


def due_for(user: Any, day: date) -> int:
    """How many of those that wait for the person, or expire soon, do so by this day; in one query."""
    own = Membership.objects.filter(entitled_to_sign(), user=user).values("organisation")
    today = local_day()
    soon = today + timedelta(days=DAYS_BEFORE_END)
    ends = Q(state=State.IN_FORCE, ends_on__gte=today, ends_on__lte=min(day, soon))
    lapses = _answered_by(False, own) & _still_open() & Q(proposed_at__lt=_first_open(day + timedelta(days=1)))
    return Agreement.objects.filter((ends & (Q(party_a__in=own) | Q(party_b__in=own))) | lapses).count()


def _answered_by(accepted: bool, own: Any) -> Q:
    """Whether one of these organisations is a side that has accepted, or that has not."""
    found = Acceptance.objects.filter(agreement=OuterRef("pk"))
    a, b = (Q(Exists(found.filter(organisation=OuterRef(side)))) for side in ("party_a", "party_b"))
    return Q(party_a__in=own) & (a if accepted else ~a) | Q(party_b__in=own) & (b if accepted else ~b)


def _still_open() -> Q:
    return Q(state=State.PROPOSED, proposed_at__gte=_first_open(local_day()))


def of_turn(agreements: AgreementQuerySet, user: Any, turn: str) -> AgreementQuerySet:
    """Open ones that wait for the person's side, or for the other one."""
    ours = _answered_by(False, list(memberships_of(user)))
    found = agreements.filter(state=State.PROPOSED)
    return found.filter(ours) if turn == Turn.US else found.exclude(ours)


def due_ids(day: date) -> list[int]:
    """Agreements for which the worker has something to do on this day: they expire, or are about to."""
    stale = Q(state=State.PROPOSED, proposed_at__lt=_first_open(day))
    over = Q(state=State.IN_FORCE, ends_on__lt=day)
    near = Q(state=State.IN_FORCE, ends_on__lte=day + timedelta(days=DAYS_BEFORE_END), reminded_at__isnull=True)
    return list(Agreement.objects.filter(stale | over | near).order_by("pk").values_list("pk", flat=True))


# -- the template ---------------------------------------------------------------------------------


def template_versions() -> QuerySet[AgreementTemplate]:
    """Every version, the newest first, each with ``used``: whether an agreement was made with it."""
    used = Agreement.objects.filter(template=OuterRef("pk"))
    return AgreementTemplate.objects.select_related("created_by").annotate(used=Exists(used))


def template_in_force() -> AgreementTemplate | None:
    """The version that the next agreement is made with."""
    return AgreementTemplate.objects.filter(in_force=True).first()


def get_template_version(pk: int) -> Any:
    """One version, or "not found"."""
    found = template_versions().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# -- a person's data ------------------------------------------------------------------------------


def personal_agreements(user: User) -> dict[str, Any]:
    """What agreements hold about a person, for the copy of their data."""
    accepted = Acceptance.objects.filter(person=user).select_related("agreement", "organisation")
    return {
        "agreements_accepted": [
            {
                "reference": one.agreement.reference, "organisation": str(one.organisation), "name": one.name,
                "position": one.position, "statement": one.statement, "sha256": one.content_hash, "at": one.at,
            }
            for one in accepted
        ],
        "agreements_proposed": list(
            Agreement.objects.filter(proposed_by=user).order_by("pk").values("reference", "proposed_at", "purpose")
        ),
        "agreements_ended": list(
            Agreement.objects.filter(ended_by=user).order_by("pk").values("reference", "ended_at", "end_note")
        ),
    }  # fmt: skip
