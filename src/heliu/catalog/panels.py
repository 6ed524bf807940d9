"""What the catalog shows on pages of the rows below it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from heliu.accounts.choices import PlatformRole
from heliu.accounts.permissions import has_role
from heliu.catalog.templatetags.catalog import KIND_LABELS_PLURAL
from heliu.kit.permissions import allowed


def navigation(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The lists, a person's own records, and a reviewer's queue."""
    items = [(reverse(f"{kind}_list"), str(label)) for kind, label in KIND_LABELS_PLURAL.items()]
    if request.user.is_authenticated:
        items.append((reverse("own_records"), _("My records")))
    if has_role(request.user, PlatformRole.REVIEWER):
        items.append((reverse("review_queue"), _("Review")))
    if allowed(request.user, "catalog.see_oversight"):
        items.append((reverse("oversight"), _("Oversight")))
    return {
        "items": [
            {"address": address, "label": label, "current": request.path.startswith(address)}
            for address, label in items
        ]
    }
