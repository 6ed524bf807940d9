"""What this area shows on pages of other areas."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.accounts.models import Organisation
from heliu.accounts.permissions import is_reviewer
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.permissions import acts_for_owner, is_own
from heliu.identity.selectors import merges_about, names_of, records_of, visible_duplicates
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def review_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The number of likely duplicates below a reviewer's queue."""
    number = visible_duplicates(request.user).open().count()
    return {"number": number} if number else None


def record_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """On a record's page: what it may be the same as, and what was merged into it; for those who may see both."""
    user = request.user
    if not (acts_for_owner(user, record) or is_reviewer(user)):
        return None
    pairs = visible_duplicates(user).open().filter(kind=record.kind)
    pairs = (pairs.filter(left_id=record.pk) | pairs.filter(right_id=record.pk)).order_by("-score", "pk")[:3]
    merges = [(merge, records_of(merge)[1]) for merge in merges_about(user, record)]
    reports = not record.is_merged and (is_own(user, record) or is_reviewer(user))
    if not pairs and not merges and not reports:
        return None
    return {"pairs": list(pairs), "merges": merges, "reports": reports}


def names_panel(request: HttpRequest, record: Organisation) -> dict[str, Any] | None:
    """What else an organisation is called, and the way to change it."""
    names = list(names_of(record))
    manages = allowed(request.user, "identity.manage_names", record)
    return {"names": names, "manages": manages} if names or manages else None


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("review.queue", "identity/panels/review.html", review_panel, order=40)
    for kind in RECORD_MODELS:
        register_panel(f"{kind}.detail", "identity/panels/record.html", record_panel, order=90)
    register_panel("organisation.detail", "identity/panels/names.html", names_panel, order=20)
