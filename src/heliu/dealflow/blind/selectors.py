"""Reading blind matches: for the worker everything, for a person their own side alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from heliu.accounts.choices import MemberRole, PlatformRole, Verification
from heliu.accounts.models import Mandate, Organisation, User
from heliu.accounts.permissions import memberships_of
from heliu.catalog.choices import State as RecordState
from heliu.catalog.models import RECORD_MODELS, Record
from heliu.dealflow.blind.choices import Answer, MatchState
from heliu.dealflow.blind.choosing import MONTH_DAYS, REPEAT_DAYS, Key, Past
from heliu.dealflow.blind.models import BlindMatch, BlindSide, BlindSideQuerySet, KeptOut
from heliu.dealflow.blind.rounds import rests_since
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.kit.workdays import local_day

# -- for the worker -------------------------------------------------------------------------------


def taking_part(kind: str, opens_on: date) -> QuerySet[Any]:
    """Records of a kind, of every tier, that take part in a round: published by verified organisations, not left out,
    and saying the same for long enough."""
    since = rests_since(opens_on)
    model: Any = RECORD_MODELS[kind]
    found = model.objects.filter(
        state=RecordState.PUBLISHED, published_at__lt=since, updated_at__lt=since,
        organisation__is_active=True, organisation__verification=Verification.VERIFIED,
    )  # fmt: skip
    left_out = KeptOut.objects.filter(kind=kind, record_id=OuterRef("pk"))
    return found.filter(~Exists(left_out)).select_related("organisation").order_by("pk")


def standing_record(side: BlindSide) -> QuerySet[Any]:
    """A side's record, if it is still what was matched and may take part: only then something is revealed."""
    model: Any = RECORD_MODELS[side.kind]
    left_out = KeptOut.objects.filter(kind=side.kind, record_id=OuterRef("pk"))
    return model.objects.filter(
        ~Exists(left_out), pk=side.record_id, version=side.version, organisation=side.organisation_id,
        state=RecordState.PUBLISHED, organisation__is_active=True, organisation__verification=Verification.VERIFIED,
    ).select_related("organisation")  # fmt: skip


def is_kept_out(kind: str, pk: int) -> bool:
    return KeptOut.objects.filter(kind=kind, record_id=pk).exists()


def past_of(opens_on: date) -> Past:
    """What was told before a round, as far as it bounds what is told in it."""
    told: Counter[int] = Counter()
    met: set[tuple[int, Key]] = set()
    month = opens_on - timedelta(days=MONTH_DAYS)
    sides: defaultdict[int, list[BlindSide]] = defaultdict(list)
    rows = BlindSide.objects.filter(match__opens_on__gt=opens_on - timedelta(days=REPEAT_DAYS))
    for side in rows.exclude(match__state=MatchState.FOUND).select_related("match").iterator(chunk_size=1000):
        sides[side.match_id].append(side)
        if side.match.opens_on > month:
            told[side.organisation_id] += 1
    for pair in sides.values():
        for one in pair:
            met |= {(one.organisation_id, (other.kind, other.record_id)) for other in pair if other is not one}
    return Past(told, met)


def settled_pairs(demands: Iterable[int]) -> set[tuple[int, Key]]:
    """Demands with what they were introduced to: where that is under way, or was answered, nothing is blind."""
    rows = Introduction.objects.filter(demand__in=list(demands)).exclude(state__in=[State.WITHDRAWN, State.LAPSED])
    found: set[tuple[int, Key]] = set()
    for demand, achievement, expert in rows.values_list("demand", "achievement", "expert"):
        found.add((demand, ("achievement", achievement) if achievement is not None else ("expert", expert)))
    return found


def ids_to_open(day: date) -> list[int]:
    """Matches of rounds that have begun of which nobody was told yet."""
    return _ids(BlindMatch.objects.filter(state=MatchState.FOUND, opens_on__lte=day))


def ids_to_close(day: date) -> list[int]:
    """Matches whose last day is over."""
    return _ids(BlindMatch.objects.filter(state=MatchState.OPEN, answer_by__lt=day))


def _ids(matches: QuerySet[BlindMatch]) -> list[int]:
    return list(matches.order_by("pk").values_list("pk", flat=True))


