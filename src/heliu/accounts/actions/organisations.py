"""Registering, editing and verifying organisations."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.actions._announcing import announce, announce_change, person
from heliu.accounts.choices import MemberRole, Verification
from heliu.accounts.errors import DuplicateOrganisation, EditConflict, IdentityChange
from heliu.accounts.models import Membership, Organisation
from heliu.accounts.permissions import forget_lookups
from heliu.accounts.selectors import owners_of, reviewers, same_codes, same_names
from heliu.accounts.signals import (
    organisation_edited,
    organisation_registered,
    organisation_verified,
    verification_withdrawn,
)
from heliu.kit.identifiers import normalise_ror, normalise_uscc
from heliu.kit.permissions import allowed, require

FIELDS = (
    "kind", "name_zh", "name_en", "description_zh", "description_en", "region", "industry", "website", "uscc", "ror",
    "source", "external_id",
)  # fmt: skip
"""What the two actions below may set."""

IDENTITY = ("name_zh", "name_en", "uscc", "ror")
"""What a reviewer looked at when verifying."""


@transaction.atomic
def register_organisation(
    *, actor: Any, distinct: bool = False, as_owner: bool = True, **fields: Any
) -> Organisation:  # fmt: skip
    """Add an organisation; the actor becomes its owner.

    ``distinct``: the person has seen those of the same name and says that this is another one.
    ``as_owner=False`` enters it for others to claim, which takes a reviewer, an administrator or the
    operator. Raises DuplicateOrganisation, ValidationError.
    """
    require(actor, "accounts.add_organisation" if as_owner else "accounts.add_for_others")
    organisation = Organisation(**_known(fields))
    _refuse_duplicates(organisation, distinct=distinct)
    organisation.full_clean()
    _save(organisation, actor)
    if as_owner:
        Membership.objects.create(user=actor, organisation=organisation, role=MemberRole.OWNER)
        forget_lookups(actor)
    announce(organisation_registered, organisation, actor=actor)
    announce_change(organisation)
    return organisation


@transaction.atomic
def edit_organisation(
    *, actor: Any, organisation: Organisation, version: int, distinct: bool = False, end_verification: bool = False,
    **fields: Any,
) -> Organisation:  # fmt: skip
    """Save changed fields if the organisation is still at ``version``; gives it as it is then.

    A new name or code ends the verification of a verified organisation unless a reviewer sets it;
    the person says ``end_verification`` to accept that. Raises EditConflict, DuplicateOrganisation,
    IdentityChange, ValidationError.
    """
    require(actor, "accounts.edit_organisation", organisation)
    stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if stored.version != version:
        raise EditConflict(stored)
    before = {name: getattr(stored, name) for name in FIELDS}
    for name, value in _known(fields).items():
        setattr(stored, name, value)
    stored.clean_fields(exclude=[name for name in FIELDS if name not in fields])
    stored.clean()
    changed = [name for name in FIELDS if getattr(stored, name) != before[name]]
    if not changed:
        return stored
    renamed = any(name in changed for name in IDENTITY)
    if renamed:
        _refuse_duplicates(stored, distinct=distinct)
    stored.full_clean()
    unverified = renamed and stored.is_verified and not allowed(actor, "accounts.withdraw_verification", stored)
    if unverified:
        if not end_verification:
            raise IdentityChange
        stored.verification = Verification.UNVERIFIED
        stored.verified_at = None
    stored.version += 1
    _save(stored, actor)
    forget_lookups(actor)
    # Members know of each other's work; what a reviewer or an administrator does here they are told.
    notify = [] if allowed(actor, "accounts.leave_organisation", stored) else owners_of(stored)
    announce(organisation_edited, stored, actor=actor, data={"changed": changed}, notify=notify)
    if unverified:
        note = str(_("The name or a code was changed."))
        announce(verification_withdrawn, stored, actor=actor, note=note, notify=[*reviewers(), *owners_of(stored)])
    announce_change(stored)
    return stored


@transaction.atomic
def set_organisation_shown(*, actor: Any, organisation: Organisation, shown: bool) -> Organisation:
    """Hide an organisation from everybody, or show it again; what it owns is hidden with it."""
    require(actor, "accounts.hide_organisation", organisation)
    stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if stored.is_active != shown:
        stored.is_active = shown
        stored.version += 1
        _save(stored, actor)
        announce(organisation_edited, stored, actor=actor, data={"changed": ["is_active"]}, notify=owners_of(stored))
        announce_change(stored)
    return stored


@transaction.atomic
def verify_organisation(*, actor: Any, organisation: Organisation, note: str) -> Organisation:
    """Say that an organisation is what it says it is, without a claim; ``note`` is how one saw it."""
    require(actor, "accounts.verify_organisation", organisation)
    if not note.strip():
        raise ValidationError({"note": _("Say how you saw it.")})
    stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not stored.is_verified:
        mark_verified(stored, actor)
        announce(organisation_verified, stored, actor=actor, note=note.strip(), notify=owners_of(stored))
    return stored


@transaction.atomic
def withdraw_verification(*, actor: Any, organisation: Organisation, reason: str) -> Organisation:
    """Take back that an organisation is verified; its members no longer see the tier *members*."""
    require(actor, "accounts.withdraw_verification", organisation)
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
    stored = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if stored.is_verified:
        stored.verification = Verification.UNVERIFIED
        stored.verified_at = None
        stored.version += 1
        _save(stored, actor)
        forget_lookups(person(actor))
        announce(verification_withdrawn, stored, actor=actor, note=reason.strip(), notify=owners_of(stored))
        announce_change(stored)
    return stored


def mark_verified(organisation: Organisation, actor: Any) -> None:
    """Set the mark on a locked row. Only for actions that have asked for permission."""
    organisation.verification = Verification.VERIFIED
    organisation.verified_at = timezone.now()
    organisation.version += 1
    _save(organisation, actor)
    announce_change(organisation)


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"Not a field that can be set: {', '.join(sorted(unknown))}.")
    known = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    # Before the fields are checked, since a code may be typed with blanks and is then too long.
    if "uscc" in known:
        known["uscc"] = normalise_uscc(known["uscc"]) or None
    if "ror" in known:
        known["ror"] = normalise_ror(known["ror"]) or None
    return known


def _save(organisation: Organisation, actor: Any) -> None:
    organisation._history_user = person(actor)  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        # Somebody registered the same code between the check and now.
        similar = same_codes(organisation.uscc, organisation.ror, but=organisation.pk)
        raise DuplicateOrganisation(similar, certain=True) from error


def _refuse_duplicates(organisation: Organisation, *, distinct: bool) -> None:
    if similar := list(same_codes(organisation.uscc, organisation.ror, but=organisation.pk)):
        raise DuplicateOrganisation(similar, certain=True)
    if not distinct:
        similar = list(same_names(organisation.name_zh, organisation.name_en, but=organisation.pk))
        if similar:
            raise DuplicateOrganisation(similar, certain=False)
