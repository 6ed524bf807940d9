"""Reading introductions, each time for somebody; and how well an organisation answers, for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import Http404

from heliu.accounts.choices import MemberRole, PlatformRole
from heliu.accounts.models import Mandate, Membership, Organisation, User
from heliu.accounts.permissions import acting_for
from heliu.catalog.choices import State as RecordState
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.catalog.selectors import published_records, readable_records, standing_for
from heliu.dealflow.blind.selectors import Told, told_of
from heliu.dealflow.choices import Side, State, Waiting
from heliu.dealflow.models import Introduction, IntroductionQuerySet, Opening, confidential
from heliu.dealflow.pairs import SUPPLY_MODELS, Pair
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day, working_days_between

FEWEST_ANSWERS = 5
"""Introductions over, answered or not, before an organisation's page tells how well it answers."""
_TURNS = {Waiting.ME: 0, Waiting.US: 1, Waiting.THEM: 2, Waiting.NOBODY: 3}


# -- introductions --------------------------------------------------------------------------------


def visible_introductions(user: Any) -> IntroductionQuerySet:
    """The introductions of the organisations that a person acts for, with what a list shows of them."""
    related = ("demand__organisation", "achievement__organisation", "expert__organisation")
    return Introduction.objects.visible_to(user).select_related(
        "from_organisation", "to_organisation", "owner", "asked_by", "replied_by", *related
    )


def introductions_in_order(user: Any, ids: Iterable[int]) -> list[Any]:
    """The introductions with these ids, in this order, each with its records and whose ``turn`` it is.

    A list is sorted by its ids alone and then fetched: sorting whole records takes many times as long.
    """
    ids = list(ids)
    found = {one.pk: one for one in with_turn(visible_introductions(user).filter(pk__in=ids), user).order_by()}
    return [found[pk] for pk in ids if pk in found]


def with_turn(introductions: QuerySet[Introduction], user: Any) -> QuerySet[Any]:
    """Each with ``turn``: whose it is, the person's own first."""
    own = acting_for(user)
    turn = Case(
        When(~Q(state=State.SENT), then=Value(_TURNS[Waiting.NOBODY])),
        When(owner=user, to_organisation__in=own, then=Value(_TURNS[Waiting.ME])),
        When(to_organisation__in=own, then=Value(_TURNS[Waiting.US])),
        default=Value(_TURNS[Waiting.THEM]),
        output_field=IntegerField(),
    )
    return introductions.annotate(turn=turn)


def of_turn(introductions: QuerySet[Introduction], user: Any, waiting: str) -> QuerySet[Introduction]:
    """Those that wait for somebody in particular; what waits for the person waits for their organisation as well."""
    counted = with_turn(introductions, user)
    if waiting == Waiting.US:
        return counted.filter(turn__lte=_TURNS[Waiting.US])
    return counted.filter(turn=_TURNS[Waiting(waiting)])


def clocks_first(introductions: QuerySet[Introduction], user: Any) -> QuerySet[Introduction]:
    """What waits for the person first, clocks that run out soonest first; what is over at the end, the latest first."""
    is_over = Case(When(state=State.SENT, then=F("due_on")), default=None)
    return with_turn(introductions, user).order_by("turn", is_over.asc(nulls_last=True), "-sent_at", "-pk")


def get_visible_introduction(user: Any, pk: int) -> Introduction:
    """The introduction, or "not found" for whoever belongs to neither side."""
    introduction = visible_introductions(user).filter(pk=pk).first()
    if introduction is None:
        raise Http404
    return introduction


def count_waiting(user: Any) -> int:
    """How many introductions wait for the person's organisations to reply."""
    return Introduction.objects.open().filter(to_organisation__in=acting_for(user)).count()


def introductions_of(user: Any, record: Any) -> QuerySet[Introduction]:
    """Introductions of a record that the person may know of, the latest first."""
    if not isinstance(record, Demand | Achievement | Expert):
        return Introduction.objects.none()
    return visible_introductions(user).filter(**{record.kind: record}).order_by("-sent_at", "-pk")


def introductions_between(one: Organisation, other: Organisation) -> IntroductionQuerySet:
    """The accepted introductions of two organisations, whoever asked."""
    ends = Q(from_organisation=one, to_organisation=other) | Q(from_organisation=other, to_organisation=one)
    return Introduction.objects.filter(ends, state=State.ACCEPTED).order_by("pk")


