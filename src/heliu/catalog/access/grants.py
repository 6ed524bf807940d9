"""Which records were opened to a person by their owners; ``models.querysets`` asks here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from heliu.accounts.choices import Verification
from heliu.accounts.permissions import memberships_of
from heliu.catalog.access.models import AccessRequest


def granted_by_owners(user: Any, kind: str) -> Iterable[int]:
    """Ids of the records of a kind that were opened to one of the person's organisations and are open today.

    An organisation that has lost its verification, or is hidden, reads nothing by a grant.
    """
    return [record for record, _agreement in _granted(user, kind)]


def granted_under_agreements(user: Any, kind: str) -> Iterable[int]:
    """Of these the ones that an agreement protects, which may be confidential."""
    return [record for record, agreement in _granted(user, kind) if agreement is not None]


def _granted(user: Any, kind: str) -> list[tuple[int, int | None]]:
    """Records with the agreements they are open under; read once per user object for both questions."""
    known = user.__dict__.setdefault("_granted", {})
    if kind not in known:
        organisations = list(memberships_of(user))
        open_today = AccessRequest.objects.in_force().filter(kind=kind, organisation__in=organisations)
        trusted = open_today.filter(organisation__verification=Verification.VERIFIED, organisation__is_active=True)
        known[kind] = list(trusted.values_list("record_id", "agreement_id")) if organisations else []
    return known[kind]
