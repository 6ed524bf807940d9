"""Learning from what became of results that were shown: weights, chances of being looked at, drift.

log = [LoggedResult("answer-1", "achievement:7", 3, {"meaning_title": 0.6, "words_whole": 0.2}, "opened"), ...]
fit = fit_weights(log, model.profile("demand"), seed=0)

Nothing here is called by a search; who wants new weights asks for them and decides whether they are used.
"""

from heliu_engine.learning.drift import Drift, Verdict, drift_of_counts, drift_of_values
from heliu_engine.learning.fitting import LEAST_OUTCOMES, Fit, fit_weights
from heliu_engine.learning.outcomes import GAINS, LoggedResult, OutcomeName, features_of
from heliu_engine.learning.propensities import Propensities, estimate_propensities, usual_propensity

__all__ = [
    "GAINS",
    "LEAST_OUTCOMES",
    "Drift",
    "Fit",
    "LoggedResult",
    "OutcomeName",
    "Propensities",
    "Verdict",
    "drift_of_counts",
    "drift_of_values",
    "estimate_propensities",
    "features_of",
    "fit_weights",
    "usual_propensity",
]
