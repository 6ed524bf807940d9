"""An organisation with an achievement, and what the tests of readiness use of the matching area."""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import OrganisationFactory
from heliu.catalog.tests.factories import AchievementFactory
from heliu.matching.tests.conftest import _no_encoder, catch_up, fake_encoder  # noqa: F401


@pytest.fixture
def place():
    return OrganisationFactory(verified=True)


@pytest.fixture
def achievement(place):
    return AchievementFactory(organisation=place)
