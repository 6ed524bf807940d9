"""The readers of an index: any number of processes and threads, each with the newest commit it has looked for."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from heliu_engine.encoding.protocol import Encoder
from heliu_engine.errors import IndexDamaged, IndexMissing
from heliu_engine.index import folder
from heliu_engine.index.generation import Generation, opened_for_reading
from heliu_engine.index.layout import log_types
from heliu_engine.index.logs import FileLogs
from heliu_engine.index.snapshot import Snapshot, taken
from heliu_engine.index.writer import IndexWriter

_TRIES = 20
"""A generation may be replaced while it is being opened; each try finds a newer one."""


class IndexReader:
    """Gives the newest commit as a `Snapshot`; what one search needs should all come from one snapshot."""

    def __init__(self, path: Path | None, encoder: Encoder | None, generation: Generation) -> None:
        self._path = path
        self._encoder = encoder
        self._generation = generation
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] = ()
        self._snapshot = self._take(None)

    @classmethod
    def open(cls, path: Path | str, encoder: Encoder | None = None) -> IndexReader:
        """Read the index in a folder. `IndexMissing` where there is none.

        Semantic search is off without an encoder, and where the index was made with another one.
        """
        path = Path(path)
        return cls(path, encoder, _open_live(path))

    @classmethod
    def of(cls, writer: IndexWriter, encoder: Encoder | None = None) -> IndexReader:
        """Read what a writer in this process commits."""
        return cls(None, encoder, writer.generation)

    @property
    def snapshot(self) -> Snapshot:
        """The commit found by the last `refresh`."""
        return self._snapshot

    @property
    def encoder(self) -> Encoder | None:
        """What queries are to be encoded with."""
        return self._encoder

    @property
    def version(self) -> str:
        return self._snapshot.version

    @property
    def payload(self) -> Mapping[str, Any]:
        return self._snapshot.payload

    def __len__(self) -> int:
        return len(self._snapshot)

    def refresh(self) -> bool:
        """Look for a newer commit; whether there was one. Costs some microseconds where there was none.

        Threads that come while another is already loading a commit go on with the one before.
        """
        if not self._lock.acquire(blocking=False):
            return False
        try:
            stamp = self._current_stamp()
            if stamp and stamp == self._stamp:
                return False
            before = self._snapshot.version
            self._snapshot = self._take(self._snapshot)
            return self._snapshot.version != before
        finally:
            self._lock.release()

    def _current_stamp(self) -> tuple[int, ...]:
        if self._path is None:
            return ()
        try:
            return folder.stamp(self._path, self._generation.name)
        except FileNotFoundError:
            return ()

    def _take(self, before: Snapshot | None) -> Snapshot:
        if self._path is None:
            return self._taken(before)
        for attempt in range(_TRIES):
            # The stamp is read first: a commit in between is then found by the next refresh.
            stamp = self._current_stamp()
            try:
                if folder.live_generation(self._path) != self._generation.name:
                    self._generation = _open_live(self._path)
                    continue
                snapshot = self._taken(before)
            except (IndexDamaged, ValueError, OSError):
                # Files may go while they are being opened: those of a former generation, or of a former commit
                # that a starting writer sweeps up. A second look finds the newer one.
                if attempt > 1 and folder.live_generation(self._path) == self._generation.name:
                    raise
                continue
            self._stamp = stamp
            return snapshot
        raise IndexDamaged(f"{self._path}: its generations change faster than they can be read")

    def _taken(self, before: Snapshot | None) -> Snapshot:
        found = self._generation.last_commit()
        if found is None:
            raise IndexDamaged(f"{self._generation.name}: no commit was ever finished there")
        meta, searcher = found
        if before is not None and before.version == meta.version:
            return before
        if self._generation.folder is not None:
            # The first encoder gives the logs of vectors their width, which a reader may not have known.
            self._generation.logs = FileLogs(self._generation.folder, log_types(meta.dimension))
        semantic = self._encoder is not None and self._encoder.name == meta.encoder
        same = before is not None and before.meta.generation == meta.generation
        return taken(self._generation, meta, searcher, semantic, before if same else None)


def _open_live(path: Path) -> Generation:
    for attempt in range(_TRIES):
        name = folder.live_generation(path)
        try:
            return opened_for_reading(path, name)
        except (IndexDamaged, IndexMissing, OSError):
            if attempt == _TRIES - 1 or (attempt > 1 and folder.live_generation(path) == name):
                raise
    raise AssertionError("unreachable")
