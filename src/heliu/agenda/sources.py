"""What waits for a person, from every area: each area registers a source of items and the agenda lists them together.

The agenda stands below the areas it shows, as the panels of a page do:

    register_source(Source("introductions", _("Introductions"), items=open_items, count=count_open, due=count_due))

in ``AppConfig.ready()`` of the area. Days are those of the installation's time zone, whatever the person's.
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
    key: str = ""
    """What it is among the items of its source, the same for ever: "12". Where empty, the address stands for it."""
    step: Any = ""
    """What the button to the address says: "Answer"."""
    note: str = ""
    """What else there is to say: until when it is paused, and why."""
    public: bool = False
    """Whether everybody may read ``about``: only then is it written into mails, which others may come to read."""


@dataclass(frozen=True, slots=True)
class Source:
    """The items of one area for one person."""

    name: str
    label: Any
    items: Callable[[User, int], Sequence[Item]]
    """At most so many items that a person has to do and as many that they wait for.

    Of either those that run out first come at the front, and items without a day last.
    """
    count: Callable[[User], int]
    """How many there are in all."""
    due: Callable[[User, date], int] | None = None
    """How many the person has to do by this day, paused ones left out.

    Every page asks for it, so it is one small query. Where there is none, the items are fetched and counted; a source
    whose items never have a day gives ``never_due``.
    """
    all_url: Callable[[User], str] | None = None
    """The list of the area that this person may open, for whoever has more than fits on the page."""


def never_due(user: User, day: date) -> int:
    """Nothing of this source runs out."""
    return 0


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add a source, or put another in place of the one of the same name."""
    _sources[source.name] = source


def sources() -> tuple[Source, ...]:
    """All sources, in the order in which they were registered."""
    return tuple(_sources.values())
