"""What waits for a person, from every area: each area registers a source of items and the agenda lists them together.

The agenda stands below the areas it shows, as the panels of a page do:

    register_source(Source("introductions", _("Introductions"), items=open_items, count=count_open))

in ``AppConfig.ready()`` of the area.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from heliu.accounts.models import User


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a person has to do, or that somebody owes them."""

    what: Any
    """What has to be done, in the reader's language: "Answer an introduction"."""
    about: str
    """What it is about: the title of a record, the name of an organisation. Only what the person may see."""
    url: str
    """Where it is done."""
    due_on: date | None
    """The day by which, of the installation's time zone; none where nothing runs out."""
    mine: bool = True
    """Whether the person has to act; false where they wait for somebody else."""
    paused: bool = False
    public: bool = False
    """Whether everybody may read ``about``: only then is it written into mails, which others may come to read."""


@dataclass(frozen=True, slots=True)
class Source:
    """The items of one area for one person."""

    name: str
    label: Any
    items: Callable[[User, int], Sequence[Item]]
    """At most so many items of a person, those that run out first at the front; items without a day come last."""
    count: Callable[[User], int]
    """How many there are in all."""


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add a source, or put another in place of the one of the same name."""
    _sources[source.name] = source


def sources() -> tuple[Source, ...]:
    """All sources, in the order in which they were registered."""
    return tuple(_sources.values())
