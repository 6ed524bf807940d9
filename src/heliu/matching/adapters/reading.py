"""The reader of the index, one a process, and the questions put to it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from django.conf import settings

from heliu.matching.adapters.encoders import Loaded, load_encoder
from heliu.matching.adapters.ranking import load_ranking
from heliu.matching.kinds import ProfileName
from heliu.matching.verdicts.adapters import prepare_verdicts
from heliu_engine.documents import Filters, Query, Ranking
from heliu_engine.encoding import Encoder
from heliu_engine.errors import EncoderError, IndexDamaged, IndexMissing
from heliu_engine.scoring import Profile

if TYPE_CHECKING:
    from heliu_engine.matcher import Matcher

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine is asked."""

    query: Query
    filters: Filters
    profile: ProfileName
    k: int
    per_kind: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """What an answer was made with, beside the index."""

    name: ProfileName
    profile: Profile
    ranking: str
    """Name of the ranking model."""
    encoder: str
    """Empty where words alone were compared."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What it says; without a ranking there is no index yet."""

    ranking: Ranking | None
    problem: str = ""
    """Why meaning was left out, where that was not the wish of the installation."""
    used: Used | None = None


class _Matchers:
    """A matcher for each folder, encoder and ranking model, shared by the threads of the process.

    A matcher looks for newer commits and generations by itself, at every question.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[Path, str, str, int], Matcher] = {}

    def get(self, encoder: Encoder | None, kept_queries: int) -> Matcher:
        """IndexMissing where there is no index."""
        key = (Path(settings.HELIU_INDEX), encoder.name if encoder else "", settings.HELIU_RANKING, kept_queries)
        with self._lock:
            known = self._known.get(key)
        if known is not None:
            return known
        # Imported here: processes that never search need not load the index's libraries.
        from heliu_engine.index import IndexReader
        from heliu_engine.matcher import Matcher

        # Opened outside the lock: a thread may open in vain, but none waits for another's disk.
        reader = IndexReader.open(key[0], encoder)
        matcher = Matcher.reading(reader, ranking=load_ranking(), kept_queries=kept_queries)
        with self._lock:
            return self._known.setdefault(key, matcher)

    def forget(self) -> None:
        with self._lock:
            self._known.clear()


_matchers = _Matchers()


def forget_readers() -> None:
    """Open the index anew at the next question."""
    _matchers.forget()


@dataclass(frozen=True, slots=True)
class Consulted(Generic[T]):
    """What a call to the matcher gave; None where there is no index yet."""

    value: T | None
    problem: str = ""
    """Why meaning was left out, where that was not the wish of the installation."""


KEPT_QUERIES = 256
"""Needs that a process of the web keeps encoded."""


def consult(call: Callable[[Matcher, Encoder | None], T], *, kept_queries: int = KEPT_QUERIES) -> Consulted[T]:
    """Call with the matcher over the newest commit of the index; without an encoder where that fails.

    ``kept_queries`` is how many needs its matcher keeps encoded: more for work that puts the same many again.
    """
    loaded = load_encoder()
    try:
        if loaded.encoder is not None:
            try:
                return Consulted(call(_matchers.get(loaded.encoder, kept_queries), loaded.encoder))
            except EncoderError as error:
                logger.warning("Asked without meaning: %s", error)
                loaded = Loaded(None, str(error))
        return Consulted(call(_matchers.get(None, kept_queries), None), loaded.problem)
    except IndexMissing:
        _matchers.forget()
    except IndexDamaged:
        # The writer builds it anew; until then there is nothing to search.
        logger.exception("The index cannot be read.")
        _matchers.forget()
    return Consulted(None, loaded.problem)


def ask(question: Question) -> Reply:
    """Put a question to the newest commit of the index; without meaning where the encoder fails."""
    consulted = consult(lambda matcher, encoder: _match(matcher, encoder, question))
    ranking, used = consulted.value or (None, None)
    return Reply(ranking, consulted.problem, used)


def _match(matcher: Matcher, encoder: Encoder | None, question: Question) -> tuple[Ranking, Used]:
    ranking = matcher.match(
        question.query, k=question.k, filters=question.filters, profile=question.profile, per_kind=question.per_kind
    )
    model = matcher.ranking
    name = encoder.name if encoder and ranking.semantic else ""
    return ranking, Used(question.profile, model.profile(question.profile), model.name, name)


def warm_up() -> None:
    """Load the encoder, open the index and read the tables of units and names before the first person asks."""
    ask(Question(Query(text="warm up"), Filters(), "general", 1))
    prepare_verdicts()


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """The index on disk as `heliu index status` shows it."""

    path: str
    version: str = ""
    documents: int = 0
    vectors: int = 0
    committed: int = 0
    encoder: str = ""
    size: int = 0
    """Bytes."""


def index_facts() -> IndexFacts:
    """What the last commit says; no encoder is loaded."""
    from heliu_engine.index import IndexReader
    from heliu_engine.index.folder import size_on_disk

    path = Path(settings.HELIU_INDEX)
    try:
        snapshot = IndexReader.open(path).snapshot
        size = sum(size_on_disk(path).values())
    except (IndexMissing, IndexDamaged):
        return IndexFacts(str(path))
    return IndexFacts(
        path=str(path),
        version=snapshot.version,
        documents=len(snapshot),
        vectors=len(snapshot.vectors),
        committed=int(snapshot.payload.get("seq", 0)),
        encoder=snapshot.meta.encoder,
        size=size,
    )
