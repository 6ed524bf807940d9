"""What docs/reference/tiers.md promises, and somebody of each sort that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import (
    OrganisationFactory,
    UserFactory,
    administrator,
    manager,
    member,
    park_operator,
    reviewer,
    with_role,
)
from heliu.agreements.tests.factories import code, sides
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.choices import AccessState
from heliu.catalog.models import Record

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "tiers.md"


def promised() -> dict[str, dict[str, set[str]]]:
    """Sort of person → tier → groups of fields, as the page says."""
    block = re.search(r"<!-- begin tiers -->(.*?)<!-- end tiers -->", PAGE.read_text(encoding="utf-8"), flags=re.S)
    assert block
    head, _line, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in block.group(1).strip().splitlines()
    ]
    return {
        row[0]: {tier: set(cell.split(", ")) - {"nothing"} for tier, cell in zip(head[1:], row[1:], strict=True)}
        for row in rows
    }


def grant(record: Record, organisation: Organisation, **fields: Any) -> AccessRequest:
    values = {"state": AccessState.GRANTED, "until": timezone.localdate(), "reason": "试用"} | fields
    return AccessRequest.objects.create(
        kind=record.kind, record_id=record.pk, owner=record.organisation, organisation=organisation, **values
    )


def make_people(owner: Organisation, records: Iterable[Record]) -> dict[str, Any]:
    """Somebody of each sort, by the name in the table."""
    guest = OrganisationFactory(verified=True)
    owner.uscc = owner.uscc or code()
    owner.save(update_fields=["uscc"])
    two = sides(owner)
    agreement = two.in_force()
    for record in records:
        grant(record, guest)
        grant(record, two.b, under_agreement=True, agreement=agreement)
    return {
        "visitor": AnonymousUser(),
        "signed in": UserFactory(),
        "member of an organisation that is not verified": member(OrganisationFactory()),
        "member of a verified organisation": member(),
        "the same, granted access": member(guest),
        "the same, opened under an agreement": two.member_b,
        "member of the owner": member(owner),
        "technology manager": manager(),
        "technology manager with a mandate of the owner": manager(owner),
        "the same, confidential records too": manager(owner, confidential=True),
        "park operator": park_operator(),
        "park operator, the owner a tenant": park_operator(owner),
        "bureau analyst": with_role(PlatformRole.ANALYST),
        "reviewer": reviewer(),
        "administrator": administrator(),
    }
