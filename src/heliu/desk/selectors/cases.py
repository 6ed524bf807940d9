"""The records of a manager's portfolio by what they need next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404
from django.utils import timezone

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import mandates_of
from heliu.catalog.choices import State as RecordState
from heliu.catalog.choices import Tier
from heliu.catalog.selectors import record_model
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import visible_introductions
from heliu.desk.choices import CaseKind, Stage, TriageOutcome
from heliu.desk.models import AskBack, Triage
from heliu.kit.permissions import allowed

KINDS = (CaseKind.DEMAND.value, CaseKind.ACHIEVEMENT.value)
"""Records that stand on the board; their introductions are cases of their own, reached from them."""
STALE_DAYS = 14
"""Days without a step after which a case counts as stalled."""
_ORDER = {stage: place for place, stage in enumerate(Stage.values)}


def mandating_organisations(user: Any) -> QuerySet[Organisation]:
    """The organisations the manager works for."""
    return Organisation.objects.filter(pk__in=list(mandates_of(user))).order_by("name_zh", "pk")


def portfolio(user: Any, kind: str) -> QuerySet[Any]:
    """The records of a kind that the mandates open to the manager, whatever else the person is besides."""
    mandates = mandates_of(user)
    opened = [pk for pk, confidential in mandates.items() if confidential]
    rule = Q(organisation__in=list(mandates)) & ~Q(tier=Tier.CONFIDENTIAL) | Q(organisation__in=opened)
    return record_model(kind).objects.filter(rule).select_related("organisation")


def get_case(user: Any, kind: str, pk: int) -> Any:
    """A demand, an achievement or an introduction that the manager works on, or "not found"."""
    if kind == CaseKind.INTRODUCTION:
        record: Any = visible_introductions(user).filter(pk=pk).first()
    elif kind in KINDS:
        record = portfolio(user, kind).filter(pk=pk).first()
    else:
        record = None
    if record is None or not allowed(user, "desk.work_case", record):
        raise Http404
    return record


def staged(records: QuerySet[Any]) -> QuerySet[Any]:
    """Each record with ``stage``, ``rank`` (the order of the stages) and ``moved_at``, when something happened last."""
    kind = records.model.kind
    introductions = Introduction.objects.filter(**{kind: OuterRef("pk")})
    answered = introductions.filter(state__in=[State.ACCEPTED, State.REFUSED, State.LAPSED])
    rules = [
        When(state__in=[RecordState.CLOSED, RecordState.EXPIRED], then=Value(Stage.DONE)),
        When(Exists(introductions.filter(state=State.SENT)), then=Value(Stage.WAITING)),
        When(Exists(answered), then=Value(Stage.ANSWERED)),
        # What was begun with a merged record goes on; nothing new is.
        When(state=RecordState.MERGED, then=Value(Stage.DONE)),
        When(~Q(state=RecordState.PUBLISHED), then=Value(Stage.PRECISE)),
    ]
    default = Stage.INTRODUCE
    moments = [
        _latest(introductions, demand_or=kind, column="sent_at"),
        _latest(introductions, demand_or=kind, column="replied_at"),
    ]
    if kind == CaseKind.DEMAND:
        triages = Triage.objects.filter(demand=OuterRef("pk"))
        questions = AskBack.objects.filter(demand=OuterRef("pk"))
        records = records.annotate(decided=Subquery(triages.order_by("-at", "-pk").values("outcome")[:1]))
        over = [TriageOutcome.DUPLICATE, TriageOutcome.NOT_FOR_US]
        rules[1:1] = [When(decided__in=over, then=Value(Stage.DONE))]
        rules[3:3] = [
            When(Q(state=RecordState.MERGED) & ~Exists(answered), then=Value(Stage.DONE)),
            When(
                Q(decided=TriageOutcome.ASK_BACK) & Exists(questions.filter(answered_at=None)),
                then=Value(Stage.PRECISE),
            ),
            # An answer, or nobody who looked yet: look at it (again).
            When(Q(decided=TriageOutcome.ASK_BACK), then=Value(Stage.NEW)),
        ]
        rules[-1] = When(~Q(state=RecordState.PUBLISHED) & Q(decided__isnull=False), then=Value(Stage.PRECISE))
        rules.append(When(decided=TriageOutcome.INTRODUCE, then=Value(Stage.INTRODUCE)))
        default = Stage.NEW
        moments += [
            _latest(triages, demand_or="demand", column="at"),
            _latest(questions, demand_or="demand", column="asked_at"),
            _latest(questions, demand_or="demand", column="answered_at"),
        ]
    stage = Case(*rules, default=Value(default), output_field=CharField())
    records = records.annotate(
        stage=stage, moved_at=Greatest("updated_at", *(Coalesce(each, F("updated_at")) for each in moments))
    )
    rank = Case(
        *(When(stage=name, then=Value(place)) for name, place in _ORDER.items()), output_field=IntegerField()
    )  # fmt: skip
    return records.annotate(rank=rank)


def _latest(rows: QuerySet[Any], *, demand_or: str, column: str) -> Subquery:
    found = rows.order_by().values(demand_or).annotate(latest=Max(column)).values("latest")
    return Subquery(found[:1], output_field=DateTimeField())


def with_stalled(records: QuerySet[Any], days: int = STALE_DAYS, now: datetime | None = None) -> QuerySet[Any]:
    """Each with ``stalled``: 1 where nothing happened for so many days though something is left to do."""
    limit = (now or timezone.now()) - timedelta(days=days)
    stalled = Case(
        When(~Q(stage=Stage.DONE) & Q(moved_at__lt=limit), then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return records.annotate(stalled=stalled)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board."""

    record: Any
    stage: Stage
    moved_at: datetime
    stalled: bool

    @property
    def pk(self) -> int:
        return int(self.record.pk)

    @property
    def idle_days(self) -> int:
        """Whole days since the last step."""
        return (timezone.now() - self.moved_at).days


