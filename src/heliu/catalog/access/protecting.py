"""Records that are open as long as a confidentiality agreement of the two organisations protects them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from heliu.accounts.models import Organisation, User
from heliu.agreements.choices import State as AgreementState
from heliu.agreements.errors import NotInForce
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import in_force_between
from heliu.catalog.access.log import note_opening
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.access.selectors import OPEN_STATES, promised_to, record_of
from heliu.catalog.access.telling import members_of, tell
from heliu.catalog.choices import AccessState
from heliu.kit.workdays import local_day


def lock_agreement(owner: Organisation, organisation: Organisation) -> Agreement | None:
    """The agreement that protects what the owner opens to the other, held with any proposal of the two.

    It is taken before any request: whoever ends an agreement, or accepts one, holds it while the requests follow.
    """
    standing = Agreement.objects.between(owner, organisation).filter(
        state__in=[AgreementState.PROPOSED, AgreementState.IN_FORCE]
    )
    list(standing.select_for_update().order_by("pk").values_list("pk"))
    return in_force_between(owner, organisation, discloser=owner)


def protect(request: AccessRequest, agreement: Agreement, opened_by: User | None) -> None:
    """Tie a grant to an agreement: it does not outlast it. That it is open from now on is noted in the access log."""
    assert agreement.ends_on is not None  # noqa: S101 - a constraint of the database for what is in force
    request.agreement = agreement
    request.until = min(request.until, agreement.ends_on) if request.until else agreement.ends_on
    record = record_of(request)
    if record is not None:
        note_opening(record, request.organisation, opened_by)


@transaction.atomic
def open_under_agreement(
    *, record: Any, organisation: Organisation, agreement: Agreement, opened_by: User | None
) -> AccessRequest:
    """Open a record, a confidential one too, to the members of an organisation while the agreement is in force.

    For areas that have the owner's word; ``opened_by`` is who gave it. Purpose and last day are the agreement's.
    Raises NotInForce where it does not protect what the owner discloses to that organisation.
    """
    held = Agreement.objects.select_for_update(of=("self",)).select_related("party_a", "party_b").get(pk=agreement.pk)
    sides = {record.organisation_id, organisation.pk}
    if not (held.is_in_force and held.protects(record.organisation_id) and {held.party_a_id, held.party_b_id} == sides):
        raise NotInForce
    about = {"kind": record.kind, "record_id": record.pk, "organisation": organisation}
    request = AccessRequest.objects.select_for_update().filter(**about, state__in=OPEN_STATES).first()
    if request is None:
        request = AccessRequest(**about, owner=record.organisation, reason=held.purpose)
    elif request.agreement_id == held.pk and request.is_in_force:
        return request
    request.state, request.under_agreement, request.until = AccessState.GRANTED, True, held.ends_on
    request.decided_by, request.decided_at = opened_by, timezone.now()
    protect(request, held, opened_by)
    request.save()
    tell(request, "access_opened", opened_by, notify=members_of(organisation) | members_of(record.organisation))
    return request


@transaction.atomic
def close_under_agreement(*, record: Any, organisation: Organisation, actor: User | None) -> int:
    """Close what was opened to an organisation under an agreement; how many grants that ended."""
    found = AccessRequest.objects.select_for_update().filter(
        kind=record.kind, record_id=record.pk, organisation=organisation, state=AccessState.GRANTED,
        agreement__isnull=False,
    )  # fmt: skip
    return _end(list(found), AccessState.REVOKED, "access_revoked", actor)


def redeem_promises(agreement: Agreement) -> int:
    """Let what was granted "only under an agreement" take effect now that there is one; how many records opened."""
    requests = list(promised_to(agreement).select_for_update(of=("self",)).select_related("organisation", "decided_by"))
    for request in requests:
        if request.until is None or request.until < local_day():
            request.state = AccessState.OVER
            request.save(update_fields=["state"])
            continue
        request.state = AccessState.GRANTED
        protect(request, agreement, request.decided_by)
        request.save(update_fields=["state", "agreement", "until"])
        tell(request, "access_opened", None, notify=members_of(request.organisation))
    return len(requests)


def end_grants(agreement: Agreement) -> int:
    """Close what was open under an agreement that is over; how many grants that ended."""
    found = AccessRequest.objects.select_for_update().filter(agreement=agreement, state=AccessState.GRANTED)
    return _end(list(found), AccessState.OVER, "access_closed", None)


def _end(requests: list[AccessRequest], state: AccessState, verb: str, actor: User | None) -> int:
    for request in requests:
        request.state = state
        request.save(update_fields=["state"])
        # Those who could read it may not know of the record any more; the end of the agreement told them.
        tell(request, verb, actor, notify=User.objects.none())
    return len(requests)
