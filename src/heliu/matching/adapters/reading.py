"""The reader of the index, one a process, and the questions put to it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from heliu.matching.adapters.encoders import Loaded, load_encoder
from heliu_engine.documents import Filters, Query, Ranking
from heliu_engine.encoding import Encoder
from heliu_engine.errors import EncoderError, IndexDamaged, IndexMissing

if TYPE_CHECKING:
    from heliu_engine.index.reader import IndexReader
    from heliu_engine.matcher import Matcher

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine is asked."""

    query: Query
    filters: Filters
    profile: str
    k: int
    per_kind: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What it says; without a ranking there is no index yet."""

    ranking: Ranking | None
    problem: str = ""
    """Why meaning was left out, where that was not the wish of the installation."""


class _Readers:
    """An open reader for each folder and encoder; shared by the threads of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._matchers: dict[tuple[Path, str], tuple[IndexReader, Matcher]] = {}

    def matcher(self, encoder: Encoder | None) -> Matcher:
        """The matcher over the newest commit. IndexMissing where there is no index."""
        path = Path(settings.HELIU_INDEX)
        key = (path, encoder.name if encoder else "")
        with self._lock:
            known = self._matchers.get(key)
        if known is not None:
            try:
                known[0].refresh()
            except (IndexMissing, IndexDamaged):
                with self._lock:
                    self._matchers.pop(key, None)
            else:
                return known[1]
        # Imported here: commands and processes that never search need not load the index's libraries.
        from heliu_engine.index.reader import IndexReader
        from heliu_engine.matcher import Matcher

        # Opened outside the lock: a thread may open in vain, but none waits for another's disk.
        reader = IndexReader.open(path, encoder)
        matcher = Matcher(reader, encoder)
        with self._lock:
            self._matchers[key] = reader, matcher
        return matcher

    def forget(self) -> None:
        with self._lock:
            self._matchers.clear()


_readers = _Readers()


def forget_readers() -> None:
    """Open the index anew at the next question."""
    _readers.forget()


def ask(question: Question) -> Reply:
    """Put a question to the newest commit of the index; without meaning where the encoder fails."""
    loaded = load_encoder()
    try:
        if loaded.encoder is not None:
            try:
                return Reply(_match(loaded.encoder, question))
            except EncoderError as error:
                logger.warning("Asked without meaning: %s", error)
                loaded = Loaded(None, str(error))
        return Reply(_match(None, question), loaded.problem)
    except IndexMissing:
        return Reply(None, loaded.problem)
    except IndexDamaged:
        # The writer builds it anew; until then there is nothing to search.
        logger.exception("The index cannot be read.")
        return Reply(None, loaded.problem)


def _match(encoder: Encoder | None, question: Question) -> Ranking:
    return _readers.matcher(encoder).match(
        question.query, k=question.k, filters=question.filters, profile=question.profile, per_kind=question.per_kind
    )


def warm_up() -> None:
    """Load the encoder and open the index before the first person asks."""
    ask(Question(Query(text="warm up"), Filters(), "general", 1))


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
    from heliu_engine.index.folder import size_on_disk
    from heliu_engine.index.reader import IndexReader

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
