"""The arithmetic of the reliefs; rates and limits come from the rule of the day."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from heliu.rulebook.rules import Version

FEN = Decimal("0.01")


def transfer_income_tax(income: Decimal, version: Version, rate: Decimal = Decimal("0.25")) -> Decimal:
    """Enterprise income tax on a year's income from technology transfer, in yuan, to the fen.

    Up to the limit of the rule the income is exempt; of what exceeds it a share is taxed (income ≥ 0).
    """
    if income < 0:
        raise ValueError("A loss is not relieved: the income is at least 0.")
    limit = Decimal(str(version.parameters["exempt_up_to"]))
    share = Decimal(str(version.parameters["share_taxed_above"]))
    return (max(income - limit, Decimal(0)) * share * rate).quantize(FEN, ROUND_HALF_UP)
