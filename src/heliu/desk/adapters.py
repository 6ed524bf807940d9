"""The way to the engine: what the coach reads in a demand, what it may be a duplicate of, and what could answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from heliu.catalog.models import Demand
from heliu.dealflow.choices import State
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import SUPPLY_MODELS, Pair
from heliu.desk.selectors.cases import portfolio
from heliu.desk.selectors.triage import introductions_by_partner
from heliu.kit.language import current_language
from heliu.kit.permissions import allowed
from heliu.matching.adapters.answers import NEED_KIND, Answer, Conditions, Need, Result, find_matches, record_need
from heliu.matching.adapters.encoders import load_encoder
from heliu.matching.adapters.nearness import MEASURED
from heliu.matching.coaching.adapters.coach import coach
from heliu.matching.coaching.adapters.values import Asked, Coaching
from heliu.matching.coaching.choices import OTHER_FIELDS, TEXT_FIELDS
from heliu.matching.coaching.forms import TEXTS, written_demand
from heliu.matching.errors import NeedError
from heliu.matching.kinds import get_kind
from heliu.matching.selectors import Shown, groups_left_out
from heliu_engine.identity import Likeness, Shingles, likeness, overlap, shingles

SHORTLIST = 5
"""Results of each kind from which a manager chooses."""
NEAREST = 20
"""Demands that retrieval proposes as possible duplicates."""
ENCODED = 8
"""Of these, how many are held against the demand by meaning as well."""
OWN_LATEST = 300
"""Demands of the portfolio that are looked at beside, since those that are not published stand in no index."""
MOST_DUPLICATES = 5
MOST_QUESTIONS = 2
LONGEST_ENCODED = 2000
"""Code points of a text that the encoder reads: it looks at no more than its first 512 tokens."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the coach makes of a demand; ``refused`` says why it makes nothing of it."""

    coaching: Coaching | None
    questions: tuple[Asked, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A demand that may be the same one."""

    record: Demand
    likeness: Likeness
    overlap: float
    """Share of the shorter text that the other one has too, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Option:
    """A result of the shortlist, and whether it can be chosen."""

    result: Result
    choosable: bool
    introduction: Introduction | None = None
    """The one there is already."""

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.result.kind.name}:{self.result.record.pk}"


@dataclass(frozen=True, slots=True)
class Shortlist:
    """What could answer a demand; ``refused`` says why nothing was looked for."""

    answer: Answer | None
    options: tuple[Option, ...] = ()
    refused: str = ""


def read_demand(demand: Demand, user: Any) -> Reading:
    """The elements that the coach finds and misses, and its best questions."""
    names = (*TEXTS, *TEXT_FIELDS, *OTHER_FIELDS)
    data = {name: value for name in names if (value := getattr(demand, name)) not in (None, "", [])}
    try:
        coaching = coach(written_demand(data, demand.pk), user=user)
    except NeedError as error:
        return Reading(None, refused=str(error))
    return Reading(coaching, coaching.questions[:MOST_QUESTIONS])


def shortlist(demand: Demand, user: Any) -> Shortlist:
    """The first results of each kind, without what was declined; what was introduced already is told apart."""
    kind = get_kind(NEED_KIND)
    try:
        need = _need(demand)
    except NeedError as error:
        return Shortlist(None, refused=str(error))
    declined = {
        get_kind(name).group(pk)
        for (name, pk), one in introductions_by_partner(user, demand).items()
        if one.state == State.REFUSED
    }
    without = tuple({kind.group(demand.pk), *groups_left_out(demand, user), *declined})
    conditions = Conditions(kinds=tuple(SUPPLY_MODELS), without=without)
    answer = find_matches(
        need, user=user, conditions=conditions, k=SHORTLIST, per_kind=True, profile=kind.query_profile
    )
    return Shortlist(answer, tuple(options_of(demand, answer.results, user)))


def options_of(demand: Demand, results: Iterable[Result], user: Any) -> list[Option]:
    """The results with what stands in the way of choosing them; an organisation's own are no partners for it."""
    introduced = introductions_by_partner(user, demand)
    found = []
    for result in results:
        record = result.record
        if record.organisation_id == demand.organisation_id:
            continue
        there = introduced.get((result.kind.name, record.pk))
        there = there if there is not None and there.state in (State.SENT, State.ACCEPTED) else None
        may = there is None and result.readable and allowed(user, "dealflow.introduce", Pair(demand, record))
        found.append(Option(result, may, there))
    # The credible ones first, kind by kind as on the page of the record's matches; each kind keeps its order.
    kinds = list(SUPPLY_MODELS)
    return sorted(found, key=lambda option: (not option.result.credible, kinds.index(option.result.kind.name)))


