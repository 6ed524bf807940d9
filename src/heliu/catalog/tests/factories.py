"""Records for tests; states are set directly, without the way through review."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from heliu.accounts.tests.factories import OrganisationFactory
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Achievement, Demand, Expert, Record


class RecordFactory(DjangoModelFactory):
    """A public, published record of a verified organisation."""

    class Meta:
        abstract = True

    organisation = factory.SubFactory(OrganisationFactory, verified=True)
    title_zh = factory.Sequence(lambda number: f"高强铸件{number}")
    title_en = factory.Sequence(lambda number: f"High-strength casting {number}")
    description_zh = "铸件在低温下开裂。"
    description_en = "The casting cracks in the cold."
    region = "120103"
    industry = "C3391"
    tier = Tier.PUBLIC
    state = State.PUBLISHED
    published_at = factory.LazyAttribute(lambda record: timezone.now() if record.state == State.PUBLISHED else None)


class DemandFactory(RecordFactory):
    class Meta:
        model = Demand


class AchievementFactory(RecordFactory):
    class Meta:
        model = Achievement


class ExpertFactory(RecordFactory):
    class Meta:
        model = Expert


FACTORIES: dict[str, type[RecordFactory]] = {
    "demand": DemandFactory,
    "achievement": AchievementFactory,
    "expert": ExpertFactory,
}


def make_record(kind: str, **fields: Any) -> Record:
    """A record of a kind."""
    return FACTORIES[kind](**fields)
