"""What this area shows on pages of the rows below it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from heliu.accounts.models import Organisation
from heliu.interest.alerts import panels as alerts
from heliu.interest.bookmarks import permissions  # noqa: F401 - registers the rules that templates ask by name
from heliu.interest.comparing.basket import chosen
from heliu.interest.keeping import buttons
from heliu.interest.searches import panels as searches
from heliu.kit.panels import register_panel
from heliu.matching.cards import Card
from heliu.matching.kinds import find_kind


def card_buttons(request: HttpRequest, card: Card) -> dict[str, Any]:
    return _buttons(request, card.result.kind.name, card.result.record)


def record_buttons(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """On a row of a list and on a record's page."""
    kind = find_kind(record)
    return None if kind is None else _buttons(request, kind.name, record)


def _buttons(request: HttpRequest, kind: str, record: Any) -> dict[str, Any]:
    title = record.name if isinstance(record, Organisation) else record.title
    return {**buttons(request, kind, record.pk, title), "next": request.get_full_path()}


def account_menu(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The ways to what a person keeps. What is new is told by the notices and in the lists themselves."""
    return {}


def basket(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The way to the comparison, while something is chosen."""
    return {"number": len(chosen(request))}


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("match.card", "interest/panels/keep.html", card_buttons, order=5)
    register_panel("record.row", "interest/panels/keep.html", record_buttons, order=10)
    register_panel("record.actions", "interest/panels/keep.html", record_buttons, order=10)
    register_panel("organisation.actions", "interest/panels/keep.html", record_buttons, order=90)
    register_panel("account.menu", "interest/panels/menu.html", account_menu, order=20)
    register_panel("account", "interest/panels/basket.html", basket, order=30)
    searches.register_panels()
    alerts.register_panels()
