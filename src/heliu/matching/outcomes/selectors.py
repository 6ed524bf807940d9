"""Reading the log."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from heliu.kit.permissions import require
from heliu.matching.kinds import get_kind, kind_names
from heliu.matching.outcomes.models import Outcome, ShownAnswer, ShownResult
from heliu.matching.selectors import Shown, get_shown

CHUNK = 2000
OutcomeName = Literal["shown", "opened", "dismissed", "introduced", "contracted"]
# What says most of a result comes first: a contract outweighs everything before it, the dismissal by which an
# introduction was declined that introduction, and this the opening. Who introduces takes an earlier dismissal back.
_WEIGHTIEST: tuple[OutcomeName, ...] = ("contracted", "dismissed", "introduced", "opened")


def find_result(mark: str) -> ShownResult | None:
    """The shown result a mark stands for; None where it stands for none, or the log has let it go."""
    identity, _separator, position = mark.partition("-")
    if not position.isdecimal() or len(position) > 4:
        return None
    try:
        answer = uuid.UUID(hex=identity)
    except ValueError:
        return None
    return ShownResult.objects.filter(answer=answer, position=int(position)).first()


def has_outcome(what: str) -> Exists:
    """Whether something became of a result of an answer."""
    return Exists(Outcome.objects.filter(result__answer=OuterRef("pk"), what=what))


def shown_answers(user: Any) -> QuerySet[ShownAnswer]:
    """The whole log, for those who may look at it."""
    require(user, "matching.view_drift")
    return ShownAnswer.objects.all()


def profiles_shown(user: Any) -> list[str]:
    """Profiles that the log has answers of, the most first."""
    counts = shown_answers(user).order_by().values_list("profile").annotate(count=Count("pk"))
    return [profile for profile, _ in sorted(counts, key=lambda row: (-row[1], row[0]))]


def with_results(answers: QuerySet[ShownAnswer]) -> QuerySet[ShownAnswer]:
    """Answers with their results and what became of them, in two further queries."""
    results = ShownResult.objects.order_by("position").prefetch_related("outcomes")
    return answers.prefetch_related(Prefetch("results", results))


def records_of(answers: Iterable[ShownAnswer], user: Any) -> Mapping[tuple[str, int], Shown]:
    """The records that the answers were about and showed, as far as the person may know of them; a query a kind."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for answer in answers:
        if answer.asked_id is not None:
            wanted[answer.asked_kind].add(answer.asked_id)
        for result in answer.results.all():
            wanted[result.kind].add(result.object_id)
    return {
        (kind, pk): shown
        for kind, ids in wanted.items()
        if kind in kind_names()
        for pk, shown in get_shown(get_kind(kind), ids, user).items()
    }


@dataclass(frozen=True, slots=True)
class LogRow:
    """One shown result as learning takes it."""

    answer: str
    candidate: str
    position: int
    propensity: float
    parts: Mapping[str, float]
    need: str
    outcome: OutcomeName
    reason: str


def log_rows(profile: str, encoder: str, since: datetime | None, *, telling: bool = False) -> Iterator[LogRow]:
    """Every result that was shown under a profile and encoder; with ``telling``, those of answers with an outcome."""
    answers = ShownAnswer.objects.filter(profile=profile, encoder=encoder)
    if since is not None:
        answers = answers.filter(at__gte=since)
    if telling:
        answers = answers.filter(Exists(Outcome.objects.filter(result__answer=OuterRef("pk"))))
    outcomes: defaultdict[int, dict[str, str]] = defaultdict(dict)
    told = Outcome.objects.filter(result__answer__in=answers).values_list("result_id", "what", "reason")
    for pk, name, reason in told:
        outcomes[pk][name] = reason
    rows = ShownResult.objects.filter(answer__in=answers).order_by("pk")
    for row in rows.values_list(
        "pk", "answer_id", "kind", "object_id", "position", "propensity", "parts", "answer__need"
    ).iterator(chunk_size=CHUNK):
        pk, answer, kind, object_id, position, propensity, parts, need = row
        happened = outcomes.get(pk, {})
        what: OutcomeName = next((what for what in _WEIGHTIEST if what in happened), "shown")
        yield LogRow(
            str(answer), f"{kind}:{object_id}", position, propensity, parts, need, what, happened.get(what, "")
        )
