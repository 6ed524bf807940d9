"""Reading reports, each time for somebody."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import trusted_by
from heliu.kit.workdays import local_day
from heliu.reports.models import YearlyFact
from heliu.reports.scope import Scope

EARLIEST = 2000


def reported_organisations(user: Any) -> QuerySet[Organisation]:
    """The organisations whose reports a person may read."""
    return Organisation.objects.filter(pk__in=trusted_by(user), is_active=True)


def get_scope(user: Any, organisation: int, year: int) -> Scope:
    """One report, or "not found" for whoever may not read it."""
    found = reported_organisations(user).filter(pk=organisation).first()
    if found is None or not EARLIEST <= year <= local_day().year:
        raise Http404
    return Scope(found, year)


def years() -> list[int]:
    """The years that a report can be of, the newest first; the last ten are offered."""
    return list(range(local_day().year, local_day().year - 10, -1))


def personal_facts(user: Any) -> dict[str, Any]:
    """What a person wrote down, for the copy of their data."""
    found = YearlyFact.objects.filter(by=user).order_by("year", "name", "pk")
    return {"yearly_facts": list(found.values("organisation", "year", "name", "value", "source", "at"))}
