"""Entries as far as somebody may know them, and whom each might meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import acting_for
from heliu.catalog.choices import State as RecordState
from heliu.catalog.choices import Tier
from heliu.catalog.models import RECORD_MODELS
from heliu.dealflow.choices import State as IntroductionState
from heliu.dealflow.models import Introduction
from heliu.kit.language import localised
from heliu.kit.permissions import allowed
from heliu.matchdays.choices import MeetingState, RulingKind, RunState, Side
from heliu.matchdays.models import (
    Avoidance,
    Candidate,
    CandidateRun,
    Entry,
    MatchDay,
    Meeting,
    Registration,
    Ruling,
    Wish,
)

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry as far as somebody may know it."""

    entry: Entry
    title: str
    """Empty where the person may not know the record."""
    address: str
    """Of the record's page; empty where it is not open to the person."""
    summary: str
    """Of a record that is not readable in full, what its owner wrote for everybody."""

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def organisation(self) -> Organisation:
        return self.entry.organisation


def seen_entry(user: Any, entry: Entry, *, involved: bool) -> Seen:
    """``involved``: the person organises the day, or acts for somebody who might meet or meets the entry.

    To register a record is to show its title to these. Everything else stays with the record's tier.
    """
    record: Any = entry.record
    known = allowed(user, "catalog.view_record", record)
    readable = known and allowed(user, "catalog.view_content", record)
    shown = entry.title_shown or record.tier != Tier.CONFIDENTIAL
    if not (known or (involved and shown)):
        return Seen(entry, "", "", "")
    summary = "" if readable else localised(record, "summary")
    return Seen(entry, record.title, record.get_absolute_url() if known else "", summary)


def get_entry(registration: Registration, pk: int) -> Entry:
    """A standing entry of a registration that the person may see."""
    found = Entry.objects.standing().with_records().filter(registration=registration, pk=pk).first()
    if found is None:
        raise Http404
    return found


def entries_of(registration: Registration) -> list[Entry]:
    """Its standing entries, demands first."""
    return list(Entry.objects.standing().with_records().filter(registration=registration))


def entries_in(day: MatchDay) -> QuerySet[Entry]:
    """All standing entries of a day, for the organisers."""
    return Entry.objects.standing().with_records().filter(registration__day=day)


def records_to_enter(user: Any, registration: Registration) -> list[Any]:
    """Published records of the organisation that are not entered yet, and that the person may see."""
    entered = {(entry.kind, entry.record_id) for entry in entries_of(registration)}
    found: list[Any] = []
    for kind, model in RECORD_MODELS.items():
        own = model.objects.visible_to(user).filter(organisation=registration.organisation, state=RecordState.PUBLISHED)
        found += [record for record in own.select_related("organisation") if (kind, record.pk) not in entered]
    return found


# -- who might meet -------------------------------------------------------------------------------


def last_run(day: MatchDay) -> CandidateRun | None:
    """The latest run that came to an end."""
    return day.runs.filter(state=RunState.DONE).order_by("-number").first()


def candidates_of(run: CandidateRun) -> QuerySet[Candidate]:
    """The possible meetings of a run of at least the day's level whose two entries still take part."""
    there = Entry.objects.taking_part().filter(registration__day=run.day).values("pk")
    return run.candidates.filter(demand__in=there, supply__in=there, level__gte=run.day.lowest_level)


def exclusions_in(day: MatchDay) -> dict[Key, str]:
    """Pairs of entries that must not meet, and why; where there are several reasons, the organisers' own comes last."""
    found: dict[Key, str] = {}
    found |= dict.fromkeys(_avoided(day), "avoided")
    wishes = Wish.objects.filter(entry__registration__day=day, excluded=True)
    for entry, partner, side in wishes.values_list("entry", "partner", "entry__side"):
        found[(entry, partner) if side == Side.DEMAND else (partner, entry)] = "unwanted"
    found |= dict.fromkeys(introduced_pairs(day), "introduced")
    declined = Meeting.objects.filter(day=day, state=MeetingState.DECLINED)
    found |= dict.fromkeys(declined.values_list("demand_id", "supply_id"), "declined")
    forbidden = Ruling.objects.filter(day=day, kind=RulingKind.FORBIDDEN)
    return found | dict.fromkeys(forbidden.values_list("demand_id", "supply_id"), "forbidden")


