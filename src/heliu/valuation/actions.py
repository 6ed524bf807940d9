"""Writing, changing and deleting valuations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from heliu.accounts.models import User
from heliu.activity.actions import forget_record, record_event
from heliu.catalog.models import Achievement
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day
from heliu.valuation import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.valuation.errors import TooManyValuations, ValuationChanged, ValuationGone
from heliu.valuation.models import Valuation
from heliu.valuation.selectors import changed_since

MOST = 50
"""Valuations of one achievement."""


@transaction.atomic
def write_valuation(
    *, actor: User, achievement: Achievement, method: str, inputs: Mapping[str, Any], name: str = "",
    valued_on: date | None = None, note: str = "",
) -> Valuation:  # fmt: skip
    """Keep the inputs of one method. Raises TooManyValuations, ValidationError by place of the inputs."""
    # Whoever values it in two windows at once waits here, so that the count below holds.
    found = Achievement.objects.select_for_update(of=("self",)).filter(pk=achievement.pk).first()
    if found is None:
        raise ValuationGone
    require(actor, "valuation.add_valuation", found)
    if found.valuations.count() >= MOST:
        raise TooManyValuations(MOST)
    valuation = Valuation(
        achievement=found, method=method, name=name.strip(), inputs=dict(inputs), note=note.strip(), author=actor,
        valued_on=valued_on or local_day(),
    )  # fmt: skip
    valuation.full_clean()
    valuation._history_user = actor  # type: ignore[attr-defined]
    valuation.save()
    record_event(valuation, "created", actor=actor)
    return valuation


@transaction.atomic
def edit_valuation(*, actor: User, valuation: Valuation, version: int, fields: Mapping[str, Any]) -> Valuation:
    """Change what differs; the method stays, since another method asks something else.

    Where ``version`` is no longer the newest, nothing is written and ValuationChanged tells what the other person
    changed.
    """
    found = _locked(valuation)
    require(actor, "valuation.edit_valuation", found)
    if unknown := set(fields) - set(Valuation.editable_fields):
        raise TypeError(f"Valuation has no editable field {sorted(unknown)[0]!r}.")
    if found.version != version:
        raise ValuationChanged(changed_since(found, version))
    changed = [name for name, value in fields.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, fields[name])
    found.full_clean()
    if changed:
        found.version += 1
        found._history_user = actor  # type: ignore[attr-defined]
        found.save()
        record_event(found, "edited", actor=actor, data={"version": found.version, "changed": changed})
    return found


@transaction.atomic
def delete_valuation(*, actor: User, valuation: Valuation) -> None:
    """Delete a valuation with its versions."""
    found = _locked(valuation)
    require(actor, "valuation.delete_valuation", found)
    found.delete()


def forget_valuation(valuation: Valuation) -> None:
    """Delete the versions and the timeline of a valuation that is being deleted, with its achievement or alone."""
    forget_record(valuation)
    Valuation.history.filter(id=valuation.pk).delete()


def _locked(valuation: Valuation) -> Valuation:
    found = Valuation.objects.select_for_update(of=("self",)).filter(pk=valuation.pk).first()
    if found is None:
        raise ValuationGone
    return found