def find_introduction(user: Any, pair: Pair) -> Introduction | None:
    """The latest introduction of a pair that the person may know of."""
    return visible_introductions(user).filter(**pair.columns).order_by("-sent_at", "-pk").first()


def standing_introduction(pair: Pair) -> Introduction | None:
    """An introduction of the pair that is open or was accepted, so that there is no need of another."""
    return Introduction.objects.filter(**pair.columns, state__in=[State.SENT, State.ACCEPTED]).first()


def refused_partners(user: Any, record: Any) -> dict[str, set[int]]:
    """Kind → ids of the records that were declined for this one, or for which it was, and not introduced again since.

    Only for those who act for its organisation: to others the absence of a result would tell that there was a refusal.
    """
    if not isinstance(record, Demand | Achievement | Expert) or record.organisation_id not in acting_for(user):
        return {}
    latest: dict[tuple[str, int], str] = {}
    rows = introductions_of(user, record).exclude(state__in=[State.WITHDRAWN, State.LAPSED])
    for introduction in rows.select_related(None).order_by("sent_at", "pk"):
        for kind in ("demand", *SUPPLY_MODELS):
            if kind != record.kind and (pk := getattr(introduction, f"{kind}_id")) is not None:
                latest[kind, pk] = introduction.state
    partners: dict[str, set[int]] = {}
    for (kind, pk), state in latest.items():
        if state == State.REFUSED:
            partners.setdefault(kind, set()).add(pk)
    return partners


# -- records and people ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeenRecord:
    """One of the two records as far as somebody may know it."""

    kind: str
    record: Demand | Achievement | Expert | None
    """None where the person may not even know of it."""
    readable: bool
    told: Told | None = None
    """Title and summary of a record that is closed to the person, where a blind match revealed them."""

    @property
    def titled(self) -> Demand | Achievement | Expert | Told | None:
        """Whatever has a title that the person may know."""
        return self.record or self.told


def seen_record(user: Any, record: Demand | Achievement | Expert) -> SeenRecord:
    """An introduction opens nothing: each side sees of the other's record what its tier allows them, or what both said
    yes to."""
    known = allowed(user, "catalog.view_record", record)
    if not known and record.is_merged and (instead := standing_for(user, record.kind, record.pk)):
        # What was merged is told by the record that stands for it.
        return SeenRecord(record.kind, instead, readable=False)
    if not known:
        return SeenRecord(record.kind, None, readable=False, told=told_of(user, record))
    return SeenRecord(record.kind, record, readable=allowed(user, "catalog.view_content", record))


def own_candidates(user: Any, kind: str) -> QuerySet[Any]:
    """Records of a kind, of organisations the person acts for, that can be introduced."""
    return published_records(user, kind).filter(organisation__in=acting_for(user))


def get_candidate(user: Any, kind: str, pk: int) -> Any:
    """A published record that the person may read in full, or "not found"."""
    record = readable_records(user, kind).filter(pk=pk, state=RecordState.PUBLISHED).first()
    if record is None:
        raise Http404
    return record


def people_who_act(organisation: Organisation) -> QuerySet[User]:
    """The active people of an organisation, its owners first, who joined earlier first."""
    rank = Case(When(memberships__role=MemberRole.OWNER, then=Value(0)), default=Value(1), output_field=IntegerField())
    acting = User.objects.filter(memberships__organisation=organisation, is_active=True)
    return acting.annotate(rank=rank).order_by("rank", "memberships__created_at", "pk")


def managers_of(organisation: Organisation, *, confidential: bool) -> QuerySet[User]:
    """The active technology managers with a mandate of an organisation, who got it earlier first.

    With ``confidential``, those whose mandate holds for confidential records too.
    """
    mandates = Mandate.objects.in_force().filter(organisation=organisation)
    if confidential:
        mandates = mandates.filter(confidential=True)
    holders = User.objects.filter(mandates__in=mandates, is_active=True, role_grants__role=PlatformRole.MANAGER)
    return holders.order_by("mandates__accepted_at", "pk")


# -- clocks ---------------------------------------------------------------------------------------


