"""Confidential records put to the engine, by the worker alone.

Their texts are scored against the commit of the index as it is and are never added to it: no file, no cache and no
process that answers people ever holds them.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.conf import settings

from heliu.catalog.choices import Tier
from heliu.catalog.models import Record
from heliu.dealflow.blind.choosing import CREDIBLE_LEVEL, Key
from heliu.dealflow.pairs import SUPPLY_MODELS
from heliu.matching.adapters.answers import record_need
from heliu.matching.adapters.encoders import load_encoder
from heliu.matching.adapters.ranking import load_ranking
from heliu.matching.adapters.translation import engine_documents
from heliu.matching.errors import NeedError
from heliu.matching.kinds import MEMBERS, PUBLIC, get_kind, split_group
from heliu.matching.selectors import Shown
from heliu_engine.documents import Document, Filters, Query, Span
from heliu_engine.encoding import Encoder
from heliu_engine.errors import EncoderError, IndexDamaged, IndexMissing
from heliu_engine.index import IndexReader
from heliu_engine.matcher import Matcher
from heliu_engine.retrieval import Trial
from heliu_engine.scoring import level_of

logger = logging.getLogger(__name__)

NEAREST = 50
"""Records of the index that are looked at for each confidential one."""
LANGUAGE = "zh"
"""In which a record is asked with where it is written in both."""
_DEMAND = "demand"

Others = Callable[[str, Iterable[int]], Mapping[int, Record]]
"""Takes a kind and ids found in the index; gives those of the records that take part and are not confidential."""


@dataclass(frozen=True, slots=True)
class Credible:
    """A demand and what could answer it, at least one of them confidential."""

    demand: Record
    supply: Record
    level: int


def find_credible(
    *, demands: Sequence[Record], supplies: Sequence[Record], others: Others
) -> tuple[list[Credible], str] | None:
    """Every credible pair of these confidential records among each other and with ``others``, and the index version.

    None where there is no telling: no index yet, no encoder, so that nothing says what a score means, or one on another
    machine that may not read confidential texts.
    """
    matcher = _matcher()
    if matcher is None:
        return None
    try:
        return list(_Search(matcher, supplies, others).pairs(demands)), matcher.version
    except (EncoderError, IndexDamaged) as error:
        logger.warning("Blind matches are looked for another day: %s", error)
        return None


def _matcher() -> Matcher | None:
    if settings.HELIU_ENCODER.startswith(("http://", "https://")) and not settings.HELIU_ENCODER_CONFIDENTIAL:
        return None
    encoder = load_encoder().encoder
    if encoder is None:
        return None
    try:
        reader = IndexReader.open(settings.HELIU_INDEX, _Remembering(encoder))
    except (IndexMissing, IndexDamaged):
        return None
    return Matcher.reading(reader, ranking=load_ranking())


class _Remembering:
    """An encoder that encodes each text once, since the same records are scored for many demands. It is forgotten with
    the search: nothing of a confidential text stays."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, str], Any] = {}
        self.name = encoder.name
        self.ranking = str(getattr(encoder, "ranking", ""))

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode(self, texts: Sequence[str], *, role: Any) -> Any:
        missing = [text for text in dict.fromkeys(texts) if (role, text) not in self._known]
        if missing:
            vectors = self._encoder.encode(missing, role=role)
            self._known.update({(role, text): vector for text, vector in zip(missing, vectors, strict=True)})
        if not texts:
            return self._encoder.encode([], role=role)
        return np.stack([self._known[role, text] for text in texts])

    def encode_parts(self, text: str, spans: Sequence[Span], *, role: Any) -> Any:
        return self._encoder.encode_parts(text, spans, role=role)


class _Search:
    """One search through one commit of the index."""

    def __init__(self, matcher: Matcher, supplies: Sequence[Record], others: Others) -> None:
        self._matcher = matcher
        self._others = others
        documents = {(one.kind, one.pk): list(_documents(one)) for one in supplies}
        self._supplies = {(one.kind, one.pk): one for one in supplies if documents[one.kind, one.pk]}
        self._documents = documents

    def pairs(self, demands: Sequence[Record]) -> Iterator[Credible]:
        for demand in demands:
            yield from self._of_demand(demand, list(self._supplies), indexed=True)
        nearest: defaultdict[int, list[Key]] = defaultdict(list)
        for key, supply in self._supplies.items():
            for pk in self._demands_near(supply):
                nearest[pk].append(key)
        for pk, demand in self._others(_DEMAND, nearest).items():
            yield from self._of_demand(demand, nearest[pk], indexed=False)

    def _of_demand(self, demand: Record, keys: Sequence[Key], *, indexed: bool) -> Iterator[Credible]:
        """What answers a demand credibly: of these confidential supplies, and of the index where that is wanted."""
        query = _query(demand)
        if query is None:
            return
        trial = self._matcher.trial(query, profile=get_kind(_DEMAND).query_profile)
        for key, scored in zip(keys, trial.scored([self._documents[key] for key in keys]), strict=True):
            if level := _level(trial, scored.score):
                yield Credible(demand, self._supplies[key], level)
        if indexed:
            yield from self._in_index(demand, trial)

    def _in_index(self, demand: Record, trial: Trial) -> Iterator[Credible]:
        levels: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for rival in trial.rivals(_everything(*SUPPLY_MODELS), NEAREST):
            kind, pk = split_group(rival.id)
            if level := _level(trial, rival.scored.score):
                levels[kind][pk] = level
        for kind, found in levels.items():
            for pk, supply in self._others(kind, found).items():
                yield Credible(demand, supply, found[pk])

    def _demands_near(self, supply: Record) -> list[int]:
        query = _query(supply)
        if query is None:
            return []
        profile = get_kind(supply.kind).query_profile
        found = self._matcher.match(query, NEAREST, _everything(_DEMAND), profile, reasons=False)
        return [split_group(match.id)[1] for match in found.matches]


def _everything(*kinds: str) -> Filters:
    return Filters(kinds=kinds, audiences=(PUBLIC, MEMBERS))


def _level(trial: Trial, score: float) -> int:
    """The level of a credible match; 0 for every other, and where nothing says what a score means."""
    levels, threshold = trial.profile.levels, trial.profile.credible
    if levels is None or not trial.semantic or (threshold is not None and score < threshold):
        return 0
    level = level_of(levels.probabilities(score))
    return level if level >= CREDIBLE_LEVEL else 0


def _query(record: Record) -> Query | None:
    """A record as what is asked: a confidential one in full, of any other no more than the index holds."""
    kind = get_kind(record.kind)
    try:
        need = record_need(kind, Shown(record, readable=_in_full(record)), LANGUAGE)
    except NeedError:
        return None
    return Query(need.text, need.title, need.keywords, need.lang)


def _documents(record: Record) -> Iterator[Document]:
    return engine_documents(get_kind(record.kind), record, opened=_in_full(record))


def _in_full(record: Record) -> bool:
    return record.tier == Tier.CONFIDENTIAL or get_kind(record.kind).opened(record)
