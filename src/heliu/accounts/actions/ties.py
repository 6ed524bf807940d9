"""Who works for an organisation from outside: technology managers with a mandate, and the park it is in."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from heliu.accounts.actions._announcing import announce, person
from heliu.accounts.choices import MemberRole, PlatformRole
from heliu.accounts.errors import NoSuchManager, TieOver, TieStands
from heliu.accounts.models import Mandate, Organisation, Tenancy, User
from heliu.accounts.permissions import forget_lookups, memberships_of
from heliu.accounts.selectors import keepers_of_park, owners_of
from heliu.accounts.signals import (
    mandate_accepted,
    mandate_changed,
    mandate_ended,
    mandate_offered,
    tenancy_accepted,
    tenancy_ended,
    tenancy_offered,
)
from heliu.kit.permissions import require

AnyTie = TypeVar("AnyTie", Mandate, Tenancy)


@transaction.atomic
def invite_manager(*, actor: Any, organisation: Organisation, email: str, confidential: bool = False) -> Mandate:
    """Ask a technology manager to work for the organisation. Raises NoSuchManager, TieStands."""
    require(actor, "accounts.invite_member", organisation)
    managers = User.objects.filter(role_grants__role=PlatformRole.MANAGER, is_active=True)
    manager = managers.filter(email__iexact=email.strip()).first()
    if manager is None:
        raise NoSuchManager
    mandate = Mandate(organisation=organisation, manager=manager, confidential=confidential, asked_by=person(actor))
    _begin(mandate)
    announce(mandate_offered, organisation, actor=person(actor), data=_about(mandate), notify=[manager])
    return mandate


@transaction.atomic
def offer_mandate(*, actor: Any, organisation: Organisation) -> Mandate:
    """Offer, as a technology manager, to work for the organisation; one of its owners accepts. Raises TieStands."""
    require(actor, "accounts.see_portfolio")
    mandate = Mandate(organisation=organisation, manager=actor, asked_by=person(actor), by_organisation=False)
    _begin(mandate)
    notify = owners_of(organisation)
    announce(mandate_offered, organisation, actor=person(actor), data=_about(mandate), notify=notify)
    return mandate


@transaction.atomic
def accept_mandate(*, actor: Any, mandate: Mandate, confidential: bool = False) -> Mandate:
    """Say yes for the side that was asked. Only an owner's word opens confidential records. Raises TieOver."""
    mandate = _locked(mandate)
    require(actor, "accounts.accept_mandate", mandate)
    if not mandate.by_organisation:
        mandate.confidential = confidential
    _accept(mandate, actor)
    notify = [mandate.manager, *owners_of(mandate.organisation)]
    announce(mandate_accepted, mandate.organisation, actor=person(actor), data=_about(mandate), notify=notify)
    return mandate


@transaction.atomic
def change_mandate(*, actor: Any, mandate: Mandate, confidential: bool) -> Mandate:
    """Open confidential records to the manager, or close them. Raises TieOver."""
    mandate = _locked(mandate)
    require(actor, "accounts.change_mandate", mandate)
    if mandate.ended_at is not None:
        raise TieOver
    if mandate.confidential != confidential:
        mandate.confidential = confidential
        mandate.save(update_fields=["confidential"])
        forget_lookups(mandate.manager)
        notify = [mandate.manager]
        announce(mandate_changed, mandate.organisation, actor=person(actor), data=_about(mandate), notify=notify)
    return mandate


@transaction.atomic
def end_mandate(*, actor: Any, mandate: Mandate) -> None:
    """End it, withdraw it or decline it, from either side. Raises TieOver."""
    mandate = _locked(mandate)
    require(actor, "accounts.end_mandate", mandate)
    _end(mandate, actor)
    notify = [mandate.manager, *owners_of(mandate.organisation)]
    announce(mandate_ended, mandate.organisation, actor=person(actor), data=_about(mandate), notify=notify)


@transaction.atomic
def offer_tenancy(*, actor: Any, organisation: Organisation, park: Organisation) -> Tenancy:
    """Say, for one side, that the organisation is in the park; the other one accepts.

    Raises TieStands, ValidationError where ``park`` is no park.
    """
    owner = memberships_of(actor).get(organisation.pk) == MemberRole.OWNER
    tenancy = Tenancy(organisation=organisation, park=park, asked_by=person(actor), by_organisation=owner)
    require(actor, "accounts.offer_tenancy", tenancy)
    tenancy.clean()
    _begin(tenancy)
    notify = keepers_of_park(park) if owner else owners_of(organisation)
    announce(tenancy_offered, organisation, actor=person(actor), data=_about(tenancy), notify=notify)
    return tenancy


@transaction.atomic
def accept_tenancy(*, actor: Any, tenancy: Tenancy) -> Tenancy:
    """Say yes for the side that was asked. Raises TieOver."""
    tenancy = _locked(tenancy)
    require(actor, "accounts.accept_tenancy", tenancy)
    _accept(tenancy, actor)
    _announce_tenancy(tenancy_accepted, tenancy, actor)
    return tenancy


@transaction.atomic
def end_tenancy(*, actor: Any, tenancy: Tenancy) -> None:
    """End it, withdraw it or decline it, from either side. Raises TieOver."""
    tenancy = _locked(tenancy)
    require(actor, "accounts.end_tenancy", tenancy)
    _end(tenancy, actor)
    _announce_tenancy(tenancy_ended, tenancy, actor)


def _begin(tie: Mandate | Tenancy) -> None:
    try:
        with transaction.atomic():
            tie.save()
    except IntegrityError as error:
        # The database's own constraint decides, so two who ask at once make one tie.
        raise TieStands from error


def _locked(tie: AnyTie) -> AnyTie:
    return type(tie).objects.select_for_update().get(pk=tie.pk)


def _accept(tie: Mandate | Tenancy, actor: Any) -> None:
    if not tie.is_waiting:
        raise TieOver
    tie.accepted_at, tie.accepted_by = timezone.now(), person(actor)
    tie.save()
    forget_lookups(actor)


def _end(tie: Mandate | Tenancy, actor: Any) -> None:
    if tie.ended_at is not None:
        raise TieOver
    tie.ended_at, tie.ended_by = timezone.now(), person(actor)
    tie.save()
    forget_lookups(actor)


def _announce_tenancy(signal: Any, tenancy: Tenancy, actor: Any) -> None:
    notify = [*owners_of(tenancy.organisation), *keepers_of_park(tenancy.park)]
    announce(signal, tenancy.organisation, actor=person(actor), data=_about(tenancy), notify=notify)


def _about(tie: Mandate | Tenancy) -> dict[str, Any]:
    if isinstance(tie, Mandate):
        return {"mandate": tie.pk, "manager": tie.manager_id, "confidential": tie.confidential}
    return {"tenancy": tie.pk, "park": tie.park_id}
