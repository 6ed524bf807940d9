"""How far a long job is, on the standard error."""

from __future__ import annotations

import sys
import time

FIRST = 2.0
"""Seconds before anything is said: short jobs stay silent."""
PAUSE_TERMINAL, PAUSE_FILE = 0.5, 15.0
"""Seconds between two reports, on a terminal and elsewhere."""


class Progress:
    """Reports of one job; on a terminal each overwrites the one before."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._terminal = sys.stderr.isatty()
        self._pause = PAUSE_TERMINAL if self._terminal else PAUSE_FILE
        self._next = time.monotonic() + FIRST
        self._said = False

    def __call__(self, done: int, total: int) -> None:
        """So much is done."""
        finished = done >= total
        if time.monotonic() < self._next and not (finished and self._said):
            return
        self._next = time.monotonic() + self._pause
        self._said = not finished
        end = "\n" if finished or not self._terminal else ""
        start = "\r" if self._terminal else ""
        sys.stderr.write(f"{start}{self._label}: {done:,} of {total:,}{end}")
        sys.stderr.flush()
