"""Which records were opened to a person by their owners; ``querysets.granted_ids`` asks here."""

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
    organisations = list(memberships_of(user))
    if not organisations:
        return ()
    open_today = AccessRequest.objects.in_force().filter(kind=kind, organisation__in=organisations)
    trusted = open_today.filter(organisation__verification=Verification.VERIFIED, organisation__is_active=True)
    return trusted.values_list("record_id", flat=True)
