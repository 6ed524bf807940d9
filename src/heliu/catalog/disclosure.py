"""The table of roles, tiers and fields in ``docs/reference/tiers.md``, made by asking the rules themselves.

Nothing is read from a database: each person is one whose standing is written on the object, where the
rules look it up. ``tools/write_tables.py`` puts it there; a test compares the page with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from heliu.accounts.choices import MemberRole, PlatformRole
from heliu.accounts.models import Organisation, User
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS, Demand, Record
from heliu.kit.permissions import allowed

FIELDS = {
    "title": "catalog.view_record",
    "text": "catalog.view_content",
    "contact": "catalog.view_contact",
    "versions": "catalog.view_history",
}
"""Group of fields → the rule that opens it, each with all groups before it."""

OWNER, OTHER, RECORD = 1, 2, 1
"""Ids of the organisation that owns the record, of another one, and of the record."""


def _person(
    *, roles: Iterable[PlatformRole] = (), member_of: int | None = None, verified: bool = False,
    mandate: bool | None = None, tenant: bool = False, granted: bool = False, opened: bool = False,
    administrator: bool = False,
) -> User:  # fmt: skip
    """Somebody about whom the rules need to look nothing up. ``mandate`` says whether confidential records too."""
    user = User(pk=1, is_staff=administrator, is_superuser=administrator)
    known: dict[str, Any] = {
        "_roles": set(roles),
        "_memberships": {} if member_of is None else {member_of: MemberRole.MEMBER},
        "_verified_member": verified,
        "_mandates": {} if mandate is None else {OWNER: mandate},
        "_tenants": frozenset({OWNER} if tenant else ()),
        "_content_grants": {kind: frozenset({RECORD} if granted else ()) for kind in RECORD_MODELS},
        "_secret_grants": {kind: frozenset({RECORD} if opened else ()) for kind in RECORD_MODELS},
    }
    user.__dict__.update(known)
    return user


def people() -> dict[str, Any]:
    """Each sort of person by name, who is nothing else besides."""
    return {
        "visitor": AnonymousUser(),
        "signed in": _person(),
        "member of an organisation that is not verified": _person(member_of=OTHER),
        "member of a verified organisation": _person(member_of=OTHER, verified=True),
        "the same, granted access": _person(member_of=OTHER, verified=True, granted=True),
        "the same, opened under an agreement": _person(member_of=OTHER, verified=True, granted=True, opened=True),
        "member of the owner": _person(member_of=OWNER, verified=True),
        "technology manager": _person(roles=[PlatformRole.MANAGER]),
        "technology manager with a mandate of the owner": _person(roles=[PlatformRole.MANAGER], mandate=False),
        "the same, confidential records too": _person(roles=[PlatformRole.MANAGER], mandate=True),
        "park operator": _person(roles=[PlatformRole.PARK_OPERATOR], member_of=OTHER),
        "park operator, the owner a tenant": _person(roles=[PlatformRole.PARK_OPERATOR], member_of=OTHER, tenant=True),
        "bureau analyst": _person(roles=[PlatformRole.ANALYST]),
        "reviewer": _person(roles=[PlatformRole.REVIEWER]),
        "administrator": _person(administrator=True),
    }


def published_record(tier: str) -> Record:
    """A record of the owner, as it stands in no database."""
    owner = Organisation(pk=OWNER, is_active=True)
    return Demand(pk=RECORD, organisation=owner, tier=tier, state=State.PUBLISHED)


def told(user: Any, record: Record) -> list[str]:
    """The groups of fields that the rules open to a person."""
    return [name for name, permission in FIELDS.items() if allowed(user, permission, record)]


def disclosure() -> dict[str, dict[str, list[str]]]:
    """Sort of person → tier → groups of fields."""
    records = {tier: published_record(tier) for tier in Tier.values}
    return {
        name: {tier: told(user, record) for tier, record in records.items()} for name, user in people().items()
    }  # fmt: skip


def disclosure_table() -> str:
    """The table in Markdown."""
    rows = [["who", *Tier.values], ["---"] * (len(Tier.values) + 1)]
    for name, tiers in disclosure().items():
        rows.append([name, *(", ".join(groups) or "nothing" for groups in tiers.values())])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
