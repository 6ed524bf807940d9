"""The one writer of an index: in memory, or of a folder that many processes read."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from heliu_engine.documents import Document
from heliu_engine.encoding.protocol import Encoder
from heliu_engine.errors import IndexDamaged, IndexMissing
from heliu_engine.index import folder, generation
from heliu_engine.index.embedding import STEP
from heliu_engine.index.generation import Generation
from heliu_engine.index.session import Session

TIDY_ROWS = 1_000
TIDY_GARBAGE = 0.5
"""An index with more rows than this, and this share of them dead, is compacted when it is opened."""


class IndexWriter:
    """Adds, replaces and removes documents; nothing is visible to readers before `commit`.

    Adding does not embed: a document is found by its words after the next commit, and by its meaning after `embed`
    and another commit. A text is embedded once, however often it comes back: vectors are kept by the text's digest.
    """

    def __init__(self, session: Session, encoder: Encoder | None, path: Path | None, lock: folder.WriterLock | None):
        self._session = session
        self._encoder = encoder
        self._path = path
        self._lock = lock

    @classmethod
    def in_memory(cls, encoder: Encoder | None = None) -> IndexWriter:
        """An index that is gone with the process."""
        meta = generation.empty_meta("memory", encoder)
        session = Session(generation.in_memory(meta), meta, encoder)
        session.commit({})
        return cls(session, encoder, None, None)

    @classmethod
    def open(cls, path: Path | str, encoder: Encoder | None = None, *, discard_damaged: bool = False) -> IndexWriter:
        """Take the lock and continue after the last commit; a new, empty index where there is none.

        `IndexLocked` at once where another process writes; `IndexDamaged` where the index cannot be read, or with
        ``discard_damaged`` an empty one in its place. An index made with another encoder keeps its documents, and
        they wait for new vectors. With no encoder the vectors that are there stay, and none are added.
        """
        path = Path(path)
        path.mkdir(parents=True, exist_ok=True)
        lock = folder.WriterLock(path)
        try:
            writer = cls(cls._opened(path, encoder, discard_damaged), encoder, path, lock)
        except BaseException:
            lock.release()
            raise
        writer._put_in_order()
        return writer

    @staticmethod
    def _opened(path: Path, encoder: Encoder | None, discard_damaged: bool) -> Session:
        try:
            name = folder.live_generation(path)
            folder.sweep(path, keep=name)
            live, meta = generation.opened_for_writing(path, name, encoder)
            return Session(live, meta, encoder)
        except IndexMissing:
            folder.sweep(path, keep=None)
        except IndexDamaged:
            if not discard_damaged:
                raise
        session = _begun(path, encoder)
        session.commit({})
        folder.publish(path, session.generation.name)
        folder.sweep(path, keep=session.generation.name)
        return session

    def _put_in_order(self) -> None:
        other_encoder = self._encoder is not None and self._encoder.name != self._session.meta.encoder
        if other_encoder or (self._session.rows > TIDY_ROWS and self._session.garbage > TIDY_GARBAGE):
            self.compact()

    # --- Documents, vectors, commits: see `Session`.

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents, each in place of the one with its id; how many were new or different."""
        return self._session.add(documents)

    def remove(self, ids: Iterable[str]) -> int:
        """Take documents out; how many of the ids were there."""
        return self._session.remove(ids)

    def remove_group(self, *groups: str) -> int:
        """Take out every document of these candidates; how many documents that were."""
        return self._session.remove_groups(groups)

    def embed(self, limit: int = STEP) -> int:
        """Embed up to ``limit`` waiting documents, the newest first; how many were embedded."""
        return self._session.embed(limit)

    def commit(self, payload: Mapping[str, Any] | None = None) -> str:
        """Make everything since the last commit durable and visible at once; the new version."""
        return self._session.commit(payload)

    @property
    def pending(self) -> int:
        """Documents that wait for vectors; 0 without an encoder."""
        return self._session.pending

    @property
    def payload(self) -> Mapping[str, Any]:
        """What was given with the last commit."""
        return self._session.meta.payload

    @property
    def version(self) -> str:
        """Changes with every commit."""
        return self._session.meta.version

    @property
    def garbage(self) -> float:
        """Share of the rows that belong to documents replaced or removed, 0 to 1."""
        return self._session.garbage

    @property
    def generation(self) -> Generation:
        """What is being written; readers in the same process may share it."""
        return self._session.generation

    def ids(self) -> list[str]:
        """Ids of all documents, oldest first."""
        return self._session.ids

    def documents(self) -> Iterable[Document]:
        """All documents, oldest first."""
        return self._session.documents()

    def __len__(self) -> int:
        return len(self._session)

    def __contains__(self, identity: str) -> bool:
        return identity in self._session

    # --- Generations

    @contextmanager
    def rebuild(self) -> Iterator[Session]:
        """Build the index anew beside the live one, which readers keep until the new one is finished.

        Fill and commit the session that is given; vectors of texts that were embedded before are carried over.
        After an error the live generation stays as it was.
        """
        if self._path is None:
            raise ValueError("an index in memory is built anew by making another one")
        fresh = _begun(self._path, self._encoder, self._session)
        try:
            yield fresh
            fresh.commit()
        except BaseException:
            fresh.close()
            shutil.rmtree(self._path / fresh.generation.name, ignore_errors=True)
            raise
        folder.publish(self._path, fresh.generation.name)
        fresh.carry_from(None)
        self._session.close()
        self._session = fresh
        folder.sweep(self._path, keep=fresh.generation.name)

    def compact(self) -> None:
        """Commit, then write the live documents into a new generation: those replaced and removed are gone for good."""
        self.commit()
        old = self._session
        with self.rebuild() as fresh:
            fresh.add(old.documents())
            fresh.commit(old.meta.payload)

    def copy_to(self, path: Path | str) -> None:
        """Write this index, vectors included, to a folder; what is there is replaced as a whole."""
        with IndexWriter.open(path, self._encoder, discard_damaged=True) as target, target.rebuild() as fresh:
            fresh.carry_from(self._session)
            fresh.add(self._session.documents())
            fresh.commit(self.payload)

    def close(self) -> None:
        """Let go without committing; what was not committed is lost."""
        self._session.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _begun(path: Path, encoder: Encoder | None, before: Session | None = None) -> Session:
    meta = generation.empty_meta(folder.new_generation_name(path), encoder)
    if encoder is None and before is not None:
        meta = generation.empty_meta_like(meta.generation, before.meta)
    session = Session(generation.created(path, meta), meta, encoder)
    if before is not None:
        session.carry_from(before)
    return session
