"""Where alerts show on pages of other areas: their notices, and what waits to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import User
from heliu.activity.verbs import register_verbs
from heliu.agenda.sources import Item, Source, register_source
from heliu.interest.alerts.actions.writing import TOLD
from heliu.interest.alerts.selectors import unseen_digests

VERBS = {TOLD: _("New records fit")}


def waiting_items(user: User, most: int) -> Sequence[Item]:
    """One for each interest of which the person was told something and has not looked; nothing runs out."""
    found: dict[str, Any] = {}
    for digest in unseen_digests(user):
        found.setdefault(digest.address, digest)
        if len(found) >= most:
            break
    return [
        Item(what=_("Look at what is new"), about=digest.subject, url=address, due_on=None)
        for address, digest in found.items()
    ]


def count_waiting(user: User) -> int:
    """Interests with something new."""
    return unseen_digests(user).order_by().values("search", "own_kind", "own_id").distinct().count()


def connect() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_source(Source("alerts", _("Alerts"), items=waiting_items, count=count_waiting))
