"""One run: what arrived in the index is held against every open interest, and each receiver is told once.

Levels are found outside of any transaction, since that takes a while; what is told is then written interest by
interest. A run that is cut off leaves its arrivals, and the next one goes through them again: what was told stands in
an alert and is not told anew. Two runs at the same time do the same work twice and tell it once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Demand
from heliu.interest.alerts.actions.writing import remember_known, tell
from heliu.interest.alerts.adapters import Ask, Fit, demands_near, levels_of, ready, supplies_for
from heliu.interest.alerts.models import AlertSetting, Arrival
from heliu.interest.alerts.selectors import ABOVE_ALL, levels_set
from heliu.interest.alerts.subjects import Subject
from heliu.interest.searches.choices import NEED, Level
from heliu.interest.searches.models import SavedSearch
from heliu.interest.searches.selectors import conditions_of, list_filterset
from heliu.matching.adapters.answers import NEED_KIND, record_need, typed_need
from heliu.matching.errors import NeedError
from heliu.matching.kinds import get_kind, kind_names
from heliu.matching.selectors import Shown, get_search_state

MOST = 20_000
"""Arrivals in one run."""
PATIENCE = timedelta(minutes=10)
"""Arrivals wait so long for the index to take what comes with them: what is imported together is told together."""
CHUNK = 500
LANGUAGE = "zh"
"""The language in which a demand asks that is written in both."""


@dataclass
class Run:
    """What one run has found so far."""

    records: dict[str, dict[int, Any]]
    """Kind → id → record that arrived and can be found."""
    version: str
    found: dict[Subject, list[Fit]] = field(default_factory=lambda: defaultdict(list))
    known: list[tuple[Any, list[Fit]]] = field(default_factory=list)

    def groups(self, *kinds: str) -> frozenset[str]:
        return frozenset(get_kind(name).group(pk) for name in kinds for pk in self.records.get(name, {}))


def run_alerts() -> int:
    """Tell everybody whom it concerns what arrived; gives how many alerts were written."""
    arrivals = list(Arrival.objects.order_by("pk")[:MOST])
    if not arrivals or _more_comes(arrivals[0]):
        return 0
    records = _findable(arrivals)
    compared = ready(get_kind(name).group(pk) for name, own in records.items() for pk in own)
    if compared.problem:
        return 0
    # What has no vector yet waits for the next run; what cannot be found any more is of no interest.
    waiting = {
        (name, pk) for name, own in records.items() for pk in own if get_kind(name).group(pk) not in compared.groups
    }
    for name, pk in waiting:
        del records[name][pk]
    run = Run(records, compared.version)
    for look in (_supplies_to_demands, _demands_to_supplies, _to_needs, _to_lists):
        look(run)
    written = _write(run)
    done = [arrival.pk for arrival in arrivals if (arrival.kind, arrival.object_id) not in waiting]
    for first in range(0, len(done), CHUNK):
        Arrival.objects.filter(pk__in=done[first : first + CHUNK]).delete()
    return written


def _more_comes(oldest: Arrival) -> bool:
    """Whether the index is about to take more, after which its writer asks for another run."""
    search = get_search_state()
    return bool(search.waiting and search.alive and timezone.now() - oldest.at < PATIENCE)


def _findable(arrivals: Iterable[Arrival]) -> dict[str, dict[int, Any]]:
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for arrival in arrivals:
        if arrival.kind in kind_names():
            ids[arrival.kind].add(arrival.object_id)
    return {
        name: {record.pk: record for part in _chunks(own) for record in get_kind(name).findable().filter(pk__in=part)}
        for name, own in ids.items()
    }


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for first in range(0, len(ordered), CHUNK):
        yield ordered[first : first + CHUNK]


def _supply_kinds() -> tuple[str, ...]:
    """Kinds that answer a demand and belong to somebody whom a demand concerns: achievements and experts."""
    return tuple(name for name in get_kind(NEED_KIND).answered_by if NEED_KIND in get_kind(name).answered_by)


# -- new achievements and experts for demands ---------------------------------------------------------


def _supplies_to_demands(run: Run) -> None:
    """Each open demand asks, in the full text that its own people read, what of the arrivals is near to it."""
    groups = run.groups(*_supply_kinds())
    if not groups:
        return
    wanted: defaultdict[int, set[str]] = defaultdict(set)
    for group, demands in demands_near(sorted(groups)).items():
        for pk in demands:
            wanted[pk].add(group)
    # Confidential demands stand in no index, and what fits weakly is near to very many: these are held against all.
    weak = AlertSetting.objects.filter(kind=NEED_KIND, level=Level.WEAK).values("object_id")
    for pk in _open_demands().filter(Q(tier=Tier.CONFIDENTIAL) | Q(pk__in=weak)).values_list("pk", flat=True):
        wanted[pk] |= groups
    for part in _chunks(wanted):
        open_ones = {demand.pk: demand for demand in _open_demands().filter(pk__in=part)}
        levels = levels_set(NEED_KIND, open_ones)
        asks = {}
        for pk, demand in open_ones.items():
            need = _need_of(demand, readable=True)
            if need is not None and levels[pk]:
                asks[pk] = Ask(need, frozenset(wanted[pk]))
        for pk, fits in levels_of(asks).items():
            strong = [fit for fit in fits if fit.level is not None and fit.level >= levels[pk]]
            if strong:
                run.found[Subject(own_kind=NEED_KIND, own_id=pk)] += strong


def _open_demands() -> QuerySet[Demand]:
    open_ones = Demand.objects.filter(state=State.PUBLISHED, organisation__is_active=True)
    return open_ones.select_related("organisation")


def _need_of(demand: Any, *, readable: bool) -> Any:
    try:
        return record_need(get_kind(NEED_KIND), Shown(demand, readable=readable), LANGUAGE)
    except NeedError:
        return None


# -- new demands for achievements and experts ---------------------------------------------------------


def _demands_to_supplies(run: Run) -> None:
    """Each new demand asks, in what everybody may read of it; who could answer is told, and the demand's people know
    it from its page."""
    demands = run.records.get(NEED_KIND, {})
    own_levels = levels_set(NEED_KIND, demands)
    for pk, demand in demands.items():
        need = _need_of(demand, readable=get_kind(NEED_KIND).opened(demand))
        fits = supplies_for(need) if need is not None else ()
        known = [fit for fit in fits if fit.level is not None and fit.level >= (own_levels[pk] or ABOVE_ALL)]
        # What arrives together with the demand is new to it.
        run.known.append((demand, [fit for fit in known if fit.pk not in run.records.get(fit.kind, {})]))
        for kind in {fit.kind for fit in fits}:
            answering = {fit.pk: fit for fit in fits if fit.kind == kind}
            levels = levels_set(kind, answering)
            for other, fit in answering.items():
                if fit.level is not None and levels[other] and fit.level >= levels[other]:
                    run.found[Subject(own_kind=kind, own_id=other)].append(Fit(NEED_KIND, pk, fit.level))


# -- everything for saved searches --------------------------------------------------------------------


def _to_needs(run: Run) -> None:
    asks: dict[int, Ask] = {}
    levels: dict[int, int] = {}
    for search in _searches().filter(place=NEED).iterator(chunk_size=CHUNK):
        conditions = conditions_of(search)
        groups = run.groups(*conditions.kinds)
        try:
            need = typed_need(search.text)
        except NeedError:
            continue
        if groups:
            asks[search.pk] = Ask(need, groups, conditions, search.owner)
            levels[search.pk] = search.level
    for pk, fits in levels_of(asks).items():
        strong = [fit for fit in fits if fit.level is not None and fit.level >= levels[pk]]
        if strong:
            run.found[Subject(search_id=pk)] += strong


def _to_lists(run: Run) -> None:
    """A list has no levels: of it is told what was published after it was saved."""
    for search in _searches().filter(place__in=list(run.records)).iterator(chunk_size=CHUNK):
        new = [pk for pk, record in run.records[search.place].items() if _since(record) > search.created_at]
        for part in _chunks(new):
            results = list_filterset(search.owner, search.place, search.query, part).qs
            fits = [Fit(search.place, pk, None) for pk in results.values_list("pk", flat=True)]
            if fits:
                run.found[Subject(search_id=search.pk)] += fits


def _since(record: Any) -> Any:
    """Since when it is public: records are published, organisations entered."""
    return getattr(record, "published_at", None) or record.created_at


def _searches() -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(owner__is_active=True).select_related("owner").order_by("pk")


# -- writing ------------------------------------------------------------------------------------------


def _write(run: Run) -> int:
    for demand, fits in run.known:
        remember_known(own=demand, fits=fits)
    return sum(tell(subject=subject, fits=fits, index_version=run.version) for subject, fits in run.found.items())
