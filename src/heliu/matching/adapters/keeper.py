"""The one writer of the index: takes changed records from the catalog to the engine."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any

from django.conf import settings

from heliu.matching.adapters.encoders import load_encoder
from heliu.matching.adapters.translation import RULES, engine_documents
from heliu.matching.errors import EmbeddingError, IndexBusyError
from heliu.matching.kinds import Kind, all_kinds, get_kind, kind_names
from heliu.matching.models import IndexChange, IndexState
from heliu_engine.documents import Document
from heliu_engine.errors import EncoderError, IndexLocked, InputError
from heliu_engine.index import IndexWriter

logger = logging.getLogger(__name__)

PAGE = 500
"""Records read from the database at once while the index is built."""


class IndexKeeper:
    """Holds the lock of the index while it is open.

    The payload of each commit says for which database and by which rules the index was made, and up
    to which change it knows the catalog.
    """

    def __init__(self, state: IndexState) -> None:
        loaded = load_encoder()
        self._catalog = str(state.catalog)
        self.encoder = loaded.encoder.name if loaded.encoder else ""
        self.problem = loaded.problem
        try:
            # An index that cannot be read can always be made again from the catalog.
            self._writer = IndexWriter.open(settings.HELIU_INDEX, loaded.encoder, discard_damaged=True)
        except IndexLocked as error:
            raise IndexBusyError(str(error)) from error
        self._seq = self.committed

    def __enter__(self) -> IndexKeeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    @property
    def committed(self) -> int:
        """The highest change this index knows."""
        return int(self._writer.payload.get("seq", 0))

    @property
    def pending(self) -> int:
        """Documents that wait for vectors."""
        return self._writer.pending

    @property
    def documents(self) -> int:
        return len(self._writer)

    def must_rebuild(self, consumed: int, head: int) -> bool:
        """Whether this index cannot follow by changes alone.

        It belongs to another database or was made by other rules; or one of the two was put back from
        a backup: the index then lacks changes that are deleted (``consumed`` is the highest of them), or
        knows changes that the database (``head`` is the highest it ever had) has not.
        """
        payload = self._writer.payload
        own = payload.get("catalog") == self._catalog and payload.get("rules") == RULES
        return not own or not consumed <= self.committed <= head

    def apply(self, changes: Sequence[IndexChange]) -> None:
        """Look at the changed records: what can be found now replaces what the index had of them."""
        _apply(changes, self._writer.remove_group, self._writer.add)
        self._seq = max([self._seq, *(change.seq for change in changes)])

    def commit(self) -> None:
        """Make everything applied and embedded visible to readers."""
        self._writer.commit(self._payload())

    def _payload(self) -> dict[str, Any]:
        return {"catalog": self._catalog, "rules": RULES, "seq": self._seq}

    def embed(self, limit: int) -> int:
        """Embed up to ``limit`` waiting documents, the newest first; how many were embedded."""
        try:
            return self._writer.embed(limit)
        except EncoderError as error:
            raise EmbeddingError(str(error)) from error

    def rebuild(self, head: int, step: Callable[[int], Sequence[IndexChange]]) -> None:
        """Build a new generation from the catalog while the old one serves, and switch.

        ``head`` is the highest change before. After every page ``step`` is told how many records are
        done; it gives the changes that came meanwhile, which go into both. Vectors of texts embedded
        before are kept. After an error the old generation stays; since changes may be gone by then,
        its payload does not move, and `must_rebuild` says so the next time.
        """
        before, self._seq = self._seq, head
        try:
            with self._writer.rebuild() as fresh:
                done = 0
                for kind in all_kinds():
                    for records in _pages(kind):
                        _add(kind, records, fresh.add)
                        done += len(records)
                        if changes := step(done):
                            self.apply(changes)
                            self._writer.commit()
                            _apply(changes, lambda *groups: fresh.remove_groups(groups), fresh.add)
                fresh.commit(self._payload())
        except BaseException:
            self._seq = before
            raise


def _apply(
    changes: Sequence[IndexChange], remove: Callable[..., int], add: Callable[[Iterable[Document]], int]
) -> None:
    by_kind: defaultdict[str, set[int]] = defaultdict(set)
    for change in changes:
        by_kind[change.kind].add(change.object_id)
    for name, ids in by_kind.items():
        if name not in kind_names():
            # A change noted by a feature that is no longer installed.
            continue
        kind = get_kind(name)
        # A record may have lost a language or a work, so its former documents go first.
        remove(*(kind.group(pk) for pk in sorted(ids)))
        _add(kind, kind.findable().filter(pk__in=ids).order_by("pk"), add)


def _add(kind: Kind, records: Iterable[Any], add: Callable[[Iterable[Document]], int]) -> None:
    for record in records:
        try:
            add(list(engine_documents(kind, record)))
        except InputError:
            # One record that the engine refuses must not keep all the others out.
            logger.exception("%s cannot be indexed.", kind.group(record.pk))


def _pages(kind: Kind) -> Iterator[list[Any]]:
    """Findable records by ascending id, each page in a query of its own: no long transaction anywhere."""
    last = 0
    while records := list(kind.findable().filter(pk__gt=last).order_by("pk")[:PAGE]):
        yield records
        last = records[-1].pk


def count_findable() -> int:
    """Records that belong into the index."""
    return sum(kind.findable().count() for kind in all_kinds())
