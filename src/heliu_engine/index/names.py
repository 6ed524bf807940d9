"""Strings that many documents share, each written once and referred to by number."""

from __future__ import annotations

import json

import numpy as np
import numpy.typing as npt


class Names:
    """Numbered strings, as read from the log of names."""

    def __init__(self, log: bytes = b"") -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._read = 0
        self.extend(log)

    def extend(self, log: bytes) -> None:
        """Take in what the log has beyond what was read before."""
        for line in log[self._read :].splitlines():
            self._append(json.loads(line))
        self._read = len(log)

    def number(self, name: str) -> tuple[int, bytes]:
        """The number of a name, and what must be written to the log if it is a new one."""
        known = self._numbers.get(name)
        if known is not None:
            return known, b""
        # ASCII only: a line break in a name, whichever kind, is escaped.
        line = json.dumps(name).encode("ascii") + b"\n"
        self._read += len(line)
        return self._append(name), line

    def _append(self, name: str) -> int:
        self._numbers[name] = number = len(self._names)
        self._names.append(name)
        return number

    def name(self, number: int) -> str:
        """The name with this number."""
        return self._names[number]

    def copy(self) -> Names:
        twin = Names()
        twin._numbers, twin._names = dict(self._numbers), list(self._names)
        twin._read = self._read
        return twin

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def in_order(self) -> list[str]:
        """All names; the place of each is its number."""
        return list(self._names)

    def equal_to(self, wanted: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """By number: whether the name is one of those wanted."""
        chosen = set(wanted)
        return np.fromiter((name in chosen for name in self._numbers), dtype=bool, count=len(self._numbers))

    def beginning_with(self, prefixes: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """By number: whether the name begins with one of the prefixes."""
        return np.fromiter((name.startswith(prefixes) for name in self._numbers), dtype=bool, count=len(self._numbers))
