"""A folder to watch, an organisation with an owner, and the installation's administrator."""

from __future__ import annotations

import pytest

from heliu.accounts.choices import MemberRole
from heliu.accounts.tests.factories import MembershipFactory, OrganisationFactory, UserFactory


@pytest.fixture
def place():
    return OrganisationFactory(verified=True)


@pytest.fixture
def owner(place):
    return MembershipFactory(organisation=place, role=MemberRole.OWNER).user


@pytest.fixture
def member(place):
    return MembershipFactory(organisation=place, role=MemberRole.MEMBER).user


@pytest.fixture
def administrator():
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def folder(settings, tmp_path, place):
    """The watched folder ``in`` of the organisation, which is called so below the root as well."""
    settings.HELIU_INGEST_FOLDER = str(tmp_path / "root")
    found = tmp_path / "root" / str(place.pk) / "in"
    found.mkdir(parents=True)
    (tmp_path / "root" / "in").symlink_to(found)
    return found