def united(querysets: Sequence[QuerySet[Any]], order: Sequence[str]) -> QuerySet[Any, dict[str, Any]]:
    """Lines of several kinds as one list; every queryset comes from ``with_stalled``."""
    parts = [
        each.order_by()
        .select_related(None)
        .annotate(row_kind=Value(each.model.kind, output_field=CharField()))
        .values("row_kind", "pk", "stage", "rank", "moved_at", "stalled")
        for each in querysets
    ]
    first, *others = parts
    return (first.union(*others, all=True) if others else first).order_by(*order, "row_kind", "-pk")


def fetch_rows(user: Any, lines: Sequence[dict[str, Any]]) -> list[Row]:
    """The lines with their records, one query a kind."""
    records: dict[tuple[str, int], Any] = {}
    for kind in {line["row_kind"] for line in lines}:
        wanted = [line["pk"] for line in lines if line["row_kind"] == kind]
        records |= {(kind, record.pk): record for record in portfolio(user, kind).filter(pk__in=wanted)}
    return [
        Row(records[key], Stage(line["stage"]), line["moved_at"], bool(line["stalled"]))
        for line in lines
        if (key := (line["row_kind"], line["pk"])) in records
    ]


def stage_counts(user: Any) -> dict[str, int]:
    """Stage → how many records of the portfolio stand there, with ``stalled`` beside them."""
    counts: Counter[str] = Counter()
    for kind in KINDS:
        for stage, stalled in with_stalled(staged(portfolio(user, kind))).order_by().values_list("stage", "stalled"):
            counts[stage] += 1
            counts["stalled"] += stalled
    return {name: counts[name] for name in (*Stage.values, "stalled")}


def demands_to_triage(user: Any) -> QuerySet[Any]:
    """New demands and those whose questions were answered, waiting longest first."""
    return staged(portfolio(user, "demand")).filter(stage=Stage.NEW).order_by("moved_at", "pk")


def stage_of(user: Any, record: Any) -> Row | None:
    """How one record of the portfolio stands."""
    found = with_stalled(staged(portfolio(user, record.kind))).filter(pk=record.pk).first()
    return Row(found, Stage(found.stage), found.moved_at, bool(found.stalled)) if found else None
