"""Append-only rows of one type: in a file that outlives crashes, or in memory.

Whoever reads a log is told by the index's last commit how many rows of it count. Rows beyond that
number are leftovers of a writer that died; the next writer cuts them off.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from heliu_engine.errors import IndexDamaged

Rows = npt.NDArray[Any]
Types = Mapping[str, "np.dtype[Any]"]
"""Name of each log and the type of its rows; a log of plain bytes has rows of type ``u1``."""

SUFFIX = ".log"


class Logs(Protocol):
    """All logs of one generation, addressed by name."""

    def count(self, name: str) -> int:
        """Rows of a log, those not yet flushed included."""

    def append(self, name: str, rows: Rows) -> int:
        """Put rows at the end; the number of the first of them."""

    def flush(self) -> None:
        """Make every appended row durable."""

    def view(self, name: str, count: int) -> Rows:
        """The first ``count`` rows, read-only; later appends do not change them."""

    def close(self) -> None: ...


class FileLogs:
    """Logs in a folder, one file each, written by one process and mapped by many."""

    def __init__(self, folder: Path, types: Types, counts: Mapping[str, int] | None = None) -> None:
        """Open for reading; with ``counts``, for writing, after cutting each log to that many rows."""
        self._folder = folder
        self._types = types
        self._files: dict[str, Any] = {}
        self._counts: dict[str, int] = {}
        self._waiting: dict[str, list[bytes]] = {}
        if counts is not None:
            for name, kind in types.items():
                self._open_for_writing(name, kind, counts.get(name, 0))

    def _open_for_writing(self, name: str, kind: np.dtype[Any], count: int) -> None:
        path = self._path(name)
        file = path.open("r+b" if path.exists() else "w+b")
        self._files[name] = file
        size = os.fstat(file.fileno()).st_size
        if size < count * kind.itemsize:
            self.close()
            raise IndexDamaged(f"{path}: {size} bytes, {count * kind.itemsize} expected")
        file.truncate(count * kind.itemsize)
        file.seek(0, os.SEEK_END)
        self._counts[name] = count
        self._waiting[name] = []

    def _path(self, name: str) -> Path:
        return self._folder / (name + SUFFIX)

    def count(self, name: str) -> int:
        return self._counts[name]

    def append(self, name: str, rows: Rows) -> int:
        first = self._counts[name]
        self._waiting[name].append(np.ascontiguousarray(rows, dtype=self._types[name]).tobytes())
        self._counts[name] = first + len(rows)
        return first

    def flush(self) -> None:
        for name, waiting in self._waiting.items():
            if not waiting:
                continue
            file = self._files[name]
            file.write(b"".join(waiting))
            file.flush()
            os.fsync(file.fileno())
            waiting.clear()

    def view(self, name: str, count: int) -> Rows:
        kind = self._types[name]
        if self._waiting.get(name):
            # The writer itself reads rows it has not flushed; durability still waits for flush().
            file = self._files[name]
            file.write(b"".join(self._waiting[name]))
            file.flush()
            self._waiting[name] = [b""]
        if count == 0:
            return np.empty(0, dtype=kind)
        path = self._path(name)
        try:
            size = path.stat().st_size
        except FileNotFoundError as error:
            raise IndexDamaged(f"{path} is missing") from error
        if size < count * kind.itemsize:
            raise IndexDamaged(f"{path}: {size} bytes, {count * kind.itemsize} expected")
        # As a plain array: each look into a memmap costs microseconds more.
        return np.memmap(path, dtype=kind, mode="r", shape=(count,)).view(np.ndarray)

    def close(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()


class MemoryLogs:
    """Logs that live as long as the process: the same calls, nothing on disk."""

    def __init__(self, types: Types) -> None:
        self._rows: dict[str, Rows] = {name: np.zeros(64, dtype=kind) for name, kind in types.items()}
        self._counts = dict.fromkeys(types, 0)

    def count(self, name: str) -> int:
        return self._counts[name]

    def append(self, name: str, rows: Rows) -> int:
        first = self._counts[name]
        last = first + len(rows)
        held = self._rows[name]
        if last > len(held):
            # Views of the old array stay valid: it is left behind, not resized.
            grown = np.zeros(max(last, 2 * len(held)), dtype=held.dtype)
            grown[:first] = held[:first]
            self._rows[name] = held = grown
        held[first:last] = rows
        self._counts[name] = last
        return first

    def flush(self) -> None:
        """Nothing to do: memory has no durability to give."""

    def view(self, name: str, count: int) -> Rows:
        rows = self._rows[name][:count]
        rows.flags.writeable = False
        return rows

    def close(self) -> None:
        """Nothing to release."""
