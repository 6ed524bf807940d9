"""The two records of the question: a supplier's own, and a demand."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from heliu.accounts.permissions import memberships_of
from heliu.kit.permissions import require
from heliu.matching.kinds import Kind, all_kinds, get_kind
from heliu.matching.selectors import Shown, get_shown
from heliu.matching.whynot import permissions  # noqa: F401 - registers the rule that is asked here

DEMAND = "demand"
MOST_OWN = 200
"""Own records to choose from."""


def askable_kinds() -> tuple[Kind, ...]:
    """Kinds that answer a demand and belong to somebody who can change them: achievements and experts."""
    answering = get_kind(DEMAND).answered_by
    return tuple(kind for kind in all_kinds() if kind.name in answering and DEMAND in kind.answered_by)


def get_own_record(user: Any, kind: Kind, pk: int) -> Any:
    """A record of an organisation that the person acts for; "not found" or "not allowed" for any other."""
    if kind not in askable_kinds():
        raise Http404
    shown = get_shown(kind, [pk], user).get(pk)
    if shown is None:
        raise Http404
    require(user, "matching.ask_why_not", shown.record)
    return shown.record


def get_known_demand(user: Any, pk: int) -> Shown:
    """A demand that the person may know of and that is open; "not found" for any other."""
    shown = get_shown(get_kind(DEMAND), [pk], user).get(pk)
    if shown is None or not shown.record.is_findable:
        raise Http404
    return shown


def own_findable_records(user: Any) -> list[tuple[Kind, Any]]:
    """What the person's organisations have in the index and can ask about, the newest first within each kind."""
    own = list(memberships_of(user))
    if not own:
        return []
    found = []
    for kind in askable_kinds():
        # A choice shows titles alone.
        titles = kind.findable().select_related(None).prefetch_related(None).only("title_zh", "title_en")
        own_ones = titles.filter(organisation__in=own).order_by("-published_at", "-pk")[:MOST_OWN]
        found += [(kind, record) for record in own_ones]
    return found
