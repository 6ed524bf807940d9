"""The worker's search before a round. Nothing that it finds is known to anybody before the round begins."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from heliu.catalog.choices import Tier
from heliu.catalog.models import Record
from heliu.dealflow.blind.adapters import Credible, find_credible
from heliu.dealflow.blind.choosing import Candidate, End, choose, sits_out
from heliu.dealflow.blind.models import BlindMatch, BlindRound, BlindSide
from heliu.dealflow.blind.rounds import last_answer_day, round_to_find
from heliu.dealflow.blind.selectors import past_of, settled_pairs, taking_part
from heliu.dealflow.choices import Side
from heliu.dealflow.pairs import SUPPLY_MODELS
from heliu.kit.workdays import local_day

logger = logging.getLogger(__name__)


def find_blind_matches(*, day: date | None = None) -> int:
    """Find what is told in the round that is near, once; how many matches that will be.

    The search itself is slow and runs outside every transaction; of two workers one writes what it found.
    """
    opens_on = round_to_find(day or local_day())
    if opens_on is None or BlindRound.objects.filter(opens_on=opens_on).exists():
        return 0
    found = _search(opens_on)
    if found is None:
        logger.info("Blind matches for %s cannot be found today: no index, or no encoder that may read them.", opens_on)
        return 0
    credible, index_version = found
    with transaction.atomic():
        _round, created = BlindRound.objects.get_or_create(opens_on=opens_on)
        if not created:
            return 0
        chosen = _chosen(credible, opens_on)
        for pair in chosen:
            _write(pair, opens_on, index_version)
    return len(chosen)


def _search(opens_on: date) -> tuple[list[Credible], str] | None:
    def confidential(kind: str) -> list[Record]:
        return list(taking_part(kind, opens_on).filter(tier=Tier.CONFIDENTIAL).prefetch_related(*_related(kind)))

    def others(kind: str, ids: Iterable[int]) -> Mapping[int, Record]:
        found = taking_part(kind, opens_on).exclude(tier=Tier.CONFIDENTIAL).filter(pk__in=list(ids))
        return {record.pk: record for record in found.prefetch_related(*_related(kind))}

    demands = confidential("demand")
    supplies = [record for kind in SUPPLY_MODELS for record in confidential(kind)]
    if not demands and not supplies:
        return [], ""
    return find_credible(demands=demands, supplies=supplies, others=others)


def _related(kind: str) -> tuple[str, ...]:
    return ("works",) if kind == "expert" else ()


def _chosen(credible: Iterable[Credible], opens_on: date) -> list[Credible]:
    possible = {_candidate(pair): pair for pair in credible if _may_meet(pair, opens_on)}
    settled = settled_pairs(one.demand.record for one in possible)
    open_ones = [one for one in possible if (one.demand.record, one.supply.key) not in settled]
    return [possible[one] for one in choose(open_ones, past_of(opens_on), opens_on)]


def _candidate(pair: Credible) -> Candidate:
    return Candidate(_end(pair.demand), _end(pair.supply), pair.level)


def _end(record: Record) -> End:
    return End(record.organisation_id, record.kind, record.pk)


def _may_meet(pair: Credible, opens_on: date) -> bool:
    """Two organisations, both of the world or both of a made-up region, that need not sit out this time."""
    demand, supply = pair.demand, pair.supply
    if demand.organisation_id == supply.organisation_id or demand.illustrative != supply.illustrative:
        return False
    return not sits_out(opens_on, (demand.kind, demand.pk), (supply.kind, supply.pk))


def _write(pair: Credible, opens_on: date, index_version: str) -> None:
    match = BlindMatch.objects.create(
        level=pair.level, index_version=index_version, opens_on=opens_on, answer_by=last_answer_day(opens_on)
    )
    for side, record in ((Side.DEMAND, pair.demand), (Side.SUPPLY, pair.supply)):
        BlindSide.objects.create(
            match=match, side=side, organisation_id=record.organisation_id, kind=record.kind, record_id=record.pk,
            version=record.version,
        )  # fmt: skip
