"""Figures in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from heliu.deals.labels import yuan
from heliu.reports.choices import Measure
from heliu.reports.figures import Figure


def figure_label(figure: Figure) -> str:
    """The value as the page shows it: ``12``, ``¥800,000.00``, ``37.5%``, ``1.25``; a dash where there is none."""
    value = figure.value
    if value is None:
        return "–"
    measure = figure.indicator.measure
    if measure == Measure.MONEY:
        return yuan(value)
    if measure == Measure.SHARE:
        return f"{(value * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    if measure == Measure.RATIO:
        return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP)}"
    return f"{value.normalize():,f}"