def _need(demand: Demand) -> Need:
    """The demand as a need; whoever works on it reads all of it."""
    return record_need(get_kind(NEED_KIND), Shown(demand, readable=True), current_language())


# -- duplicates -----------------------------------------------------------------------------------


def likely_duplicates(demand: Demand, user: Any) -> list[Duplicate]:
    """Demands that the person may know of and that look like the same one, the likest first.

    Retrieval proposes those that stand in the index; those of the portfolio that do not are looked at one by one. The
    texts then decide, and of what they leave open the encoder, where it is the one that was measured.
    """
    own = _texts(demand, opened=True)
    proposed = _proposed(demand, user)
    overlaps = {record.pk: _overlap(own, _texts(record, opened=opened)) for record, opened in proposed}
    left = [each for each in proposed if not likeness(overlaps[each[0].pk])]
    cosines = _cosines(demand, left[:ENCODED])
    found = [
        Duplicate(record, word, overlaps[record.pk])
        for record, _opened in proposed
        if (word := likeness(overlaps[record.pk], cosines.get(record.pk)))
    ]
    order = ("same", "largely", "meaning")
    return sorted(found, key=lambda each: (order.index(each.likeness), -each.overlap, each.record.pk))[:MOST_DUPLICATES]


def _proposed(demand: Demand, user: Any) -> list[tuple[Demand, bool]]:
    """Demands to look at, those nearest by retrieval first, and whether the person may read more than the title."""
    kind = get_kind(NEED_KIND)
    found: dict[int, tuple[Demand, bool]] = {}
    try:
        conditions = Conditions(kinds=(NEED_KIND,), without=(kind.group(demand.pk),))
        answer = find_matches(_need(demand), user=user, conditions=conditions, k=NEAREST, profile="general")
        found = {result.record.pk: (result.record, result.readable) for result in answer.results}
    except NeedError:
        pass  # A title alone: what is in the portfolio is looked at all the same.
    for record in portfolio(user, NEED_KIND).exclude(pk=demand.pk).order_by("-updated_at", "-pk")[:OWN_LATEST]:
        found.setdefault(record.pk, (record, True))
    return list(found.values())


def _texts(record: Demand, *, opened: bool) -> dict[str, Shingles]:
    """The text in each language, of one that is open to the person in part no more than that part."""
    return {lang: shingles(text) for lang in ("zh", "en") if (text := _text(record, lang, opened=opened))}


def _text(record: Demand, lang: str, *, opened: bool) -> str:
    second = "description" if opened else "summary"
    parts = (getattr(record, f"{name}_{lang}").strip() for name in ("title", second))
    return "\n".join(filter(None, parts))


def _overlap(one: dict[str, Shingles], other: dict[str, Shingles]) -> float:
    return max((overlap(one[lang], other[lang]) for lang in one.keys() & other.keys()), default=0.0)


def _cosines(demand: Demand, others: list[tuple[Demand, bool]]) -> dict[int, float]:
    """Id → cosine with the demand, in a language both are written in; empty without the encoder that was measured."""
    encoder = load_encoder().encoder if settings.HELIU_ENCODER == MEASURED else None
    if encoder is None:
        return {}
    pairs: list[tuple[int, str, str]] = []
    for record, opened in others:
        for lang in ("zh", "en"):
            mine, theirs = _text(demand, lang, opened=True), _text(record, lang, opened=opened)
            if mine and theirs:
                pairs.append((record.pk, mine[:LONGEST_ENCODED], theirs[:LONGEST_ENCODED]))
                break
    texts = list(dict.fromkeys(text for _pk, mine, theirs in pairs for text in (mine, theirs)))
    if not texts:
        return {}
    vectors = dict(zip(texts, encoder.encode(texts, role="passage"), strict=True))
    return {pk: float(vectors[mine] @ vectors[theirs]) for pk, mine, theirs in pairs}
