"""Writing what a deal says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.deals.actions.steps import locked, save
from heliu.deals.errors import DealChanged, FixedByContract, StepNotPossible
from heliu.deals.models import Deal
from heliu.deals.selectors import changed_since, managers_concerned, people_of
from heliu.kit.permissions import require


@transaction.atomic
def edit_deal(*, actor: Actor, deal: Deal, version: int, fields: Mapping[str, Any]) -> Deal:
    """Change some of ``Deal.editable_fields`` of the version that the person has seen.

    Where ``version`` is no longer the newest nothing is written and DealChanged says what somebody else changed.
    Nothing happens where nothing differs.
    """
    unknown = set(fields) - set(Deal.editable_fields)
    if unknown:
        raise TypeError(f"A deal has no editable field {sorted(unknown)[0]!r}.")
    deal = locked(deal)
    require(actor, "deals.edit_deal", deal)
    if deal.is_over:
        raise StepNotPossible(deal.get_stage_display())
    if deal.version != version:
        raise DealChanged(changed_since(deal, version))
    changed = [name for name, value in fields.items() if getattr(deal, name) != value]
    if not changed:
        return deal
    if deal.is_signed and (fixed := [name for name in changed if name in Deal.fixed_once_signed]):
        raise FixedByContract([str(Deal._meta.get_field(name).verbose_name) for name in fixed])  # type: ignore[union-attr]
    _refuse_strangers(deal, {name: fields[name] for name in ("owner", "manager") if name in changed})
    for name in changed:
        setattr(deal, name, fields[name])
    deal.version += 1
    save(deal, actor, "edited")
    record_event(deal, "deal_edited", actor=person(actor), data={"version": deal.version, "changed": changed})
    return deal


def _refuse_strangers(deal: Deal, people: Mapping[str, Any]) -> None:
    """Whoever looks after a deal belongs to it."""
    may = {"owner": people_of, "manager": managers_concerned}
    strangers = [name for name, user in people.items() if user and not may[name](deal).filter(pk=user.pk).exists()]
    if strangers:
        raise ValidationError({name: _("This person does not act for either side.") for name in strangers})
