"""Records for tests, published unless said otherwise."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from heliu.accounts.choices import MemberRole, OrganisationKind, PlatformRole, Verification
from heliu.accounts.models import Membership, Organisation, RoleGrant, User
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Achievement, Demand, Expert, Work


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = OrganisationKind.INSTITUTE
    name_zh = factory.Sequence(lambda n: f"第{n}研究所示例")
    region = "120104"
    verification = Verification.VERIFIED


class RecordFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    organisation = factory.SubFactory(OrganisationFactory)
    state = State.PUBLISHED
    tier = Tier.PUBLIC
    published_at = factory.LazyFunction(timezone.now)


class AchievementFactory(RecordFactory):
    class Meta:
        model = Achievement

    title_zh = factory.Sequence(lambda n: f"第{n}号水性防腐涂料")
    description_zh = "涂层耐中性盐雾一千小时，附着力一级。"


class DemandFactory(RecordFactory):
    class Meta:
        model = Demand

    title_zh = factory.Sequence(lambda n: f"第{n}号钢结构防腐需求")
    description_zh = "海边钢结构锈蚀快，希望涂层耐盐雾。"


class ExpertFactory(RecordFactory):
    class Meta:
        model = Expert

    title_zh = factory.Sequence(lambda n: f"专家{n}")
    description_zh = "研究金属腐蚀与防护。"


class WorkFactory(DjangoModelFactory):
    class Meta:
        model = Work

    expert = factory.SubFactory(ExpertFactory)
    title_zh = "海洋大气环境下碳钢的锈层演化"


def member_of(organisation: Organisation | None = None, *, verified: bool = True) -> User:
    """A person who acts for an organisation."""
    state = Verification.VERIFIED if verified else Verification.UNVERIFIED
    organisation = organisation or OrganisationFactory(verification=state)
    user = UserFactory()
    Membership.objects.create(user=user, organisation=organisation, role=MemberRole.MEMBER)
    return user


def reviewer() -> User:
    user = UserFactory()
    RoleGrant.objects.create(user=user, role=PlatformRole.REVIEWER)
    return user
