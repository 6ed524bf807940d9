"""Fixtures of the matching area."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from heliu.matching.actions import index_state
from heliu.matching.adapters import encoders
from heliu.matching.adapters.keeper import IndexKeeper
from heliu.matching.tasks import Writer
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold
from heliu.matching.tests.fake_encoder import FakeEncoder


@pytest.fixture(autouse=True)
def _no_encoder(settings):
    """No test loads the real model unless it says so, and none leaves an encoder to the next."""
    settings.HELIU_ENCODER = "none"
    encoders.forget_encoder()
    yield
    encoders.forget_encoder()


@pytest.fixture
def fake_encoder(settings, monkeypatch) -> FakeEncoder:
    """The platform runs with the tests' own encoder."""
    return use_fake_encoder(settings, monkeypatch)


@pytest.fixture
def catch_up(db):
    """Call it to let a writer do everything that waits: changes, vectors, commits."""

    def run() -> None:
        with IndexKeeper(index_state()) as keeper:
            writer = Writer(keeper)
            writer.rebuild_if_needed()
            while writer.take_changes():
                pass
            writer.embed_all()
            writer.sign_off()

    return run


@pytest.fixture
def calibrate(fake_encoder, monkeypatch) -> Callable[..., None]:
    """Call it to say from which score on a match is credible and where its levels begin."""
    return partial(use_threshold, monkeypatch)
