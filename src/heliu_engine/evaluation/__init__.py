"""Measures of ranking, of levels and of abstention; the figures of the documentation are counted with them."""

from heliu_engine.evaluation.calibration import Reliability, expected_calibration_error, reliability
from heliu_engine.evaluation.intervals import bootstrap_interval, mean_of_sums, paired_interval
from heliu_engine.evaluation.ranking import (
    correlation,
    correlation_sums,
    ndcg,
    order_loss,
    reciprocal_rank,
    spearman,
)
from heliu_engine.evaluation.risk import RiskCoverage, area_under_risk, risk_coverage

__all__ = [
    "Reliability",
    "RiskCoverage",
    "area_under_risk",
    "bootstrap_interval",
    "correlation",
    "correlation_sums",
    "expected_calibration_error",
    "mean_of_sums",
    "ndcg",
    "order_loss",
    "paired_interval",
    "reciprocal_rank",
    "reliability",
    "risk_coverage",
    "spearman",
]
