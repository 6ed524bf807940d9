"""Asking for a record that is shown on request, and the owner's answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.models import Organisation, User
from heliu.accounts.permissions import forget_lookups
from heliu.catalog.access.errors import AccessAsked, AccessDecided, DayPast, ReasonMissing, TooManyAsked
from heliu.catalog.access.models import AccessEvent, AccessRequest
from heliu.catalog.access.protecting import lock_agreement, protect
from heliu.catalog.access.selectors import OPEN_STATES, asking_organisations
from heliu.catalog.access.telling import members_of, tell
from heliu.catalog.choices import AccessState
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day

LONGEST_GRANT = dt.timedelta(days=731)
REQUESTS_A_DAY = 50
"""How many one person may make, so that nobody floods the owners of a region."""


@transaction.atomic
def ask_access(*, actor: Any, record: Any, organisation: Organisation, reason: str) -> AccessRequest:
    """Ask the owner to open the record to one of the actor's verified organisations.

    Raises ReasonMissing; TooManyAsked; AccessAsked while an earlier request waits or is in force.
    """
    require(actor, "catalog.ask_access", record)
    if not asking_organisations(actor).filter(pk=organisation.pk).exists():
        raise PermissionDenied(_("You are not allowed to do this."))
    if not reason.strip():
        raise ReasonMissing
    lately = AccessRequest.objects.filter(asked_by=actor, asked_at__gt=timezone.now() - dt.timedelta(days=1))
    if lately.count() >= REQUESTS_A_DAY:
        raise TooManyAsked
    earlier = AccessRequest.objects.filter(kind=record.kind, record_id=record.pk, organisation=organisation)
    open_today = earlier.in_force().values("pk")
    earlier.filter(state=AccessState.GRANTED).exclude(pk__in=open_today).update(state=AccessState.OVER)
    request = AccessRequest(
        kind=record.kind, record_id=record.pk, owner=record.organisation, organisation=organisation, asked_by=actor,
        reason=reason.strip(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        # The database's own constraint decides, so two members who ask at once make one request.
        raise AccessAsked from error
    tell(request, "access_asked", actor, note=request.reason, notify=members_of(record.organisation))
    return request


@transaction.atomic
def grant_access(
    *, actor: Any, request: AccessRequest, until: dt.date, answer: str = "", under_agreement: bool = False
) -> AccessRequest:
    """Open the record to all members of the asking organisation until a day. Raises DayPast, AccessDecided.

    With ``under_agreement`` only as long as a confidentiality agreement of the two protects it: where none is in force
    yet, the grant waits for one.
    """
    agreement = lock_agreement(request.owner, request.organisation) if under_agreement else None
    request = _locked(request, AccessState.WAITING)
    require(actor, "catalog.decide_access", request)
    today = local_day()
    if not today <= until <= today + LONGEST_GRANT:
        raise DayPast
    request.until, request.under_agreement = until, under_agreement
    if under_agreement and agreement is None:
        return _decide(request, AccessState.PROMISED, "access_promised", actor, answer)
    if agreement is not None:
        protect(request, agreement, actor if isinstance(actor, User) else None)
    return _decide(request, AccessState.GRANTED, "access_granted", actor, answer)


@transaction.atomic
def refuse_access(*, actor: Any, request: AccessRequest, answer: str = "") -> AccessRequest:
    """Leave the record closed. Raises AccessDecided."""
    request = _locked(request, AccessState.WAITING)
    require(actor, "catalog.decide_access", request)
    return _decide(request, AccessState.REFUSED, "access_refused", actor, answer)


@transaction.atomic
def revoke_access(*, actor: Any, request: AccessRequest, answer: str = "") -> AccessRequest:
    """Close the record again, at once. Raises AccessDecided where nothing is granted."""
    request = _locked(request, AccessState.GRANTED, AccessState.PROMISED)
    require(actor, "catalog.decide_access", request)
    return _decide(request, AccessState.REVOKED, "access_revoked", actor, answer)


@transaction.atomic
def withdraw_access(*, actor: Any, request: AccessRequest) -> AccessRequest:
    """Take a request back, or give up what was granted. Raises AccessDecided."""
    request = _locked(request, *OPEN_STATES)
    require(actor, "catalog.withdraw_access", request)
    request.state = AccessState.WITHDRAWN
    request.save(update_fields=["state"])
    forget_lookups(actor)
    tell(request, "access_withdrawn", actor, notify=members_of(request.owner))
    return request


def forget_requests(record: Any) -> None:
    """Delete the requests for a record that is being deleted; the log of who read it stays."""
    AccessRequest.objects.filter(kind=record.kind, record_id=record.pk).delete()


def purge_access_log() -> int:
    """Delete entries older than ``HELIU_ACCESS_LOG_DAYS``; how many went."""
    before = timezone.now() - dt.timedelta(days=settings.HELIU_ACCESS_LOG_DAYS)
    # The manager refuses to delete anything; the end of retention is the one way around it.
    deleted, _each = AccessEvent._base_manager.filter(at__lt=before).delete()
    return deleted


def _locked(request: AccessRequest, *states: AccessState) -> AccessRequest:
    found = AccessRequest.objects.select_for_update().get(pk=request.pk)
    if found.state not in states:
        raise AccessDecided
    return found


def _decide(request: AccessRequest, state: AccessState, verb: str, actor: Any, answer: str) -> AccessRequest:
    request.state = state
    request.answer = answer.strip()
    request.decided_by = actor if isinstance(actor, User) else None
    request.decided_at = timezone.now()
    request.full_clean(validate_constraints=False)
    request.save()
    people = User.objects.filter(pk=request.asked_by_id or 0, memberships__organisation=request.organisation)
    # Whoever is refused does not learn either whose the record is, so no name goes with the notice.
    named = actor if state in (AccessState.GRANTED, AccessState.PROMISED) else None
    tell(request, verb, named, note=request.answer, notify=people.filter(is_active=True))
    return request
