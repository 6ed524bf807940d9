"""Matches on the pages of records."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.kit.panels import register_panel
from heliu.matching.coaching import panels as coaching
from heliu.matching.kinds import find_kind
from heliu.matching.outcomes import panels as outcomes
from heliu.matching.sheets import panels as sheets
from heliu.matching.verdicts import panels as verdicts
from heliu.matching.whynot import panels as whynot


def matches_panel(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """Only an address: the matches themselves are loaded when the reader comes to them."""
    kind = find_kind(record)
    return None if kind is None else {"kind": kind}


def register_panels() -> None:
    for slot in ("demand.detail", "achievement.detail", "expert.detail", "organisation.detail"):
        register_panel(slot, "matching/panels/matches.html", matches_panel, order=50)
    coaching.register_panels()
    outcomes.register_panels()
    sheets.register_panels()
    verdicts.register_panels()
    whynot.register_panels()
