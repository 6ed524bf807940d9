"""Weights, levels and thresholds of the tests' own, so that no test rests on those that ship."""

from __future__ import annotations

from dataclasses import replace

import pytest

from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tests.fake_encoder import FakeEncoder
from heliu_engine import matcher
from heliu_engine.scoring import Levels, Profile, RankingModel

Cuts = tuple[float, float, float]


def use_fake_encoder(settings, monkeypatch: pytest.MonkeyPatch) -> FakeEncoder:
    """The platform runs with the tests' own encoder."""
    encoder = FakeEncoder()
    settings.HELIU_ENCODER = "fake"
    monkeypatch.setattr(encoders, "_open", lambda setting, key: encoder)
    encoders.forget_encoder()
    return encoder


def use_threshold(monkeypatch: pytest.MonkeyPatch, credible: float | None, cuts: Cuts = (0.1, 0.3, 0.5)) -> None:
    """What answers a demand is credible from this score on, and its levels begin at these."""
    uncalibrated = Profile(0.2, 0.2, 0.2, 0.4, 0.25)
    demand = replace(uncalibrated, levels=Levels(20.0, cuts), credible=credible)
    model = RankingModel("tests", {"demand": demand, **dict.fromkeys(("expert", "policy", "general"), uncalibrated)})
    monkeypatch.setattr(matcher, "model_of", lambda encoder: model)
    forget_readers()
