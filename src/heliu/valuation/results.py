"""A valuation computed: never kept, always made from the inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from heliu.valuation.approaches import APPROACHES, Approach, room
from heliu.valuation.choices import Method
from heliu.valuation.inputs import FACTORS, Comparable, Given, read_inputs
from heliu.valuation.methods import FEWEST_COMPARABLES, Comparables, LicenceRange, market_comparables, option_to_defer
from heliu.valuation.sensitivity import Range, value_range

WIDE_SPREAD = 3.0
"""Highest by lowest comparable from which on the dispersion is warned of."""
VOLATILITIES = (0.2, 0.4, 0.6, 0.8, 1.0)
"""At which an option is valued in any case, beside its own."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparable deal with its adjusted price, and the median of the others."""

    deal: Comparable
    adjusted: float
    without: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a valuation gives. Money in 10,000 CNY, unrounded."""

    approach: Approach
    given: Given
    found: Range | None
    """None for comparable deals, which have no inputs with ranges."""
    prices: Comparables | None
    compared: Sequence[Compared]
    working: Sequence[Sequence[float]]
    """A row for each year: the year, the yearly figures, the columns of the method."""
    warnings: Sequence[str]

    @property
    def low(self) -> float | None:
        return self.found.low if self.found else self.prices.low if self.prices else None

    @property
    def base(self) -> float | None:
        return self.found.base if self.found else self.prices.middle if self.prices else None

    @property
    def high(self) -> float | None:
        return self.found.high if self.found else self.prices.high if self.prices else None

    @property
    def room(self) -> LicenceRange | None:
        """Of a licence offer: floor and ceiling of its price."""
        return room(self.given) if self.approach.method == Method.LICENCE else None

    @property
    def paid_at_once(self) -> float | None:
        """Of a licence offer: what comes on signing, and so stands in no year of the working."""
        return self.given.between["entry_fee"].base if self.approach.method == Method.LICENCE else None

    @property
    def series(self) -> Sequence[str]:
        """The yearly figures that were given, in the order of the working."""
        return [part.name for part in self.approach.parts if part.name in self.given.series]

    @property
    def volatilities(self) -> Sequence[tuple[float, float]]:
        """Of an option: its value at volatilities all over, the other inputs as they are likely."""
        if self.approach.method != Method.OPTION:
            return ()
        at = {name: one.base for name, one in self.given.between.items()}
        names = {"value": at["value"], "cost": at["investment"], "years": at["years"], "rate": at["rate"]}
        return [
            (one, option_to_defer(**names, volatility=one, yield_lost=at["yield_lost"]))
            for one in sorted({*VOLATILITIES, at["volatility"]})
        ]


def read_answers(method: str, raw: Any) -> Given:
    """The inputs of a method, checked; raises ValidationError with a message for each place."""
    approach = APPROACHES[method]
    given = read_inputs(approach.parts, raw, comparables=approach.takes_comparables)
    if method == Method.COST and not any(one.high for name, one in given.between.items() if name != "obsolescence"):
        raise ValidationError({"staff.base": [_("Give at least one cost.")]})
    return given


def compute(method: str, raw: Any) -> Result:
    """The result of inputs that have been checked when they were written; raises ValidationError where not."""
    approach, given = APPROACHES[method], read_answers(method, raw)
    if approach.value is None:
        return _compare(approach, given)
    value = approach.value
    base = {name: one.base for name, one in given.between.items()}
    moving = {name: one for name, one in given.between.items() if name not in approach.aside}
    found = value_range(moving, lambda at: value({**base, **at}, given))
    return Result(
        approach, given, found, None, (), _working(approach, given, base),
        [*approach.warnings(given), *_warnings_of_range(found)],
    )  # fmt: skip


def _warnings_of_range(found: Range) -> list[str]:
    warnings = []
    if not found.drivers:
        warnings.append(
            _("No input has a range, so there is one number only. Give lowest and highest where you doubt.")
        )
    if found.low < 0:
        warnings.append(_("Within the range the value falls below zero: nobody would pay for it then."))
    return warnings


def _working(approach: Approach, given: Given, base: Mapping[str, float]) -> list[list[float]]:
    rows = []
    flags = {name: float(value) for name, value in given.flags.items()}
    for year in range(1, given.years + 1) if approach.columns else ():
        series = {name: values[year - 1] if values else 0.0 for name, values in given.series.items()}
        row: dict[str, float] = {**base, **flags, **series, "year": float(year)}
        for column in approach.columns:
            row[column.name] = column.compute(row)
        rows.append([row["year"], *series.values(), *(row[column.name] for column in approach.columns)])
    return rows


def adjustments(deal: Comparable) -> list[float]:
    return [deal.factors[key] for key in FACTORS]


def _compare(approach: Approach, given: Given) -> Result:
    deals = given.comparables
    if len(deals) < FEWEST_COMPARABLES:
        few = _("Fewer than %(number)d comparable deals are no market: no value is given.") % {
            "number": FEWEST_COMPARABLES
        }
        return Result(approach, given, None, None, (), (), [few])
    prices = market_comparables([deal.price for deal in deals], [adjustments(deal) for deal in deals])
    adjusted = list(prices.adjusted)
    compared = [
        Compared(deal, adjusted[place], median(adjusted[:place] + adjusted[place + 1 :]))
        for place, deal in enumerate(deals)
    ]
    warnings = []
    if prices.spread >= WIDE_SPREAD:
        warnings.append(
            _("High dispersion: the dearest comparable is %(times)s times the cheapest. Look for what sets them apart.")
            % {"times": f"{prices.spread:.1f}" if prices.low > 0 else "∞"}
        )
    return Result(approach, given, None, prices, compared, (), warnings)
