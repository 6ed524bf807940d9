"""Notes and hours of their author, with as much of the cases as the author may still know."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import Http404

from heliu.accounts.models import User
from heliu.activity.models import Event
from heliu.activity.verbs import verb_label
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import visible_introductions
from heliu.deals.models import Deal
from heliu.desk.choices import CaseKind
from heliu.desk.models import CaseNote, Dispatch, TimeEntry, Triage
from heliu.desk.selectors.cases import KINDS, portfolio
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day


def notes_of(user: Any, kind: str = "", pk: int | None = None) -> QuerySet[CaseNote]:
    """The person's own notes, of one case where one is named."""
    found = CaseNote.objects.of(user).select_related("organisation")
    return found.filter(kind=kind, record_id=pk) if kind else found


def hours_of(user: Any, kind: str = "", pk: int | None = None) -> QuerySet[TimeEntry]:
    """The person's own time entries, of one case where one is named."""
    found = TimeEntry.objects.of(user).select_related("organisation")
    return found.filter(kind=kind, record_id=pk) if kind else found


def get_own_note(user: Any, pk: int) -> CaseNote:
    """One of the person's own notes, or "not found"."""
    found = notes_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_own_hours(user: Any, pk: int) -> TimeEntry:
    """One of the person's own time entries, or "not found"."""
    found = hours_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def known_cases(user: Any, entries: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """The cases of entries that the person still works on, by kind and id; one query a kind."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry.kind].add(entry.record_id)
    found: dict[tuple[str, int], Any] = {}
    for kind, ids in wanted.items():
        records = visible_introductions(user) if kind == CaseKind.INTRODUCTION else portfolio(user, kind)
        found |= {(kind, record.pk): record for record in records.filter(pk__in=ids)}
    return found


def minutes_on(user: Any, day: date, without: int | None = None) -> int:
    """Minutes that the person has entered for a day."""
    found = TimeEntry.objects.of(user).filter(day=day).exclude(pk=without)
    return found.aggregate(total=Sum("minutes"))["total"] or 0


@dataclass(frozen=True, slots=True)
class Sums:
    """Minutes of a set of entries, taken together in three ways."""

    total: int
    by_organisation: list[tuple[Any, int]]
    by_month: list[tuple[date, int]]
    by_case: list[tuple[tuple[str, int], int]]


def sums_of(entries: QuerySet[TimeEntry]) -> Sums:
    """Sums per organisation, month and case, the largest first; months the latest first."""
    plain = entries.select_related(None).order_by()
    organisations = plain.values_list("organisation", "organisation__name_zh", "organisation__name_en")
    months = plain.annotate(month=TruncMonth("day")).values_list("month")
    return Sums(
        plain.aggregate(total=Sum("minutes"))["total"] or 0,
        [
            ((pk, zh, en), total)
            for pk, zh, en, total in organisations.annotate(total=Sum("minutes")).order_by("-total")
        ],
        list(months.annotate(total=Sum("minutes")).order_by("-month")),
        [
            ((kind, pk), total)
            for kind, pk, total in plain.values_list("kind", "record_id")
            .annotate(total=Sum("minutes"))
            .order_by("-total")
        ],
    )


# -- contribution ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the manager did for a case."""

    at: datetime
    what: str
    with_whom: str = ""
    """Empty where nobody else is concerned, or the manager may not know them any more."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The contribution to one case, for settlements."""

    kind: str
    record_id: int
    record: Any
    """None where the manager may not know of it any more."""
    organisation: Any
    deeds: list[Deed]
    hours: list[TimeEntry]
    minutes: int
    introductions: list[Introduction] = field(default_factory=list)
    """Those the manager asked for and may still know of."""

    @property
    def since(self) -> date | None:
        """The first day on which something was done."""
        days = [*(local_day(deed.at) for deed in self.deeds), *(entry.day for entry in self.hours)]
        return min(days, default=None)

    @property
    def until(self) -> date | None:
        """The last day on which something was done."""
        days = [*(local_day(deed.at) for deed in self.deeds), *(entry.day for entry in self.hours)]
        return max(days, default=None)


def statement_of(user: Any, kind: str, pk: int) -> Statement:
    """What the person did for a case, by the timeline and their own hours; "not found" where it was never theirs.

    Once the mandate has ended it says what and when, and nothing of the record or the other side.
    """
    if kind == CaseKind.INTRODUCTION:
        record: Any = visible_introductions(user).filter(pk=pk).first()
        involved = [pk]
    elif kind in KINDS:
        record = portfolio(user, kind).filter(pk=pk).first()
        involved = list(Introduction.objects.filter(**{kind: pk}).order_by("pk").values_list("pk", flat=True))
    else:
        raise Http404
    introductions = {one.pk: one for one in visible_introductions(user).filter(pk__in=involved)}
    deeds = _deeds(user, kind, pk, involved, introductions)
    hours = list(hours_of(user, kind, pk).order_by("day", "pk"))
    if kind != CaseKind.INTRODUCTION:
        hours += list(
            TimeEntry.objects.of(user)
            .filter(kind=CaseKind.INTRODUCTION, record_id__in=involved)
            .select_related("organisation")
        )
        hours.sort(key=lambda entry: (entry.day, entry.pk))
    if record is None and not deeds and not hours:
        raise Http404
    organisation = getattr(record, "organisation", None) or next((entry.organisation for entry in hours), None)
    return Statement(
        kind, pk, record, organisation, deeds, hours, sum(entry.minutes for entry in hours),
        [one for one in introductions.values() if one.asked_by_id == user.pk],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DealContribution:
    """What a manager did for a deal. Hours stand at the cases: the introduction, and what the deal is about."""

    statement: Statement
    cases: list[tuple[CaseKind, int, int]]
    """Kind and id of each case of the deal that the manager works on, with the minutes that they entered for it."""

    @property
    def minutes(self) -> int:
        return sum(minutes for _kind, _pk, minutes in self.cases)


def contribution_to(user: Any, deal: Deal) -> DealContribution | None:
    """The person's own deeds and hours for a deal that they know of; None for who works on it with no mandate."""
    if not allowed(user, "desk.work_case", deal.introduction):
        return None
    cases = [(CaseKind.INTRODUCTION, deal.introduction_id)]
    records = [one for one in (deal.demand, deal.supply) if one.kind in KINDS]
    cases += [(CaseKind(one.kind), one.pk) for one in records if allowed(user, "desk.work_case", one)]
    of_cases = reduce(operator.or_, (Q(kind=kind, record_id=pk) for kind, pk in cases))
    sums = TimeEntry.objects.of(user).filter(of_cases).order_by().values_list("kind", "record_id")
    entered = {(kind, pk): total for kind, pk, total in sums.annotate(total=Sum("minutes"))}
    statement = statement_of(user, CaseKind.INTRODUCTION, deal.introduction_id)
    return DealContribution(statement, [(kind, pk, entered.get((kind, pk), 0)) for kind, pk in cases])


def _deeds(
    user: Any, kind: str, pk: int, involved: list[int], introductions: dict[int, Introduction]
) -> list[Deed]:  # fmt: skip
    """What the timelines of the case, of its introductions and of what became of these say that the person did."""
    introduced, dealt = (ContentType.objects.get_for_model(model).pk for model in (Introduction, Deal))
    deals = dict(Deal.objects.filter(introduction__in=involved).values_list("pk", "introduction"))
    rule = Q(content_type=introduced, object_id__in=involved) | Q(content_type=dealt, object_id__in=list(deals))
    if kind in KINDS:
        rule |= Q(content_type__app_label="catalog", content_type__model=kind, object_id=pk)
    deeds = []
    for event in Event.objects.filter(rule, actor=user).order_by("at", "pk"):
        of = {introduced: event.object_id, dealt: deals.get(event.object_id)}.get(event.content_type_id)
        other = introductions.get(of) if of is not None else None
        names = f"{other.from_organisation.name} → {other.to_organisation.name}" if other else ""
        deeds.append(Deed(event.at, verb_label(event.verb), names))
    return deeds


def personal_desk(user: User) -> dict[str, Any]:
    """What the desk holds of a person, for the copy of their data."""
    case = ("kind", "record_id", "organisation__name_zh")
    return {
        "desk_notes": list(CaseNote.objects.of(user).values(*case, "text", "created_at")),
        "desk_hours": list(TimeEntry.objects.of(user).values(*case, "day", "minutes", "activity", "note")),
        "desk_triages": list(Triage.objects.filter(manager=user).values("demand_id", "outcome", "note", "at")),
        "desk_sendings": [
            {"demand": one.demand_id, "at": one.at, "messages": list(one.recipients.values("message", "result"))}
            for one in Dispatch.objects.filter(manager=user)
        ],
    }
