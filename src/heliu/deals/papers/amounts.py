"""Amounts in capital characters (大写), as Chinese contracts and receipts write them. Pure, without database.

The form follows 正确填写票据和结算凭证的基本规定 (annex of 支付结算办法, 1997; from memory, not compared with the
text): a zero between digits is written once, 整 follows whole yuan and nothing follows jiao and fen.
"""

from __future__ import annotations

from decimal import Decimal

FEN = Decimal("0.01")
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ((10**8, "亿"), (10**4, "万"))


def capital_amount(amount: Decimal) -> str:
    """Yuan to the fen in capital characters: 100000.05 → ``壹拾万元零伍分``.

    Raises ValueError below zero and for parts of a fen: an amount is never rounded on paper.
    """
    if amount < 0 or amount != amount.quantize(FEN):
        raise ValueError(f"Not an amount in whole fen: {amount}")
    fens = int(amount / FEN)
    yuan, jiao, fen = fens // 100, fens // 10 % 10, fens % 10
    written = f"{_number(yuan)}元" if yuan or not fens else ""
    if not jiao and not fen:
        return f"{written}整"
    # Between yuan and what is below it a zero stands where a place is empty: 元零伍分, 捌拾元零叁角.
    if written and (not jiao or yuan % 10 == 0):
        written += DIGITS[0]
    if jiao:
        written += f"{DIGITS[jiao]}角"
    return f"{written}{DIGITS[fen]}分" if fen else written


def _number(number: int) -> str:
    """A whole number: groups of four digits, the higher ones first; 亿 counts in turn up to 万亿."""
    for size, name in GROUPS:
        if number >= size:
            high, low = divmod(number, size)
            zero = DIGITS[0] if 0 < low < size // 10 else ""
            return f"{_number(high)}{name}{zero}{_number(low) if low else ''}"
    return _four(number) or DIGITS[0]


def _four(number: int) -> str:
    """Up to four digits; zeros between them are written once, those at the ends not at all."""
    written, gap = "", False
    for place, digit in zip(PLACES, f"{number:04d}", strict=True):
        if digit == "0":
            gap = bool(written)
            continue
        written += (DIGITS[0] if gap else "") + DIGITS[int(digit)] + place
        gap = False
    return written