def _avoided(day: MatchDay) -> set[Key]:
    """Pairs of which one organisation does not want to meet the other one."""
    pairs = Avoidance.objects.filter(registration__day=day, registration__withdrawn_at=None)
    apart = {frozenset(pair) for pair in pairs.values_list("registration__organisation", "organisation")}
    if not apart:
        return set()
    involved = {organisation for pair in apart for organisation in pair}
    entries = Entry.objects.standing().filter(
        registration__day=day, registration__organisation__in=involved
    ).values_list("pk", "side", "registration__organisation")  # fmt: skip
    demands = [(pk, organisation) for pk, side, organisation in entries if side == Side.DEMAND]
    supplies = [(pk, organisation) for pk, side, organisation in entries if side == Side.SUPPLY]
    return {
        (demand, supply) for demand, one in demands for supply, other in supplies if frozenset((one, other)) in apart
    }


def introduced_pairs(day: MatchDay) -> set[Key]:
    """Pairs of entries whose records are being introduced, or were and it was accepted, other than by the day."""
    entries = Entry.objects.standing().filter(registration__day=day)
    demands = dict(entries.filter(side=Side.DEMAND).values_list("demand", "pk"))
    achievements = dict(entries.filter(achievement__isnull=False).values_list("achievement", "pk"))
    experts = dict(entries.filter(expert__isnull=False).values_list("expert", "pk"))
    standing = Introduction.objects.filter(
        demand__in=demands, state__in=[IntroductionState.SENT, IntroductionState.ACCEPTED]
    ).exclude(pk__in=day.meetings.exclude(introduction=None).values("introduction"))
    found = set()
    for demand, achievement, expert in standing.values_list("demand", "achievement", "expert"):
        supply = achievements.get(achievement) or experts.get(expert)
        if supply is not None:
            found.add((demands[demand], supply))
    return found


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody whom an entry might meet, and what its side has said of that."""

    seen: Seen
    level: int
    wish: Wish | None


def suggestions_for(user: Any, entry: Entry) -> list[Suggestion]:
    """Whom an entry might meet, best first for its own side.

    Left out are those whom it knows already and whom its own organisation does not want to meet. What the other side
    or an organiser says against a pair changes nothing here: that a suggestion went would tell it.
    """
    registration = entry.registration
    run = last_run(registration.day)
    if run is None:
        return []
    own, other = (Side.DEMAND, Side.SUPPLY) if entry.side == Side.DEMAND else (Side.SUPPLY, Side.DEMAND)
    order = "-expected" if own == Side.DEMAND else "-expected_back"
    rows = list(candidates_of(run).filter(**{own.value: entry}).order_by(order, other.value))
    wishes = {wish.partner_id: wish for wish in entry.wishes.all()}
    known, avoided = (
        introduced_pairs(registration.day),
        set(registration.avoidances.values_list("organisation", flat=True)),
    )
    partners = _by_id(getattr(row, f"{other.value}_id") for row in rows)
    found = []
    for row in rows:
        partner = partners[getattr(row, f"{other.value}_id")]
        if (row.demand_id, row.supply_id) in known or partner.registration.organisation_id in avoided:
            continue
        found.append(Suggestion(seen_entry(user, partner, involved=True), row.level, wishes.get(partner.pk)))
    return found


def count_suggestions(registration: Registration) -> dict[int, int]:
    """Entry → how many it might meet, before what its own side leaves out; empty before the engine has looked."""
    run = last_run(registration.day)
    if run is None:
        return {}
    counts: Counter[int] = Counter()
    own = set(registration.entries.values_list("pk", flat=True))
    rows = candidates_of(run).filter(Q(demand__in=own) | Q(supply__in=own))
    for pair in rows.values_list("demand", "supply"):
        counts.update(own & set(pair))
    return {pk: counts[pk] for pk in own}


def _by_id(ids: Iterable[int]) -> dict[int, Entry]:
    return {entry.pk: entry for entry in Entry.objects.with_records().filter(pk__in=list(ids))}


def entries_by_id(day: MatchDay) -> dict[int, Entry]:
    """All entries of a day, withdrawn ones too: earlier proposals still name them."""
    return {entry.pk: entry for entry in Entry.objects.with_records().filter(registration__day=day)}


def own_entries_with_wishes_due(user: Any) -> QuerySet[Entry]:
    """Entries of the person's organisations for which somebody was suggested and nothing has been said yet."""
    own = Entry.objects.standing().filter(registration__organisation__in=acting_for(user))
    suggested = Candidate.objects.filter(run__state=RunState.DONE)
    named = Q(pk__in=suggested.values("demand")) | Q(pk__in=suggested.values("supply"))
    return own.filter(named).exclude(pk__in=Wish.objects.values("entry"))
