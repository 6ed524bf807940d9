"""Fixtures of blind matches."""

from __future__ import annotations

import pytest

from heliu.dealflow.blind.actions import finding
from heliu.dealflow.tests.factories import Calendar
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold


@pytest.fixture
def calendar(monkeypatch) -> Calendar:
    """Sets the day; every clock of the platform reads it."""
    return Calendar(monkeypatch)


@pytest.fixture
def matching(settings, monkeypatch):
    """An encoder with a notion of meaning, and levels: without either nothing is credible."""
    encoder = use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=0.2)
    # The lot falls on everybody: ``test_rounds`` draws it.
    monkeypatch.setattr(finding, "sits_out", lambda *facts: False)
    yield encoder
    encoders.forget_encoder()
    forget_readers()
