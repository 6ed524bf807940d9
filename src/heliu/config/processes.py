"""Several processes that live and end together, in the foreground of one command."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from types import FrameType

GRACE = 10.0
"""Seconds a process gets to finish what it is doing before it is killed."""


class Together:
    """Starts processes, waits, and ends all of them when one ends or a signal asks for it.

    Each runs in a session of its own, so that Ctrl-C reaches this process alone and the others
    are asked to stop once, in order, instead of twice.
    """

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = threading.Event()

    def run(self) -> str | None:
        """Run until asked to stop; gives the name of a process that ended by itself, or None."""
        previous = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for name, command in self.commands.items():
                self.running[name] = subprocess.Popen(  # noqa: S603 - our own commands
                    command, start_new_session=True, stdin=subprocess.DEVNULL
                )
            return self._watch()
        finally:
            self._end()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _watch(self) -> str | None:
        while not self.stopping.wait(0.2):
            for name, process in self.running.items():
                if process.poll() is not None:
                    return name
        return None

    def _end(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def heliu(*arguments: str) -> list[str]:
    """The command line of one of Heliu's own commands, with this very interpreter."""
    return [sys.executable, "-m", "heliu", *arguments]
