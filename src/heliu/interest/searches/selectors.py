"""Reads of saved searches: what they ask for, and what a list answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from heliu.catalog.filtersets import RECORD_FILTERSETS, OrganisationFilterSet, SortedFilterSet
from heliu.catalog.selectors import published_records, visible_organisations
from heliu.interest.searches.choices import LISTS, NEED, ORGANISATION
from heliu.interest.searches.models import Filters, SavedSearch
from heliu.matching.adapters.answers import NEED_KIND, Conditions
from heliu.matching.forms import NeedForm
from heliu.matching.kinds import get_kind

_NO_FILTERS = {"sort", "state"}
"""Of a list's form: the order, and what the list of published records does not ask."""
MOST_VALUES = 20
"""Values of one filter that are kept."""


def searches_of(user: Any) -> QuerySet[SavedSearch]:
    """The person's own searches, the newest first."""
    return SavedSearch.objects.filter(owner=user) if user.is_authenticated else SavedSearch.objects.none()


def get_own_search(user: Any, pk: int) -> SavedSearch:
    """One of the person's own searches, or "not found"."""
    found = searches_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def need_form(search: SavedSearch) -> NeedForm:
    """The form of the home page as it was filled in."""
    form = NeedForm(search.query)
    form.is_valid()
    return form


def conditions_of(search: SavedSearch) -> Conditions:
    """What a record has to meet to answer the need of a search; another demand is no answer unless it was asked for."""
    form = need_form(search)
    kinds = (form.chosen["kind"],) if "kind" in form.chosen else get_kind(NEED_KIND).answered_by
    return replace(form.conditions(), kinds=kinds)


def list_filterset(user: Any, place: str, query: QueryDict, ids: Iterable[int] | None = None) -> SortedFilterSet:
    """The filters of a list over what this person finds there; over these records only where ``ids`` are given."""
    records = visible_organisations(user) if place == ORGANISATION else published_records(user, place)
    if ids is not None:
        records = records.filter(pk__in=list(ids))
    model = OrganisationFilterSet if place == ORGANISATION else RECORD_FILTERSETS[place]
    return model(query, records, request=SimpleNamespace(user=user))


def clean_filters(user: Any, place: str, query: QueryDict) -> Filters:
    """The filters of a page's address that are filled in and understood, by name."""
    if place == NEED:
        form = NeedForm(query)
        form.is_valid()
        return {name: [value] for name, value in form.chosen.items()}
    chosen = list_filterset(user, place, query).chosen
    return {
        name: [value for value in query.getlist(name) if value][:MOST_VALUES]
        for name in sorted(chosen)
        if name not in _NO_FILTERS
    }


def place_of_list(kind: str) -> str | None:
    """The place that stands for the list of a kind; None where a kind has no list to save."""
    return kind if kind in LISTS else None


def personal_searches(user: Any) -> dict[str, Any]:
    """The person's searches, for the copy of their data."""
    return {
        "saved_searches": [
            {
                "name": search.name, "place": search.place, "text": search.text, "filters": search.filters,
                "alerts": search.wants_alerts, "level": search.level, "saved_at": search.created_at,
                "looked_at": search.seen_at,
            }
            for search in searches_of(user).order_by("created_at", "pk")
        ]
    }  # fmt: skip
