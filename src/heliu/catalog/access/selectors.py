"""Reads of requests and of the log, each for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from heliu.accounts.choices import Verification
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import memberships_of
from heliu.agreements.models import Agreement
from heliu.catalog.access.models import AccessEvent, AccessRequest
from heliu.catalog.choices import AccessState
from heliu.catalog.models import RECORD_MODELS
from heliu.kit.permissions import allowed

OPEN_STATES = (AccessState.WAITING, AccessState.PROMISED, AccessState.GRANTED)
"""Only one request of these states there is for each record and organisation."""


def asking_organisations(user: Any) -> QuerySet[Organisation]:
    """The organisations for which the person may ask: verified ones of theirs."""
    found = Organisation.objects.of_member(user)
    return found.filter(verification=Verification.VERIFIED, is_active=True)


def record_of(request: AccessRequest | AccessEvent) -> Any:
    """The record of a request as the database holds it; None where it is gone. Not for showing to anybody."""
    return RECORD_MODELS[request.kind].objects.filter(pk=request.record_id).first()


def requests_to(user: Any) -> QuerySet[AccessRequest]:
    """What was asked of the person's organisations."""
    return _with_names(AccessRequest.objects.filter(owner__in=list(memberships_of(user))))


def requests_by(user: Any) -> QuerySet[AccessRequest]:
    """What the person's organisations have asked for."""
    return _with_names(AccessRequest.objects.filter(organisation__in=list(memberships_of(user))))


def waiting_requests_to(user: Any) -> QuerySet[AccessRequest]:
    """What waits for an answer of the person's organisations."""
    return requests_to(user).filter(state=AccessState.WAITING)


def requests_for_record(user: Any, record: Any) -> list[AccessRequest]:
    """The requests for one record that its page shows this person: waiting and in force, or their own last one."""
    about = {"kind": record.kind, "record_id": record.pk}
    if record.organisation_id in memberships_of(user):
        found = requests_to(user).filter(**about, state__in=OPEN_STATES)
        return [request for request in found if request.state != AccessState.GRANTED or request.is_in_force]
    return list(requests_by(user).filter(**about)[:1])


def may_ask(user: Any, record: Any) -> bool:
    """Whether the person may ask for this record now, for an organisation that has not asked yet."""
    return allowed(user, "catalog.ask_access", record) and organisations_to_ask_for(user, record).exists()


def organisations_to_ask_for(user: Any, record: Any) -> QuerySet[Organisation]:
    """Those of the person's organisations for which no request waits."""
    waiting = AccessRequest.objects.filter(
        kind=record.kind, record_id=record.pk, state__in=[AccessState.WAITING, AccessState.PROMISED]
    )
    return asking_organisations(user).exclude(pk__in=waiting.values("organisation"))


def get_access_request(user: Any, pk: int) -> AccessRequest:
    """A request of which one of the person's organisations is a side, or 404."""
    own = list(memberships_of(user))
    found = AccessRequest.objects.filter(Q(owner__in=own) | Q(organisation__in=own), pk=pk)
    request = _with_names(found).first()
    if request is None:
        raise Http404
    return request


def promised_to(agreement: Agreement) -> QuerySet[AccessRequest]:
    """What the one side of an agreement has promised to open to the other under one, where this one protects it."""
    a, b = agreement.parties()
    sides = Q(owner=a, organisation=b) if agreement.protects(a.pk) else Q(pk__in=[])
    if agreement.protects(b.pk):
        sides |= Q(owner=b, organisation=a)
    return AccessRequest.objects.filter(sides, state=AccessState.PROMISED)


def with_records(user: Any, rows: Iterable[Any]) -> list[Any]:
    """Requests or log entries with ``record`` set to what the person may know of, else None; one query a kind."""
    rows = list(rows)
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        wanted[row.kind].add(row.record_id)
    known: dict[tuple[str, int], Any] = {}
    for kind, ids in wanted.items():
        records = RECORD_MODELS[kind].objects.visible_to(user).filter(pk__in=ids).select_related("organisation")
        known |= {(kind, record.pk): record for record in records}
    for row in rows:
        row.record = known.get((row.kind, row.record_id))
    return rows


def access_log_of(organisation: Organisation) -> QuerySet[AccessEvent]:
    """Who read this organisation's records; for its owners."""
    return _entries().filter(owner=organisation)


def whole_access_log() -> QuerySet[AccessEvent]:
    """Every entry; for administrators."""
    return _entries()


def _entries() -> QuerySet[AccessEvent]:
    return AccessEvent.objects.select_related("person", "organisation", "owner")


def _with_names(requests: QuerySet[AccessRequest]) -> QuerySet[AccessRequest]:
    return requests.select_related("organisation", "owner", "asked_by", "decided_by", "agreement")


def personal_access(user: Any) -> dict[str, Any]:
    """What requests and the log hold about a person, for the copy of their data."""
    asked = AccessRequest.objects.filter(asked_by=user).select_related("organisation").order_by("asked_at", "pk")
    read = AccessEvent.objects.filter(person=user).order_by("at", "pk")
    return {
        "access_requests": [
            {
                "record": f"{one.kind} {one.record_id}", "organisation": str(one.organisation), "reason": one.reason,
                "state": one.state, "asked_at": one.asked_at, "answer": one.answer, "until": one.until,
            }
            for one in asked
        ],
        "records_read": [
            {"record": f"{one.kind} {one.record_id}", "what": one.what, "way": one.way, "at": one.at} for one in read
        ],
    }  # fmt: skip
