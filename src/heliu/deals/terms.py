"""What the deal itself has to say before a step: the guards of its own fields."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from heliu.deals.guards import register_guard
from heliu.deals.models import Deal


def _unsaid(deal: Deal, *names: str) -> Iterator[str]:
    for name in names:
        if getattr(deal, name) in (None, ""):
            label = str(Deal._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            yield _("%(field)s is missing.") % {"field": capfirst(label)}


def priced(deal: Deal) -> Iterator[str]:
    yield from _unsaid(deal, "amount", "pricing")


def contracted(deal: Deal) -> Iterator[str]:
    yield from _unsaid(deal, "contract_kind", "amount", "technology_amount", "signed_on")


def registered(deal: Deal) -> Iterator[str]:
    yield from _unsaid(deal, "registration_number", "registered_on")


def register() -> None:
    """Called once, when the application is ready."""
    register_guard("price", priced)
    register_guard("contract", contracted)
    register_guard("register", registered)
