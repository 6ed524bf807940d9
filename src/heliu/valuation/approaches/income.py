"""The three methods that discount what is to come: royalties saved, excess earnings, cash flows with their chances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.valuation.approaches.base import Approach, At, Column, Step
from heliu.valuation.choices import Method, Unit
from heliu.valuation.inputs import Flag, Given, Quantity, Yearly
from heliu.valuation.methods import (
    built_up_rate,
    excess_earnings,
    relief_from_royalty,
    risk_adjusted_npv,
    risk_counted_twice,
)
from heliu.valuation.orientation import figures

LONGEST_LIFE = 100
LEGAL_LIFE = Quantity(
    "legal_life", gettext_lazy("Legal life left"),
    gettext_lazy("Whole years for which the rights are still in force; for secrets, as long as they can be kept."),
    Unit.WHOLE_YEARS, 1, LONGEST_LIFE,
)  # fmt: skip
ECONOMIC_LIFE = Quantity(
    "economic_life", gettext_lazy("Economic life"),
    gettext_lazy("Whole years until something better replaces it. The shorter of both lives counts."),
    Unit.WHOLE_YEARS, 1, LONGEST_LIFE,
)  # fmt: skip
RATE = Quantity(
    "rate", gettext_lazy("Discount rate"),
    gettext_lazy("What an investor asks for a year's waiting at this risk: free of risk, plus premiums."),
    Unit.PERCENT, 0, 1,
)  # fmt: skip
WEIGHTED = Flag(
    "weighted", gettext_lazy("The yearly figures are already weighted by the chance that they come true"),
)  # fmt: skip
RISK_IN_RATE = Flag("risk_in_rate", gettext_lazy("The discount rate holds a premium for technical risk"))
PREMIUMS = ("technical", "market", "funding", "management")


def lived(values: Mapping[str, float]) -> bool:
    """Whether the year of a row lies within both lives."""
    return values["year"] <= min(values["legal_life"], values["economic_life"])


def counted(at: At, given: Given, name: str) -> list[float]:
    """Yearly figures at their level, as far as both lives go."""
    years = int(min(at["legal_life"], at["economic_life"]))
    return [value * at[f"{name}_level"] for value in given.series[name][:years]]


def life_warnings(given: Given) -> list[Any]:
    legal, economic = given.between["legal_life"], given.between["economic_life"]
    found = []
    if economic.high > legal.base:
        found.append(
            _("The economic life is longer than the legal life: after that anybody may use the technology, so years "
              "beyond the legal life are not counted.")
        )  # fmt: skip
    if given.years < min(legal.high, economic.high):
        found.append(_("The yearly figures end before the life does; what comes later is not counted."))
    return found


def flagged_risk(given: Given) -> list[Any]:
    return [twice()] if given.flags["weighted"] and given.flags["risk_in_rate"] else []


def twice() -> str:
    return _(
        "Risk counted twice: the chances are in the yearly figures and the rate has a premium for technical risk. "
        "Leave it in one of the two."
    )


# -- relief from royalty --------------------------------------------------------------------------


def _royalty(at: At, given: Given) -> float:
    return relief_from_royalty(
        counted(at, given, "revenues"), at["royalty"], share=at["share"], tax=at["tax"], rate=at["rate"],
        mid_year=given.flags["mid_year"],
    )  # fmt: skip


def _royalty_warnings(given: Given) -> list[Any]:
    found = flagged_risk(given) + life_warnings(given)
    usual, royalty = figures("royalty_bounds"), given.between["royalty"]
    if not usual.low <= royalty.base <= usual.high:
        found.append(
            _("The royalty lies outside %(low)g–%(high)g %%, between which most rates are said to lie. Say in its "
              "source why.") % {"low": usual.low * 100, "high": usual.high * 100}
        )  # fmt: skip
    return found


ROYALTY = Approach(
    Method.ROYALTY,
    gettext_lazy("What royalties would the owner pay, had they to license the technology from somebody else?"),
    gettext_lazy("Fits technology in a product whose sales can be foreseen and whose field knows licences. "
                 "Less so where there are neither sales nor licences to look at."),
    "V = Σ Rₜ · ρ · s · (1 − τ) / (1 + r)^(t − ½)",
    (
        Step(
            gettext_lazy("Revenue and life"),
            gettext_lazy("Net sales of the product that uses the technology, year by year, as far as its life goes."),
            (
                Yearly("revenues", gettext_lazy("Revenue"), gettext_lazy("Net sales of each year, year 1 first.")),
                LEGAL_LIFE, ECONOMIC_LIFE,
            ),
        ),
        Step(
            gettext_lazy("Royalty"),
            gettext_lazy("Take the rate from comparable licences, and the share of the product's worth that is due "
                         "to this technology."),
            (
                Quantity("royalty", gettext_lazy("Royalty rate"), gettext_lazy("Of net sales."), Unit.PERCENT, 0, 1),
                Quantity(
                    "share", gettext_lazy("Share of the technology"),
                    gettext_lazy("100 where the product is worth something by this technology alone."),
                    Unit.PERCENT, 0, 1,
                ),
            ),
            orientation="royalty",
        ),
        Step(
            gettext_lazy("Tax and discount"),
            gettext_lazy("A yuan in five years is worth less than one today, the less the riskier it is."),
            (
                Quantity("tax", gettext_lazy("Income tax"), gettext_lazy("Rate that applies to the owner."),
                         Unit.PERCENT, 0, 1),
                RATE,
                Flag("mid_year", gettext_lazy("Income comes evenly over the year"),
                     gettext_lazy("Then each year is discounted from its middle; else from its end.")),
                WEIGHTED, RISK_IN_RATE,
            ),
        ),
    ),
    _royalty,
    "SUMPRODUCT({revenues}*({year}<=MIN({legal_life},{economic_life}))/(1+{rate})^({year}-{mid_year}/2))"
    "*{revenues_level}*{royalty}*{share}*(1-{tax})",
    (
        Column("counted", gettext_lazy("Revenue counted"),
               lambda row: row["revenues"] * row["revenues_level"] if lived(row) else 0.0,
               "IF({year}<=MIN({legal_life},{economic_life}),{revenues}*{revenues_level},0)"),
        Column("saved", gettext_lazy("Royalty after tax"),
               lambda row: row["counted"] * row["royalty"] * row["share"] * (1 - row["tax"]),
               "{counted}*{royalty}*{share}*(1-{tax})"),
        Column("factor", gettext_lazy("Discount factor"),
               lambda row: (1 + row["rate"]) ** -(row["year"] - row["mid_year"] / 2),
               "1/(1+{rate})^({year}-{mid_year}/2)"),
        Column("present", gettext_lazy("Worth today"), lambda row: row["saved"] * row["factor"], "{saved}*{factor}"),
    ),
    warnings=_royalty_warnings,
)  # fmt: skip


# -- excess earnings ------------------------------------------------------------------------------


def _earnings(at: At, given: Given) -> float:
    return excess_earnings(counted(at, given, "profits"), counted(at, given, "charges"), rate=at["rate"])


EARNINGS = Approach(
    Method.EARNINGS,
    gettext_lazy("What is left of the profit once every other asset has had its due?"),
    gettext_lazy("Fits technology that a business earns with today and that is its main asset. One technology of a "
                 "business at most is valued so, or the same profit counts twice."),
    "V = Σ (Pₜ − Cₜ) / (1 + r)ᵗ",
    (
        Step(
            gettext_lazy("Profit and life"),
            gettext_lazy("Operating profit after tax of the business that uses the technology."),
            (
                Yearly("profits", gettext_lazy("Operating profit"),
                       gettext_lazy("After tax, of each year, year 1 first; a loss is negative."), least=-1e9),
                LEGAL_LIFE, ECONOMIC_LIFE,
            ),
        ),
        Step(
            gettext_lazy("Charges for other assets"),
            gettext_lazy("What plant, working capital, staff, brand and other rights are entitled to earn."),
            (Yearly("charges", gettext_lazy("Charges"), gettext_lazy("Of each year, as many years as above.")),),
        ),
        Step(
            gettext_lazy("Discount"),
            gettext_lazy("A yuan in five years is worth less than one today, the less the riskier it is."),
            (RATE, WEIGHTED, RISK_IN_RATE),
        ),
    ),
    _earnings,
    "SUMPRODUCT(({profits}*{profits_level}-{charges}*{charges_level})*({year}<=MIN({legal_life},{economic_life}))"
    "/(1+{rate})^{year})",
    (
        Column("left", gettext_lazy("Left for the technology"),
               lambda row: row["profits"] * row["profits_level"] - row["charges"] * row["charges_level"]
               if lived(row) else 0.0,
               "IF({year}<=MIN({legal_life},{economic_life}),"
               "{profits}*{profits_level}-{charges}*{charges_level},0)"),
        Column("factor", gettext_lazy("Discount factor"), lambda row: (1 + row["rate"]) ** -row["year"],
               "1/(1+{rate})^{year}"),
        Column("present", gettext_lazy("Worth today"), lambda row: row["left"] * row["factor"], "{left}*{factor}"),
    ),
    warnings=lambda given: flagged_risk(given) + life_warnings(given),
)  # fmt: skip


# -- risk-adjusted net present value --------------------------------------------------------------


def _flows(at: At, given: Given) -> list[float]:
    pairs = zip(given.series["incomes"], given.series["costs"], strict=True)
    return [income * at["incomes_level"] - cost * at["costs_level"] for income, cost in pairs]


def npv_rate(at: At) -> float:
    return built_up_rate(at["risk_free"], **{name: at[name] for name in PREMIUMS})


def _npv(at: At, given: Given) -> float:
    # 1 × a level that was allowed may come out a hair above 1.
    chances = [min(1.0, chance * at["chances_level"]) for chance in given.series["chances"]]
    return risk_adjusted_npv(_flows(at, given), chances, rate=npv_rate(at))


def _npv_warnings(given: Given) -> list[Any]:
    found = []
    if risk_counted_twice(given.series["chances"], given.between["technical"].high):
        found.append(twice())
    usual = figures("premium_bounds")
    if any(given.between[name].base > usual.high for name in PREMIUMS):
        found.append(
            _("A premium is above %(high)g %%; in practice each is said to lie between %(low)g and %(high)g %%.")
            % {"low": usual.low * 100, "high": usual.high * 100}
        )
    return found


def _premium(name: str, label: Any, hint: Any) -> Quantity:
    return Quantity(name, label, hint, Unit.PERCENT, 0, 1)


NPV = Approach(
    Method.NPV,
    gettext_lazy("What are the cash flows worth today, each with the chance of getting that far?"),
    gettext_lazy("Fits technology that still has stages to pass, such as trials, approvals or a pilot plant, whose "
                 "chances can be estimated one by one."),
    "V = Σ pₜ · CFₜ / (1 + r)ᵗ",
    (
        Step(
            gettext_lazy("Cash flows"),
            gettext_lazy("What comes in and what goes out each year if all goes well."),
            (
                Yearly("incomes", gettext_lazy("Income"), gettext_lazy("Of each year, year 1 first; 0 where none.")),
                Yearly("costs", gettext_lazy("Spending"),
                       gettext_lazy("Development, investment and running costs of each year.")),
            ),
        ),
        Step(
            gettext_lazy("Chances"),
            gettext_lazy("The chance of getting as far as each year: the chances of the stages before, multiplied."),
            (
                Yearly("chances", gettext_lazy("Chance"), gettext_lazy("In per cent, for each year; never rising."),
                       Unit.PERCENT, 0, 1, falling=True),
            ),
        ),
        Step(
            gettext_lazy("Discount rate, built up"),
            gettext_lazy("The rate free of risk and a premium for each risk that is not in the chances. Technical "
                         "risk stands in the chances: its premium is then 0."),
            (
                _premium("risk_free", gettext_lazy("Free of risk"), gettext_lazy("Such as long government bonds.")),
                _premium("technical", gettext_lazy("Technical risk"),
                         gettext_lazy("0 where the chances above hold it.")),
                _premium("market", gettext_lazy("Market risk"), gettext_lazy("Whether it sells.")),
                _premium("funding", gettext_lazy("Funding risk"), gettext_lazy("Whether the money lasts.")),
                _premium("management", gettext_lazy("Management risk"), gettext_lazy("Whether the team can do it.")),
            ),
            orientation="premium",
        ),
    ),
    _npv,
    "SUMPRODUCT({chances}*{chances_level}*({incomes}*{incomes_level}-{costs}*{costs_level})"
    "/(1+{risk_free}+{technical}+{market}+{funding}+{management})^{year})",
    (
        Column("flow", gettext_lazy("Cash flow"),
               lambda row: row["incomes"] * row["incomes_level"] - row["costs"] * row["costs_level"],
               "{incomes}*{incomes_level}-{costs}*{costs_level}"),
        Column("expected", gettext_lazy("Times its chance"),
               lambda row: row["flow"] * row["chances"] * row["chances_level"],
               "{flow}*{chances}*{chances_level}"),
        Column("factor", gettext_lazy("Discount factor"), lambda row: (1 + npv_rate(row)) ** -row["year"],
               "1/(1+{risk_free}+{technical}+{market}+{funding}+{management})^{year}"),
        Column("present", gettext_lazy("Worth today"), lambda row: row["expected"] * row["factor"],
               "{expected}*{factor}"),
    ),
    warnings=_npv_warnings,
)  # fmt: skip
