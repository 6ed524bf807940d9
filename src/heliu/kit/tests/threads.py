"""Several people at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Run the steps in threads that start together, each with a connection of its own.

    Gives what each returned or raised.
    """
    start = threading.Barrier(len(steps))
    outcomes: list[Any] = [None] * len(steps)

    def run(place: int, step: Callable[[], Any]) -> None:
        start.wait()
        try:
            outcomes[place] = step()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes
