"""Measures of ranking, of levels and of abstention; the figures of the documentation are counted with them."""

from heliu_engine.evaluation.calibration import Reliability, expected_calibration_error, reliability
from heliu_engine.evaluation.intervals import bootstrap_interval
from heliu_engine.evaluation.ranking import ndcg, reciprocal_rank, spearman
from heliu_engine.evaluation.risk import RiskCoverage, risk_coverage

__all__ = [
    "Reliability",
    "RiskCoverage",
    "bootstrap_interval",
    "expected_calibration_error",
    "ndcg",
    "reciprocal_rank",
    "reliability",
    "risk_coverage",
    "spearman",
]
