"""Fixtures of the matching area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from heliu.matching.actions import index_state
from heliu.matching.adapters import encoders
from heliu.matching.adapters.keeper import IndexKeeper
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tasks import Writer
from heliu.matching.tests.fake_encoder import FakeEncoder
from heliu_engine import matcher
from heliu_engine.scoring import Levels, Profile, RankingModel


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
    encoder = FakeEncoder()
    settings.HELIU_ENCODER = "fake"
    monkeypatch.setattr(encoders, "_open", lambda setting, key: encoder)
    return encoder


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
    """Call it to say from which score on a match is credible and where its levels begin.

    Weights and thresholds of the tests' own, so that no test rests on those that ship.
    """

    def run(credible: float | None, cuts: tuple[float, float, float] = (0.1, 0.3, 0.5)) -> None:
        uncalibrated = Profile(0.2, 0.2, 0.2, 0.4, 0.25)
        demand = replace(uncalibrated, levels=Levels(20.0, cuts), credible=credible)
        names = ("expert", "policy", "general")
        model = RankingModel("tests", {"demand": demand, **dict.fromkeys(names, uncalibrated)})
        monkeypatch.setattr(matcher, "model_of", lambda encoder: model)
        forget_readers()

    return run
