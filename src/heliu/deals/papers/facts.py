"""What the record of a deal says to the rules of registration; what it does not say is left out and so unknown.

A part of deals that knows more facts registers a source in ``AppConfig.ready()``: ``register_facts(stated_facts)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from heliu.deals.facts.selectors import record_values
from heliu.deals.models import Deal

Source = Callable[[Deal], Mapping[str, Any]]
_sources: list[Source] = []


def register_facts(source: Source) -> None:
    """Ask this as well; of two sources that say the same the later one counts."""
    if source not in _sources:
        _sources.append(source)


def facts_of(deal: Deal) -> dict[str, Any]:
    """Name of the fact → its value, of those that the record answers."""
    found = record_values(deal) | {
        "contract_signed": deal.signed_on is not None,
        "amounts_split": deal.amount is not None and deal.technology_amount is not None,
        "provider_place_known": bool(deal.provider.region),
        "recipient_place_known": bool(deal.recipient.region),
    }
    for source in _sources:
        found |= source(deal)
    return {name: value for name, value in found.items() if value is not None}
