"""A progress bar on standard error, which never mixes with a command's output."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

WIDTH = 30
EVERY = 0.2
"""Seconds between two drawings."""


class Bar:
    """Draws ``label [###   ] 12/34``; on something that is no terminal, a line at each tenth."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._drawn_at = 0.0
        self._tenth = -1
        self._label = ""

    def __call__(self, label: str, done: int, total: int) -> None:
        """Show how far it is; a new label begins a new bar."""
        if label != self._label:
            self.end()
            self._label, self._tenth, self._drawn_at = label, -1, 0.0
        share = done / total if total else 1.0
        if self._terminal:
            now = time.monotonic()
            if now - self._drawn_at < EVERY and done < total:
                return
            self._drawn_at = now
            bar = "#" * round(share * WIDTH)
            self._write(f"\r{label} [{bar:<{WIDTH}}] {done}/{total}")
        elif int(share * 10) != self._tenth:
            self._tenth = int(share * 10)
            self._write(f"{label} {done}/{total}\n")

    def _write(self, text: str) -> None:
        # A command's standard error is red; progress is no error.
        self._stream.write(text, style_func=str, ending="")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line of the bar."""
        if self._terminal and self._label:
            self._write("\n")
        self._label = ""
