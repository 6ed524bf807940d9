"""The indicators: what each counts, whose it is, and of which records it is made."""

from heliu.reports.indicators.base import Indicator
from heliu.reports.indicators.lists import INDICATORS

__all__ = ["INDICATORS", "Indicator"]
