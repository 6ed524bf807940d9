"""Fixtures of the desk."""

from __future__ import annotations

import pytest

from heliu.dealflow.tests.factories import Calendar


@pytest.fixture
def calendar(monkeypatch) -> Calendar:
    """Sets the day; every clock of the platform reads it."""
    return Calendar(monkeypatch)
