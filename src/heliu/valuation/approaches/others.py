"""Cost, comparable deals, the right to wait, and the range of a licence's price."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.valuation.approaches.base import Approach, At, Column, Step
from heliu.valuation.approaches.income import RATE
from heliu.valuation.choices import Method, Unit
from heliu.valuation.inputs import Given, Quantity, Yearly
from heliu.valuation.methods import LicenceRange, discounted, licence_range, option_to_defer, replacement_cost

COST_ITEMS = {
    "staff": gettext_lazy("Staff"),
    "materials": gettext_lazy("Materials and testing"),
    "equipment": gettext_lazy("Equipment, as far as used up"),
    "services": gettext_lazy("Services and overheads"),
    "protection": gettext_lazy("Getting and keeping rights"),
}


def _cost(at: At, given: Given) -> float:
    return replacement_cost(sum(at[name] for name in COST_ITEMS), obsolescence=at["obsolescence"])


COST = Approach(
    Method.COST,
    gettext_lazy("What would it cost to develop the same again, less what is outdated?"),
    gettext_lazy("Fits early technology and pledges, as a floor. It ignores whatever the technology may bring."),
    "V = C · (1 − O)",
    (
        Step(
            gettext_lazy("Cost of making it again"),
            gettext_lazy("At today's prices, by the straight way: failures that nobody would repeat are left out."),
            tuple(
                Quantity(name, label, gettext_lazy("Leave empty where there is none."), Unit.MONEY, optional=True)
                for name, label in COST_ITEMS.items()
            ),
        ),
        Step(
            gettext_lazy("What is outdated"),
            gettext_lazy("By newer technology, by a smaller market, or by rights that run out."),
            (Quantity("obsolescence", gettext_lazy("Outdated share"), gettext_lazy("0 for the newest."),
                      Unit.PERCENT, 0, 1),),
        ),
    ),
    _cost,
    "(" + "+".join(f"{{{name}}}" for name in COST_ITEMS) + ")*(1-{obsolescence})",
    warnings=lambda given: [
        _("Cost says nothing about what the technology may bring: it is a floor, not what it is worth to a buyer.")
    ],
)  # fmt: skip

MARKET = Approach(
    Method.MARKET,
    gettext_lazy("What was paid for something similar, once the differences are taken into account?"),
    gettext_lazy("Fits where at least three deals about similar technology are known with their prices. Fewer are no "
                 "market."),
    "V = P · Π aᵢ",
    (),
    None,
)  # fmt: skip


def _option(at: At, given: Given) -> float:
    return option_to_defer(
        at["value"], at["investment"], years=at["years"], rate=at["rate"], volatility=at["volatility"],
        yield_lost=at["yield_lost"],
    )  # fmt: skip


_D1 = "((LN({value}/{investment})+({rate}-{yield_lost}+{volatility}^2/2)*{years})/({volatility}*SQRT({years})))"
_D2 = f"({_D1}-{{volatility}}*SQRT({{years}}))"

OPTION = Approach(
    Method.OPTION,
    gettext_lazy("What is it worth to be allowed to wait before investing?"),
    gettext_lazy("Fits where a later, irreversible investment can be put off until more is known. The volatility "
                 "decides almost everything, so look at its row below."),
    "V = S · e^(−yT) · N(d₁) − K · e^(−rT) · N(d₂)",
    (
        Step(
            gettext_lazy("Project"),
            gettext_lazy("What the project would be worth today, what has to be invested, and how long one can wait."),
            (
                Quantity("value", gettext_lazy("Value of the project (S)"),
                         gettext_lazy("Worth today of what it brings, without the investment."), Unit.MONEY, 0.01),
                Quantity("investment", gettext_lazy("Investment (K)"), gettext_lazy("When it is made."),
                         Unit.MONEY, 0.01),
                Quantity("years", gettext_lazy("Time to decide (T)"), gettext_lazy("Years; 1.5 is possible."),
                         Unit.YEARS, 0.05, 50),
            ),
        ),
        Step(
            gettext_lazy("Market"),
            gettext_lazy("How much the value swings, and what waiting costs."),
            (
                Quantity("rate", gettext_lazy("Rate free of risk (r)"),
                         gettext_lazy("Such as government bonds of the same time."), Unit.PERCENT, 0, 1),
                Quantity("volatility", gettext_lazy("Volatility (σ)"),
                         gettext_lazy("Of the project's value, a year; look at listed companies of the field."),
                         Unit.PERCENT, 0.01, 3),
                Quantity("yield_lost", gettext_lazy("Lost by waiting (y)"),
                         gettext_lazy("Share of the value that each year of waiting costs."), Unit.PERCENT, 0, 1),
            ),
        ),
    ),
    _option,
    f"{{value}}*EXP(-{{yield_lost}}*{{years}})*NORM.S.DIST({_D1},TRUE)"
    f"-{{investment}}*EXP(-{{rate}}*{{years}})*NORM.S.DIST({_D2},TRUE)",
)  # fmt: skip


# -- licence offer --------------------------------------------------------------------------------


def _padded(given: Given, name: str) -> list[float]:
    return list(given.series[name]) or [0.0] * given.years


def _offer(at: At, given: Given) -> float:
    sales, milestones = _padded(given, "sales"), _padded(given, "milestones")
    paid = [
        at["royalty"] * sale * at["sales_level"] + milestone * at["milestones_level"]
        for sale, milestone in zip(sales, milestones, strict=True)
    ]
    return at["entry_fee"] + (sum(discounted(paid, at["rate"], mid_year=False)) if paid else 0.0)


def room(given: Given) -> LicenceRange:
    """Between what the two sides can come together, at the likely figures."""
    at = {name: between.base for name, between in given.between.items()}
    return licence_range(cost=at["cost"], next_best=at["next_best"], buyers_gain=at["buyers_gain"])


def _offer_warnings(given: Given) -> list[Any]:
    found, between = [], room(given)
    offer = _offer({name: one.base for name, one in given.between.items()}, given)
    if not between.exists:
        found.append(_("The seller's floor lies above the buyer's ceiling: at these figures there is no deal to make."))
    elif not between.floor <= offer <= between.ceiling:
        found.append(_("The offer lies outside the range between the seller's floor and the buyer's ceiling."))
    return found


LICENCE = Approach(
    Method.LICENCE,
    gettext_lazy("Between which prices can seller and buyer meet, and where does this offer lie?"),
    gettext_lazy("Fits the preparation of a negotiation. It says what a price can be, not what the technology is "
                 "worth."),
    "F + Σ (ρ · Sₜ + Mₜ) / (1 + r)ᵗ",
    (
        Step(
            gettext_lazy("The two ends"),
            gettext_lazy("Below the floor the seller does better without the deal, above the ceiling the buyer does."),
            (
                Quantity("cost", gettext_lazy("Seller's cost"), gettext_lazy("What was spent and what the deal costs."),
                         Unit.MONEY),
                Quantity("next_best", gettext_lazy("Seller's next best offer"),
                         gettext_lazy("0 where there is none."), Unit.MONEY),
                Quantity("buyers_gain", gettext_lazy("Buyer's gain"),
                         gettext_lazy("What the licence adds to the buyer's net present value, without its price."),
                         Unit.MONEY),
            ),
        ),
        Step(
            gettext_lazy("The offer"),
            gettext_lazy("An entry fee, a royalty on net sales, and payments when something has been reached."),
            (
                Quantity("entry_fee", gettext_lazy("Entry fee"), gettext_lazy("On signing; 0 where there is none."),
                         Unit.MONEY),
                Quantity("royalty", gettext_lazy("Royalty rate"), gettext_lazy("Of net sales."), Unit.PERCENT, 0, 1),
                Yearly("sales", gettext_lazy("Net sales"), gettext_lazy("Of the buyer, year 1 first."), optional=True),
                Yearly("milestones", gettext_lazy("Milestone payments"),
                       gettext_lazy("Of each year, as many years as above; 0 where none."), optional=True),
                RATE,
            ),
            orientation="royalty",
        ),
    ),
    _offer,
    "{entry_fee}+SUMPRODUCT(({royalty}*{sales}*{sales_level}+{milestones}*{milestones_level})/(1+{rate})^{year})",
    (
        Column("paid", gettext_lazy("Paid"),
               lambda row: row["royalty"] * row["sales"] * row["sales_level"]
               + row["milestones"] * row["milestones_level"],
               "{royalty}*{sales}*{sales_level}+{milestones}*{milestones_level}"),
        Column("factor", gettext_lazy("Discount factor"), lambda row: (1 + row["rate"]) ** -row["year"],
               "1/(1+{rate})^{year}"),
        Column("present", gettext_lazy("Worth today"), lambda row: row["paid"] * row["factor"], "{paid}*{factor}"),
    ),
    aside=("cost", "next_best", "buyers_gain"),
    warnings=_offer_warnings,
)  # fmt: skip
