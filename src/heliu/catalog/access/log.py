"""Writing down who read what is not for everybody.

Whatever gives out the full text of records calls ``note_reading`` with what it gives out. Nothing is
noted of what everybody may read, nor of the owner's own members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import F

from heliu.accounts.choices import PlatformRole, Verification
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import has_role, mandates_of, memberships_of, tenants_of
from heliu.catalog.access.models import AccessEvent, AccessRequest
from heliu.catalog.choices import AccessKind, AccessStanding, AccessWay, Tier
from heliu.kit.permissions import allowed

PORTION = 500


def note_reading(user: Any, records: Iterable[Any], *, what: AccessKind, way: AccessWay) -> None:
    """Note that the person is given these records, of those that have to be noted."""
    if not getattr(user, "is_authenticated", False):
        return
    noted = [record for record in records if is_noted(user, record)]
    if not noted:
        return
    reader = _Reader(user)
    AccessEvent.objects.bulk_create(
        AccessEvent(
            person=user, organisation_id=reader.organisation(record), standing=reader.standing(record),
            owner_id=record.organisation_id, kind=record.kind, record_id=record.pk, version=record.version,
            tier=record.tier, what=what, way=way,
        )
        for record in noted
    )  # fmt: skip


def noting(user: Any, records: Iterable[Any], *, what: AccessKind, way: AccessWay) -> Iterator[Any]:
    """The records, each noted before it is given out; for lists that are never held."""
    rest = iter(records)
    while portion := list(islice(rest, PORTION)):
        note_reading(user, portion, what=what, way=way)
        yield from portion


def note_opening(record: Any, organisation: Organisation, opened_by: Any) -> None:
    """Note that a record was opened to an organisation under an agreement, by somebody of its owner."""
    AccessEvent.objects.create(
        person=opened_by, organisation=organisation, standing=AccessStanding.AGREEMENT, owner_id=record.organisation_id,
        kind=record.kind, record_id=record.pk, version=record.version, tier=record.tier, what=AccessKind.OPENED,
        way=AccessWay.PAGE,
    )  # fmt: skip


def is_noted(user: Any, record: Any) -> bool:
    """Whether reading this record in full is something that its owner can ask about later."""
    for_everybody = record.tier == Tier.PUBLIC and record.is_published
    own = record.organisation_id in memberships_of(user)
    return not for_everybody and not own and allowed(user, "catalog.view_content", record)


class _Reader:
    """As what, and for which organisation, a person reads a record that is not their own."""

    def __init__(self, user: Any) -> None:
        self.user = user
        verified = Organisation.objects.of_member(user).filter(verification=Verification.VERIFIED, is_active=True)
        self.verified = list(verified.order_by("pk").values_list("pk", flat=True))
        granted = AccessRequest.objects.in_force().filter(organisation__in=self.verified)
        # One under an agreement opens more, so of several for the same record it is the one that counts.
        rows = granted.order_by(F("agreement").asc(nulls_first=True))
        self.granted = {
            (kind, pk): (organisation, agreement)
            for kind, pk, organisation, agreement in rows.values_list(
                "kind", "record_id", "organisation_id", "agreement_id"
            )
        }

    def standing(self, record: Any) -> AccessStanding:
        organisation, agreement = self.granted.get((record.kind, record.pk), (None, None))
        if agreement is not None and record.tier in (Tier.ON_REQUEST, Tier.CONFIDENTIAL) and record.is_published:
            return AccessStanding.AGREEMENT
        if organisation is not None and record.tier == Tier.ON_REQUEST and record.is_published:
            return AccessStanding.GRANTED
        if record.tier == Tier.MEMBERS and record.is_published and self.verified:
            return AccessStanding.MEMBER
        if record.organisation_id in mandates_of(self.user):
            return AccessStanding.MANAGER
        if record.organisation_id in tenants_of(self.user):
            return AccessStanding.PARK_OPERATOR
        return AccessStanding.REVIEWER if has_role(self.user, PlatformRole.REVIEWER) else AccessStanding.OTHER

    def organisation(self, record: Any) -> int | None:
        """The organisation whose membership opens the record; None where a role does."""
        standing = self.standing(record)
        if standing in (AccessStanding.GRANTED, AccessStanding.AGREEMENT):
            return self.granted[record.kind, record.pk][0]
        return self.verified[0] if standing == AccessStanding.MEMBER else None
