"""People and organisations for tests."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from heliu.accounts.choices import MemberRole, OrganisationKind, PlatformRole, Verification
from heliu.accounts.models import Claim, Mandate, Membership, Organisation, RoleGrant, Tenancy, User


class UserFactory(DjangoModelFactory):
    """A person with a confirmed-looking address; the password is ``password``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"人员{number}")
    password = factory.django.Password("password")


class OrganisationFactory(DjangoModelFactory):
    """An enterprise that no reviewer has verified."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.ENTERPRISE
    name_zh = factory.Sequence(lambda number: f"第{number}机械厂")
    name_en = factory.Sequence(lambda number: f"Machine Works No. {number}")
    region = "120103"

    class Params:
        verified = factory.Trait(verification=Verification.VERIFIED)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MemberRole.MEMBER


def member(organisation: Organisation | None = None, **fields: Any) -> User:
    """A person who acts for ``organisation``, or for a new verified one."""
    organisation = organisation or OrganisationFactory(verified=True)
    return MembershipFactory(organisation=organisation, user=UserFactory(**fields)).user


def reviewer(**fields: Any) -> User:
    """A person who reviews for the platform and belongs to no organisation."""
    user = UserFactory(**fields)
    RoleGrant.objects.create(user=user, role=PlatformRole.REVIEWER)
    return user


def with_role(role: PlatformRole, user: User | None = None) -> User:
    """A person with a role on the platform; a new one of no organisation unless one is given."""
    user = user or UserFactory()
    RoleGrant.objects.create(user=user, role=role)
    return user


def manager(organisation: Organisation | None = None, *, confidential: bool = False) -> User:
    """A technology manager, with a mandate of ``organisation`` that holds where one is given."""
    user = with_role(PlatformRole.MANAGER)
    if organisation is not None:
        Mandate.objects.create(
            organisation=organisation, manager=user, confidential=confidential, accepted_at=timezone.now()
        )
    return user


def park_operator(*tenants: Organisation) -> User:
    """An operator of a new park that is not verified, with these tenants."""
    park = OrganisationFactory(kind=OrganisationKind.PARK)
    for tenant in tenants:
        Tenancy.objects.create(organisation=tenant, park=park, accepted_at=timezone.now())
    return with_role(PlatformRole.PARK_OPERATOR, member(park))


def owner(organisation: Organisation | None = None, **fields: Any) -> User:
    """A person who decides for ``organisation``, or for a new verified one."""
    organisation = organisation or OrganisationFactory(verified=True)
    return MembershipFactory(organisation=organisation, user=UserFactory(**fields), role=MemberRole.OWNER).user


def administrator(**fields: Any) -> User:
    """A person with all rights in the administration, who reviews nothing and belongs to no organisation."""
    return UserFactory(is_staff=True, is_superuser=True, **fields)


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = Claim

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    evidence = "公司网站“联系我们”一页有我的名字和电话。"


def fresh(user: User) -> User:
    """The person as a new request meets them, with nothing looked up yet."""
    return User.objects.get(pk=user.pk)
