"""The methods as people meet them: what each asks, when it fits, how it computes, of what it warns."""

from heliu.valuation.approaches.base import Approach, Column, Step
from heliu.valuation.approaches.income import EARNINGS, NPV, ROYALTY
from heliu.valuation.approaches.others import COST, LICENCE, MARKET, OPTION, room
from heliu.valuation.choices import Method

APPROACHES: dict[str, Approach] = {
    one.method.value: one for one in (ROYALTY, EARNINGS, NPV, COST, MARKET, OPTION, LICENCE)
}

__all__ = ["APPROACHES", "Approach", "Column", "Method", "Step", "room"]
