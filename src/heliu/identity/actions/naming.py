"""Names of organisations beside the two of their page."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.accounts.selectors import owners_of
from heliu.activity.actions import record_event
from heliu.identity.errors import NameTaken
from heliu.identity.models import OrganisationName
from heliu.kit.permissions import require

FIELDS = ("name", "kind", "since", "until", "source")


@transaction.atomic
def add_name(*, actor: Actor, organisation: Organisation, **fields: Any) -> OrganisationName:
    """Add a name. Raises NameTaken where the organisation has it, ValidationError."""
    require(actor, "identity.manage_names", organisation)
    made = OrganisationName(organisation=organisation, added_by=person(actor), **_known(fields))
    _save(made)
    _tell(actor, made, "name_added")
    return made


@transaction.atomic
def edit_name(*, actor: Actor, entry: OrganisationName, **fields: Any) -> OrganisationName:
    """Change a name or what is said of it."""
    require(actor, "identity.manage_names", entry.organisation)
    entry = OrganisationName.objects.select_for_update().get(pk=entry.pk)
    for field, value in _known(fields).items():
        setattr(entry, field, value)
    _save(entry)
    _tell(actor, entry, "name_edited")
    return entry


@transaction.atomic
def remove_name(*, actor: Actor, entry: OrganisationName) -> None:
    """Take a name away; once it is gone this does nothing."""
    require(actor, "identity.manage_names", entry.organisation)
    done, _rows = OrganisationName.objects.filter(pk=entry.pk).delete()
    if done:
        _tell(actor, entry, "name_removed")


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"Not a field that can be set: {', '.join(sorted(unknown))}.")
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def _save(name: OrganisationName) -> None:
    name.full_clean(exclude=["organisation", "added_by"], validate_constraints=False)
    try:
        with transaction.atomic():
            name.save()
    except IntegrityError:
        raise NameTaken from None


def _tell(actor: Actor, name: OrganisationName, verb: str) -> None:
    owner = name.organisation
    record_event(owner, verb, actor=person(actor), note=name.name, notify=owners_of(owner))
