"""Vectors kept on disk, so that no text is encoded twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

import numpy as np

from heliu_engine.documents import Span
from heliu_engine.encoding.parts import unit
from heliu_engine.encoding.protocol import Encoder, Role, Vectors

Progress = Callable[[int, int], None]
"""Called with how many texts are done and how many there are."""

_CHUNK = 256
"""Texts between two commits: so many are lost at most when a run is broken off."""
_TIMEOUT = 60.0
"""Seconds to wait for another process that is writing."""


class CachedEncoder:
    """An encoder that remembers what it encoded, in one SQLite file for each encoder in a folder.

    Vectors are kept, and given, rounded to half floats: the first run gives exactly what later ones do. Parts of
    texts are not kept.
    """

    def __init__(self, encoder: Encoder, folder: Path, progress: Progress | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._encoder = encoder
        self._path = folder / f"vectors-{blake2b(encoder.name.encode(), digest_size=8).hexdigest()}.sqlite3"
        self._progress = progress
        try:
            self._create()
        except sqlite3.OperationalError:
            # Locked for too long, or a disk that cannot be written: nothing is wrong with the file itself.
            raise
        except sqlite3.DatabaseError:
            # It is only a cache: a damaged one is begun anew.
            self._path.unlink()
            self._create()

    @property
    def name(self) -> str:
        """Identity of the encoder inside."""
        return self._encoder.name

    @property
    def ranking(self) -> str:
        """The ranking model of the encoder inside, see `heliu_engine.scoring.models`."""
        return str(getattr(self._encoder, "ranking", ""))

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """One unit vector a text; only texts never seen before are encoded."""
        keys = [_key(text, role) for text in texts]
        missing = dict(zip(keys, texts, strict=True))
        found: dict[bytes, bytes] = {}
        with self._connected() as connection:
            for key in list(missing):
                row = connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
                if row is not None:
                    found[key] = row[0]
                    del missing[key]
            waiting = list(missing.items())
            for start in range(0, len(waiting), _CHUNK):
                chunk = waiting[start : start + _CHUNK]
                vectors = self._encoder.encode([text for _, text in chunk], role=role).astype(np.float16)
                rows = [(key, vector.tobytes()) for (key, _), vector in zip(chunk, vectors, strict=True)]
                with connection:
                    connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
                found.update(rows)
                if self._progress is not None:
                    self._progress(start + len(chunk), len(waiting))
        joined = b"".join(found[key] for key in keys)
        return unit(np.frombuffer(joined, dtype=np.float16).reshape(len(texts), self.dimension).astype(np.float32))

    def encode_parts(self, text: str, spans: Sequence[Span], *, role: Role) -> tuple[Vectors, Vectors]:
        """As the encoder inside gives them; not kept."""
        return self._encoder.encode_parts(text, spans, role=role)

    def _create(self) -> None:
        with self._connected() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        # A connection a call, since a connection must not pass between threads.
        with closing(sqlite3.connect(self._path, timeout=_TIMEOUT)) as connection:
            yield connection


def _key(text: str, role: Role) -> bytes:
    return blake2b(f"{role}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
