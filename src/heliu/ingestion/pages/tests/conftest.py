"""What tests of pages share."""

from __future__ import annotations

import pytest

from heliu.accounts.tests.factories import OrganisationFactory, member


@pytest.fixture
def house():
    return OrganisationFactory(verified=True)


@pytest.fixture
def person(house):
    return member(house)
