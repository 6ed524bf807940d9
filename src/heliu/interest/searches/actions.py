"""Keeping, changing and forgetting a search."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from heliu.accounts.models import User
from heliu.interest.alerts.actions.writing import forget_digests, remember_known, see_digests
from heliu.interest.alerts.adapters import answers_to
from heliu.interest.searches import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.interest.searches.choices import DEFAULT_LEVEL
from heliu.interest.searches.errors import AlreadySaved, NothingToSave, SearchGone, TooManySearches
from heliu.interest.searches.labels import suggested_name
from heliu.interest.searches.models import LONGEST_NAME, Filters, SavedSearch, fingerprint_of
from heliu.interest.searches.selectors import searches_of
from heliu.kit.permissions import require

MOST = 50
"""Searches that one person keeps."""


def save_search(
    *, actor: Any, place: str, text: str = "", filters: Filters | None = None, name: str = "",
    wants_alerts: bool = True, level: int = DEFAULT_LEVEL,
) -> SavedSearch:  # fmt: skip
    """Keep a search. What answers its need already is remembered, so that nobody is told of it as new.

    Raises NothingToSave, AlreadySaved, TooManySearches, ValidationError.
    """
    require(actor, "interest.save_search")
    search = SavedSearch(
        owner=actor, place=place, text=text.strip(), filters=filters or {}, wants_alerts=wants_alerts, level=level
    )
    search.name = name.strip() or suggested_name(search)[:LONGEST_NAME]
    search.fingerprint = fingerprint_of(place, search.text, search.filters)
    if search.is_need and not search.text:
        raise NothingToSave
    search.full_clean(exclude=["owner"], validate_unique=False, validate_constraints=False)
    # The engine is asked before the lock is taken.
    known = answers_to(search) if search.is_need else ()
    with transaction.atomic():
        # Whoever saves in two windows at once waits here, so that the count below holds.
        User.objects.select_for_update().get(pk=actor.pk)
        own = searches_of(actor)
        if same := own.filter(fingerprint=search.fingerprint).first():
            raise AlreadySaved(same)
        if own.count() >= MOST:
            raise TooManySearches(MOST)
        search.save()
        remember_known(search=search, fits=known)
    return search


@transaction.atomic
def edit_search(*, actor: Any, search: SavedSearch, name: str, wants_alerts: bool, level: int) -> SavedSearch:
    """Call it differently, or be told more or less of it. What it asks stays: another question is another search."""
    require(actor, "interest.see_search", search)
    found = _locked(search)
    found.name, found.wants_alerts, found.level = name.strip(), wants_alerts, level
    found.full_clean(exclude=["owner"], validate_constraints=False)
    found.save(update_fields=["name", "wants_alerts", "level"])
    return found


@transaction.atomic
def delete_search(*, actor: Any, search: SavedSearch) -> None:
    """Forget a search and everything that was told of it."""
    require(actor, "interest.see_search", search)
    found = _locked(search)
    forget_digests(found.digests.all())
    found.delete()


@transaction.atomic
def look_at_search(*, actor: Any, search: SavedSearch) -> None:
    """Remember that the person has looked at what is new."""
    require(actor, "interest.see_search", search)
    SavedSearch.objects.filter(pk=search.pk).update(seen_at=timezone.now())
    see_digests(actor=actor, search=search)


def _locked(search: SavedSearch) -> Any:
    found = SavedSearch.objects.select_for_update(of=("self",)).filter(pk=search.pk).first()
    if found is None:
        raise SearchGone
    return found
