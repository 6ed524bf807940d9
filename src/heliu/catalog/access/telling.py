"""Who gets notice of what happens to a request."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from heliu.accounts.models import Organisation, User
from heliu.activity.actions import record_event
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.access.selectors import record_of


def members_of(organisation: Organisation) -> QuerySet[User]:
    return User.objects.filter(memberships__organisation=organisation, is_active=True)


def tell(request: AccessRequest, verb: str, actor: Any, *, note: str = "", notify: QuerySet[User]) -> None:
    record = record_of(request)
    if record is not None:
        data = {"request": request.pk, "organisation": request.organisation_id}
        record_event(
            record, verb, actor=actor if isinstance(actor, User) else None, note=note, data=data, notify=notify
        )
