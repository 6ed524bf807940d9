"""The button by which a search is saved, on the home page and on lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from heliu.interest.searches.choices import NEED
from heliu.interest.searches.selectors import place_of_list
from heliu.kit.panels import register_panel
from heliu.matching.forms import LONGEST_ADDRESS, NeedForm

_LEFT_OUT = {"page", "sort", "state", "csrfmiddlewaretoken"}


def need_panel(request: HttpRequest, form: NeedForm) -> dict[str, Any] | None:
    """Below the results of a need."""
    return _button(request, NEED, [("q", form.text), *form.chosen.items()]) if form.text.strip() else None


def list_panel(request: HttpRequest, kind: str) -> dict[str, Any] | None:
    """Below a list of published records, with the filters that are set."""
    place = place_of_list(kind)
    if place is None or request.path != reverse(f"{place}_list"):
        return None
    asked = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in _LEFT_OUT
        for value in values
        if value and isinstance(value, str)
    ]
    return _button(request, place, asked)


def _button(request: HttpRequest, place: str, asked: list[tuple[str, str]]) -> dict[str, Any] | None:
    """What is asked stands in the address, or in a form where it is too long; a visitor signs in first."""
    pairs = [("place", place), *asked]
    address = f"{reverse('saved_search_create')}?{urlencode(pairs)}"
    if len(address) < LONGEST_ADDRESS:
        return {"address": address}
    return {"address": "", "pairs": pairs} if request.user.is_authenticated else None


def register_panels() -> None:
    register_panel("need.results", "interest/panels/save_search.html", need_panel, order=10)
    register_panel("record.list.results", "interest/panels/save_search.html", list_panel, order=10)
