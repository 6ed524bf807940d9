"""The way to the engine's learning: rows of the log in, new weights and words for drift out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from heliu.matching.adapters.answers import Answer, Result
from heliu.matching.adapters.encoders import load_encoder
from heliu.matching.adapters.ranking import load_ranking
from heliu.matching.errors import LearningError
from heliu.matching.kinds import ProfileName
from heliu.matching.outcomes.selectors import LogRow, log_rows
from heliu_engine.errors import InputError
from heliu_engine.learning import (
    Drift,
    Fit,
    LoggedResult,
    Propensities,
    drift_of_counts,
    drift_of_values,
    estimate_propensities,
    features_of,
    fit_weights,
    usual_propensity,
)
from heliu_engine.scoring import RankingModel, model_of, save_model

__all__ = [
    "Drift",
    "Learned",
    "drift_of_counts",
    "drift_of_parts",
    "drift_of_values",
    "features",
    "learn",
    "usual_propensity",
]

SEED = 0


def features(answer: Answer, result: Result) -> dict[str, float]:
    """The parts of a result's score before their weights, which a later model can use whatever its own weights are."""
    return features_of(result.parts, answer.used.profile) if answer.used else {}


@dataclass(frozen=True, slots=True)
class Learned:
    """New weights for one profile, not in use anywhere."""

    profile: str
    fit: Fit
    propensities: Propensities
    encoder: str
    base: str
    """Name of the model in use."""
    model: RankingModel
    """That model with the new weights in it."""

    def save(self, path: Path) -> None:
        save_model(self.model, path)

    @property
    def weights(self) -> Mapping[str, tuple[float, float]]:
        """Part → weight in use, new weight."""
        return {name: (weight, self.fit.after[name]) for name, weight in self.fit.before.items()}


def learn(profile: ProfileName, since: datetime | None, name: str) -> Learned:
    """Fit weights to the log of answers that the present encoder gave. LearningError where there is too little.

    Answers of another encoder, or of words alone, have their parts on another scale. Chances of being looked at are
    those that the log tells, where it tells any, else those assumed on the day.
    """
    encoder = load_encoder().encoder
    base = load_ranking() or model_of(encoder)
    used = encoder.name if encoder else ""
    propensities = estimate_propensities(_logged(row, None) for row in log_rows(profile, used, since))
    known = propensities if propensities.compared else None
    try:
        fit = fit_weights(
            (_logged(row, known) for row in log_rows(profile, used, since, telling=True)),
            base.profile(profile),
            seed=SEED,
        )
    except InputError as error:
        raise LearningError(str(error)) from error
    model = RankingModel(f"{base.name}+{name}", {**base.profiles, profile: fit.profile})
    return Learned(profile, fit, propensities, used, base.name, model)


def _logged(row: LogRow, propensities: Propensities | None) -> LoggedResult:
    return LoggedResult(
        answer=row.answer,
        candidate=row.candidate,
        position=row.position,
        features=row.parts,
        outcome=row.outcome,
        reason=row.reason,
        propensity=propensities.at(row.position) if propensities else row.propensity,
        need=row.need,
    )


def drift_of_parts(
    reference: Sequence[Mapping[str, float]], current: Sequence[Mapping[str, float]]
) -> dict[str, Drift]:
    """For each part of the score, how far its values are from those of the reference; absent ones left out."""
    names = sorted({name for parts in reference for name in parts} | {name for parts in current for name in parts})
    return {
        name: drift_of_values(
            [parts[name] for parts in reference if name in parts], [parts[name] for parts in current if name in parts]
        )
        for name in names
    }
