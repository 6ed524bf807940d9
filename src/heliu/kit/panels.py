"""Slots of a page that a higher feature fills.

A page of a lower feature names a slot, ``{% panels "demand.detail" %}``; a higher feature
registers a panel for it in ``AppConfig.ready()``. The page then shows what it cannot import.

    register_panel("demand.detail", "matching/panels/matches.html", matches_panel, order=10)

A long page lists its panels at its top; there a panel is named by its ``title`` and found by the
``anchor``, the id of an element of its template. A panel without them is shown and not listed.

The function takes the request and the record of the page (None where the page has none) and gives
the template's context, or None where the panel has nothing to show to this person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

PanelContext = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and the function that gives its context."""

    template: str
    context: PanelContext
    order: int
    anchor: str = ""
    title: Any = ""


_slots: defaultdict[str, list[Panel]] = defaultdict(list)


def register_panel(
    slot: str, template: str, context: PanelContext, *, order: int = 100, anchor: str = "", title: Any = ""
) -> None:
    """Add a panel to a slot; a lower ``order`` comes first."""
    panel = Panel(template, context, order, anchor, title)
    if panel not in _slots[slot]:
        _slots[slot].append(panel)
        _slots[slot].sort(key=lambda panel: panel.order)


def panels_for(slot: str) -> tuple[Panel, ...]:
    """The panels registered for a slot, in order."""
    return tuple(_slots.get(slot, ()))
