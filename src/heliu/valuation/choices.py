"""The methods of valuation and the units of their inputs."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Method(TextChoices):
    """How a technology is valued; the last one sets a price's range instead of a value."""

    ROYALTY = "royalty", _("Relief from royalty")
    EARNINGS = "earnings", _("Excess earnings")
    NPV = "npv", _("Risk-adjusted net present value")
    COST = "cost", _("Replacement cost")
    MARKET = "market", _("Market comparables")
    OPTION = "option", _("Real option")
    LICENCE = "licence", _("Licence offer")


class Unit(TextChoices):
    """What an input is counted in; rates are kept as fractions and shown in per cent."""

    MONEY = "money", _("10,000 CNY")
    PERCENT = "percent", "%"
    YEARS = "years", _("years")
    WHOLE_YEARS = "whole_years", _("whole years")
