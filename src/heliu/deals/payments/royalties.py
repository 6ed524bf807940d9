"""What a royalty comes to."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
HUNDRED = Decimal(100)


def royalty_amount(net_sales: Decimal, rate: Decimal) -> Decimal:
    """So many per cent of the net sales in yuan, to the fen; half a fen counts as one."""
    return (net_sales * rate / HUNDRED).quantize(FEN, rounding=ROUND_HALF_UP)