def people_to_tell(side: BlindSide) -> QuerySet[User]:
    """Who is told for a side: who wrote the record, the organisation's owners, and managers for whom the organisation
    has opened confidential records."""
    record = side.record
    author = record.created_by_id if record is not None else None
    member = Q(memberships__organisation=side.organisation_id)
    opened = Mandate.objects.in_force().filter(organisation=side.organisation_id, confidential=True)
    manager = Q(pk__in=opened.values("manager"), role_grants__role=PlatformRole.MANAGER)
    told = (member & (Q(memberships__role=MemberRole.OWNER) | Q(pk=author or 0))) | manager
    return User.objects.filter(told, is_active=True).distinct()


# -- for a person ---------------------------------------------------------------------------------


def visible_sides(user: Any) -> BlindSideQuerySet:
    """The sides that the person sees."""
    return BlindSide.objects.visible_to(user).select_related("match__introduction", "organisation", "answered_by")


def waiting_sides(user: Any) -> QuerySet[BlindSide]:
    """Those that wait for an answer, the first to end at the front."""
    day = local_day()
    found = visible_sides(user).filter(match__state=MatchState.OPEN, answer="", match__answer_by__gte=day)
    return found.order_by("match__answer_by", "pk")


def get_visible_side(user: Any, pk: int) -> BlindSide:
    """One side, or "not found"."""
    side = visible_sides(user).filter(pk=pk).first()
    if side is None:
        raise Http404
    return side


def sides_of_record(user: Any, record: Any) -> QuerySet[BlindSide]:
    """The blind matches of a record as its own people see them, the latest first."""
    return visible_sides(user).filter(kind=record.kind, record_id=record.pk)


def with_records(sides: Iterable[BlindSide]) -> list[BlindSide]:
    """The sides with their own records, one query a kind."""
    sides = list(sides)
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for side in sides:
        wanted[side.kind].add(side.record_id)
    for kind, ids in wanted.items():
        records = RECORD_MODELS[kind]._default_manager.select_related("organisation").in_bulk(ids)
        for side in sides:
            if side.kind == kind:
                side.record = records.get(side.record_id)
    return sides


def own_other_side(user: Any, side: BlindSide) -> BlindSide | None:
    """The other side for somebody who acts for both organisations, for whom there is nothing blind."""
    return visible_sides(user).filter(match=side.match_id).exclude(pk=side.pk).first()


@dataclass(frozen=True, slots=True)
class Told:
    """What of a record is told to the other side of a blind match: ``Record.told_fields`` as they were when both said
    yes, whatever it says later."""

    title_zh: str = ""
    title_en: str = ""
    summary_zh: str = ""
    summary_en: str = ""


@dataclass(frozen=True, slots=True)
class Revealed:
    """What a side is told of the other once both have said yes."""

    organisation: Organisation
    kind: str
    told: Told
    record: Any
    """The record itself, where its tier shows it to the reader; None of a confidential one."""
    introduction: Introduction | None


def revealed_to(user: Any, side: BlindSide) -> Revealed | None:
    """What a person of this side is told of the other; None until both have said yes."""
    if side.match.state != MatchState.REVEALED:
        return None
    other = BlindSide.objects.select_related("organisation").filter(match=side.match_id).exclude(pk=side.pk).first()
    if other is None:  # Its organisation was deleted since.
        return None
    model: Any = RECORD_MODELS[other.kind]
    record = model.objects.visible_to(user).filter(pk=other.record_id).first()
    return Revealed(other.organisation, other.kind, Told(**other.shown), record, side.match.introduction)


def told_of(user: Any, record: Record) -> Told | None:
    """What the person was told of somebody else's record by a blind match; None where nothing was."""
    own = BlindSide.objects.filter(organisation__in=list(memberships_of(user)), match=OuterRef("match"))
    found = BlindSide.objects.filter(kind=record.kind, record_id=record.pk, match__state=MatchState.REVEALED)
    side = found.exclude(organisation__in=list(memberships_of(user))).filter(Exists(own)).first()
    return Told(**side.shown) if side is not None else None


def personal_blind_answers(user: User) -> dict[str, Any]:
    """What blind matches hold about a person, for the copy of their data."""
    rows = BlindSide.objects.filter(answered_by=user).order_by("answered_at", "pk")
    return {
        "blind_match_answers": [
            {
                "record": f"{side.kind} {side.record_id}", "answer": str(Answer(side.answer).value),
                "reason": side.reason, "at": side.answered_at,
            }
            for side in rows
        ]
    }  # fmt: skip
