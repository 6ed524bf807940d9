"""Stating facts of a deal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.deals.actions.steps import locked
from heliu.deals.errors import StepNotPossible
from heliu.deals.facts.errors import FactsChanged
from heliu.deals.facts.models import StatedFacts
from heliu.deals.facts.selectors import newest_statement, statable
from heliu.deals.models import Deal
from heliu.kit.permissions import require
from heliu.rulebook.rules import Fact

LARGEST = Decimal(10) ** 13


@transaction.atomic
def state_facts(*, actor: Actor, deal: Deal, version: int, values: Mapping[str, Any]) -> StatedFacts | None:
    """State some facts (None takes one back) of the version that the person has seen; 0 where nothing was stated yet.

    Gives the newest statement; nothing is written where nothing differs. The timeline of the deal tells nothing of it,
    since the other side reads that: versions say who stated what and when.
    """
    deal = locked(deal)
    require(actor, "deals.state_facts", deal)
    if deal.is_over:
        raise StepNotPossible(deal.get_stage_display())
    newest = newest_statement(deal)
    if version != (newest.version if newest is not None else 0):
        raise FactsChanged
    before = newest.values if newest is not None else {}
    after = before | _checked(values)
    after = {name: value for name, value in after.items() if value is not None}
    if after == before:
        return newest
    made = StatedFacts(deal=deal, version=version + 1, values=after, stated_by=person(actor))
    made.full_clean()
    made.save()
    return made


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept; ValidationError by name for those that do not fit."""
    known = statable()
    kept: dict[str, Any] = {}
    problems: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            problems[name] = _("Nobody can state this.")
        elif value is None or value == "":
            kept[name] = None
        else:
            try:
                kept[name] = _kept(known[name], value)
            except (ValueError, TypeError, ArithmeticError):
                problems[name] = _("This does not fit.")
    if problems:
        raise ValidationError(problems)
    return kept


def _kept(fact: Fact, value: Any) -> Any:
    if fact.type == "bool":
        if not isinstance(value, bool):
            raise ValueError
        return value
    if fact.type == "number":
        if isinstance(value, bool):
            raise ValueError
        number = Decimal(str(value))
        if not number.is_finite() or not 0 <= number < LARGEST:
            raise ValueError
        return f"{number.normalize():f}"
    if fact.type == "date":
        return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()
    if value not in fact.choices:
        raise ValueError
    return value
