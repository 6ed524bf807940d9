"""What has to be there before a step of a deal, asked of every part that keeps some of it.

A part registers its guard in ``AppConfig.ready()``:

    register_guard("contract", notice_is_over)

A guard reads the deal and gives a sentence for everything that is missing; the step is taken when no guard says
anything. Guards neither write nor decide who may take the step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

Guard = Callable[[Any], Iterable[str]]

_guards: defaultdict[str, list[Guard]] = defaultdict(list)


def register_guard(step: str, guard: Guard) -> None:
    """Ask this as well before a step."""
    if guard not in _guards[step]:
        _guards[step].append(guard)


def missing(step: str, deal: Any) -> list[str]:
    """What is missing for a step, in the reader's language; nothing where it may be taken."""
    return [str(sentence) for guard in _guards[step] for sentence in guard(deal)]
