"""The methods of technology valuation: pure arithmetic, without database.

Money is in any one currency and unit, the same throughout a valuation; rates are fractions (0.05 for 5 %); years are
counted from the day of the valuation, year 1 first. Formulae after GB/T 39057-2020 and the domain handbook §5.2.

No figure here is a statutory appraisal; the pages say so beside every result.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, median

FEWEST_COMPARABLES = 3


class ValuationError(ValueError):
    """Input from which nothing can be computed; ``field`` names what is wrong, ``code`` says how."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


def _rate(field: str, value: float, *, low: float = 0.0, high: float = 1.0) -> float:
    if not (math.isfinite(value) and low <= value <= high):
        raise ValuationError(field, "outside")
    return value


def discounted(flows: Sequence[float], rate: float, *, mid_year: bool) -> list[float]:
    """Each year's flow as it is worth today; with ``mid_year`` it comes in the middle of its year."""
    if not flows:
        raise ValuationError("flows", "empty")
    if not (math.isfinite(rate) and rate > -1):
        raise ValuationError("rate", "outside")
    shift = 0.5 if mid_year else 0.0
    return [flow / (1 + rate) ** (year - shift) for year, flow in enumerate(flows, start=1)]


def relief_from_royalty(
    revenues: Sequence[float], royalty: float, *, share: float = 1.0, tax: float, rate: float, mid_year: bool = True
) -> float:
    """The royalties that an owner does not have to pay: V = Σ Rₜ·ρ·s·(1−τ)/(1+r)^(t−½).

    ``revenues`` are those of the product, year by year, to the end of the legal or the economic life, whichever comes
    first; ``share`` is the technology's share of the product's value.
    """
    _rate("royalty", royalty)
    _rate("share", share)
    _rate("tax", tax)
    factor = royalty * share * (1 - tax)
    return sum(discounted([revenue * factor for revenue in revenues], rate, mid_year=mid_year))


def excess_earnings(profits: Sequence[float], charges: Sequence[float], *, rate: float) -> float:
    """What is left of the operating profit after charges for the other assets: V = Σ (Pₜ − Cₜ)/(1+r)ᵗ."""
    if len(profits) != len(charges):
        raise ValuationError("charges", "length")
    left = [profit - charge for profit, charge in zip(profits, charges, strict=True)]
    return sum(discounted(left, rate, mid_year=False))


def risk_adjusted_npv(flows: Sequence[float], chances: Sequence[float], *, rate: float) -> float:
    """V = Σ pₜ·CFₜ/(1+r)ᵗ: ``chances`` are those of getting as far as each year, so they never rise.

    The risk of the stages stands either in the chances or in the rate: see ``risk_counted_twice``.
    """
    if len(flows) != len(chances):
        raise ValuationError("chances", "length")
    for before, after in zip((1.0, *chances), chances, strict=False):
        _rate("chances", after)
        if after > before:
            raise ValuationError("chances", "rises")
    return sum(discounted([flow * chance for flow, chance in zip(flows, chances, strict=True)], rate, mid_year=False))


def built_up_rate(
    risk_free: float, *, technical: float = 0.0, market: float = 0.0, funding: float = 0.0, management: float = 0.0
) -> float:
    """A discount rate from its premiums."""
    return sum((risk_free, technical, market, funding, management))


def capm_rate(risk_free: float, *, beta: float, market_premium: float, size_premium: float = 0.0) -> float:
    """A discount rate by the capital asset pricing model, with a premium for size."""
    return risk_free + beta * market_premium + size_premium


def risk_counted_twice(chances: Sequence[float], technical_premium: float) -> bool:
    """Whether the risk of the stages lowers the chances and raises the rate as well."""
    return technical_premium > 0 and any(chance < 1 for chance in chances)


def replacement_cost(cost: float, *, obsolescence: float) -> float:
    """What it would cost to make again, less what is outdated: a floor that ignores what it may bring."""
    _rate("obsolescence", obsolescence)
    return cost * (1 - obsolescence)


@dataclass(frozen=True, slots=True)
class Comparables:
    """Prices of comparable deals after adjustment."""

    adjusted: Sequence[float]
    low: float
    middle: float
    """The median: means of such prices are skewed."""
    high: float

    @property
    def spread(self) -> float:
        """Highest by lowest."""
        return self.high / self.low if self.low > 0 else math.inf


def market_comparables(prices: Sequence[float], adjustments: Sequence[Sequence[float]]) -> Comparables:
    """V = price × Π adjustment for each comparable deal (field, exclusivity, territory, life left, payment form)."""
    if len(prices) < FEWEST_COMPARABLES:
        raise ValuationError("prices", "few")
    if len(prices) != len(adjustments):
        raise ValuationError("adjustments", "length")
    if any(not math.isfinite(factor) or factor <= 0 for factors in adjustments for factor in factors):
        raise ValuationError("adjustments", "outside")
    adjusted = [price * math.prod(factors) for price, factors in zip(prices, adjustments, strict=True)]
    return Comparables(adjusted, min(adjusted), median(adjusted), max(adjusted))


def option_to_defer(
    value: float, cost: float, *, years: float, rate: float, volatility: float, yield_lost: float = 0.0
) -> float:
    """The right to wait before investing: V = S·e^(−yT)·N(d₁) − K·e^(−rT)·N(d₂) (Black, Scholes and Merton).

    ``value`` is that of the project today, ``cost`` the investment, ``yield_lost`` what each year of waiting costs as a
    fraction of the value.
    """
    for field, number in (("value", value), ("cost", cost), ("years", years), ("volatility", volatility)):
        if not (math.isfinite(number) and number > 0):
            raise ValuationError(field, "outside")
    spread = volatility * math.sqrt(years)
    d1 = (math.log(value / cost) + (rate - yield_lost + volatility**2 / 2) * years) / spread
    normal = NormalDist()
    return value * math.exp(-yield_lost * years) * normal.cdf(d1) - cost * math.exp(-rate * years) * normal.cdf(
        d1 - spread
    )


@dataclass(frozen=True, slots=True)
class LicenceRange:
    """Between what the two sides can come together."""

    floor: float
    """The seller's cost, or the next best offer, whichever is more."""
    ceiling: float
    """The buyer's gain in net present value."""

    @property
    def exists(self) -> bool:
        return self.floor <= self.ceiling


def licence_range(*, cost: float, next_best: float, buyers_gain: float) -> LicenceRange:
    """The range of a licence's price, all parts of it together: entry fee, royalties, milestones, as worth today."""
    return LicenceRange(max(cost, next_best), buyers_gain)