def due_ids(day: date) -> list[int]:
    """Open introductions whose clock has something to do by this day."""
    return list(Introduction.objects.open().filter(next_at__lte=day).order_by("pk").values_list("pk", flat=True))


def unattended_ids() -> list[int]:
    """Open introductions whose owner no longer acts for the organisation that was asked."""
    acts = Membership.objects.filter(
        user=OuterRef("owner"), organisation=OuterRef("to_organisation"), user__is_active=True
    )
    mandated = Mandate.objects.in_force().filter(
        manager=OuterRef("owner"), organisation=OuterRef("to_organisation"), manager__is_active=True,
        manager__role_grants__role=PlatformRole.MANAGER,
    )  # fmt: skip
    managed = Exists(mandated.filter(confidential=True)) | Exists(mandated) & ~confidential()
    without = Introduction.objects.open().filter(~Exists(acts) & ~managed)
    return list(without.order_by("pk").values_list("pk", flat=True))


def _stands(name: str) -> Q:
    shown = RecordState.PUBLISHED
    merged = Q(**{f"{name}__state": RecordState.MERGED, f"{name}__state_before_merging": shown})
    return Q(**{f"{name}__state": shown}) | merged


def baseless_ids() -> list[int]:
    """Open introductions of which a record is no longer published; what was merged as a published one goes on."""
    gone = ~_stands("demand") | (
        Q(achievement__isnull=False) & ~_stands("achievement") | Q(expert__isnull=False) & ~_stands("expert")
    )
    return list(Introduction.objects.open().filter(gone).order_by("pk").values_list("pk", flat=True))


# -- how an organisation answers ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """How an organisation answered the introductions that it was asked for."""

    over: int
    """Answered or lapsed; what was withdrawn counts for nothing."""
    answered: int
    late: int
    """Answered after the first date on which a reply was due."""
    median_days: float | None
    """Working days to a reply, the middle one; None where there was none."""

    @property
    def rate(self) -> float:
        """Answered introductions among those that are over, as a percentage."""
        return 100 * self.answered / self.over


def reply_record(organisation: Organisation) -> ReplyRecord | None:
    """None where fewer than five are over: so few would tell of single people, and nothing of the organisation.

    What came of blind matches is left out: nobody was kept waiting, and that there were any is for nobody else.
    """
    rows = organisation.introductions_received.filter(state__in=[State.ACCEPTED, State.REFUSED, State.LAPSED])
    rows = rows.filter(blind_match=None)
    found = list(rows.order_by().values_list("state", "sent_at", "replied_at", "late"))
    if len(found) < FEWEST_ANSWERS:
        return None
    answers = [(sent, replied, late) for state, sent, replied, late in found if state != State.LAPSED]
    days = [working_days_between(local_day(sent), local_day(replied)) for sent, replied, _late in answers]
    return ReplyRecord(
        over=len(found), answered=len(answers), late=sum(late for *_, late in answers),
        median_days=median(days) if days else None,
    )  # fmt: skip


def personal_introductions(user: User) -> dict[str, Any]:
    """What introductions hold about a person, for the copy of their data."""
    rows: Iterable[Introduction] = Introduction.objects.filter(
        Q(asked_by=user) | Q(replied_by=user) | Q(owner=user)
    ).order_by("sent_at", "pk")
    opened = Opening.objects.filter(opened_by=user).order_by("opened_at", "pk")
    return {
        "records_opened": list(opened.values("introduction", "organisation", "agreement", "opened_at")),
        "introductions": [
            {
                "id": row.pk, "sent_at": row.sent_at, "state": row.state,
                "message": row.message if row.asked_by_id == user.pk else None,
                "replied_at": row.replied_at if row.replied_by_id == user.pk else None,
                "reply": row.reply if row.replied_by_id == user.pk else None,
                "has_to_act": row.is_open and row.owner_id == user.pk,
            }
            for row in rows
        ]
    }  # fmt: skip


def side_of(user: Any, introduction: Introduction) -> Side:
    """The side the person acts for; of both, the one that was asked, unless they asked themselves."""
    asked = Side.SUPPLY if introduction.side == Side.DEMAND else Side.DEMAND
    if introduction.asked_by_id == user.pk:
        return Side(introduction.side)
    return asked if introduction.to_organisation_id in acting_for(user) else Side(introduction.side)
