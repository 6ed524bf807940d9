"""Which records a person may know of, and of which they may read more than the title.

The same two rules stand in ``permissions.py`` for a single record, without a query; a test runs
both over every kind, tier, state and person and compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from heliu.accounts.choices import PlatformRole
from heliu.accounts.permissions import (
    acting_for,
    has_role,
    in_verified_organisation,
    mandates_of,
    memberships_of,
    tenants_of,
)
from heliu.catalog.choices import State, Tier

ContentGrant = Callable[[Any, str], Iterable[int]]
"""Takes a person and a kind; gives the ids of records that were opened to them."""

_grants: list[ContentGrant] = []
_secret_grants: list[ContentGrant] = []


def register_content_grant(grant: ContentGrant) -> None:
    """Let a higher feature open the content of *on request* records to some people.

    This is the one place where such grants enter: lists, filters, pages, API and files all ask
    ``granted_ids``. Register in ``AppConfig.ready()``.
    """
    if grant not in _grants:
        _grants.append(grant)


def granted_ids(user: Any, kind: str) -> frozenset[int]:
    """Ids of the *on request* records of a kind opened to this person; read once per user object."""
    return _looked_up(user, kind, "_content_grants", _grants)


def register_confidential_grant(grant: ContentGrant) -> None:
    """Let a feature open confidential records to some people: whoever is in here may know of the record and read it.

    As with ``register_content_grant`` this is the one place where such grants enter.
    """
    if grant not in _secret_grants:
        _secret_grants.append(grant)


def opened_ids(user: Any, kind: str) -> frozenset[int]:
    """Ids of the confidential records of a kind opened to this person; read once per user object."""
    return _looked_up(user, kind, "_secret_grants", _secret_grants)


def _looked_up(user: Any, kind: str, name: str, grants: list[ContentGrant]) -> frozenset[int]:
    if not grants or not user.is_authenticated:
        return frozenset()
    known = user.__dict__.setdefault(name, {})
    if kind not in known:
        known[kind] = frozenset(pk for grant in grants for pk in grant(user, kind))
    return known[kind]


def content_rule(user: Any, kind: str) -> Q:
    """Of the records a person may know of, those whose description, parameters and files they may read."""
    if has_role(user, PlatformRole.REVIEWER):
        return Q(pk__isnull=False)
    rule = ~Q(tier=Tier.ON_REQUEST)
    if own := acting_for(user):
        rule |= Q(organisation__in=own)
    if granted := granted_ids(user, kind):
        rule |= Q(pk__in=granted)
    return rule


class RecordQuerySet(models.QuerySet["Any"]):
    """Every list and every fetch of a record begins with ``visible_to``."""

    def visible_to(self, user: Any) -> RecordQuerySet:
        """Records this person may know of; of *on request* records they may see the title only.

        Published ones by tier; the owner organisation's members see all of their own; reviewers see
        whatever has been submitted, also where it was merged since. Confidential records are for these last two
        alone, and for the members of an organisation to which one was opened under an agreement; being an
        administrator opens none. A technology manager sees all of an organisation with a mandate, of its
        confidential records only where the mandate says so; a park operator what tenants show to members.
        """
        tiers = [Tier.PUBLIC, Tier.ON_REQUEST]
        if in_verified_organisation(user):
            tiers.append(Tier.MEMBERS)
        condition = Q(state=State.PUBLISHED, tier__in=tiers, organisation__is_active=True)
        if own := list(memberships_of(user)):
            condition |= Q(organisation__in=own)
        if mandates := mandates_of(user):
            condition |= Q(organisation__in=list(mandates)) & ~Q(tier=Tier.CONFIDENTIAL)
            condition |= Q(organisation__in=[pk for pk, confidential in mandates.items() if confidential])
        if tenants := tenants_of(user):
            condition |= Q(state=State.PUBLISHED, tier=Tier.MEMBERS, organisation__in=tenants)
        if opened := opened_ids(user, self.model.kind):
            published = Q(state=State.PUBLISHED, organisation__is_active=True)
            condition |= published & Q(tier=Tier.CONFIDENTIAL, pk__in=opened)
        if has_role(user, PlatformRole.REVIEWER):
            condition |= ~Q(state=State.DRAFT) & ~Q(state=State.MERGED, state_before_merging=State.DRAFT)
        return self.filter(condition)

    def content_visible_to(self, user: Any) -> RecordQuerySet:
        """Records this person may know of and read in full."""
        return self.visible_to(user).filter(content_rule(user, self.model.kind))

    def findable(self) -> RecordQuerySet:
        """Records that stand in the index: published, of a shown organisation, and not confidential."""
        return self.filter(state=State.PUBLISHED, organisation__is_active=True).exclude(tier=Tier.CONFIDENTIAL)
