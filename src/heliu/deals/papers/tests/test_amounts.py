"""Amounts in capital characters."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.deals.papers.amounts import DIGITS, capital_amount


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "零元整"), ("0.05", "伍分"), ("0.50", "伍角"), ("0.55", "伍角伍分"), ("1", "壹元整"), ("10", "壹拾元整"),
        ("100000.05", "壹拾万元零伍分"), ("325.04", "叁佰贰拾伍元零肆分"), ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"), ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("800000.00", "捌拾万元整"), ("10001", "壹万零壹元整"), ("10010000", "壹仟零壹万元整"),
        ("100000001", "壹亿零壹元整"), ("100010000", "壹亿零壹万元整"), ("1000000010", "壹拾亿零壹拾元整"),
        ("5000000.00", "伍佰万元整"),
        ("9999999999999.99", "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)  # fmt: skip
def test_the_tricky_ones(amount, written):
    assert capital_amount(Decimal(amount)) == written


@pytest.mark.parametrize("amount", ["-0.01", "0.001"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match="whole fen"):
        capital_amount(Decimal(amount))


def read(written: str) -> Decimal:
    """The amount of what is written: another way than the one it was made, by the values of the characters."""
    match = re.fullmatch(r"(?:(.*)元)?零?(?:(.)角)?零?(?:(.)分)?整?", written)
    assert match
    yuan, jiao, fen = match.groups()
    total = section = digit = 0
    for sign in yuan or "":
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(sign) + 1), 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    whole = total + section + digit
    return Decimal(whole * 100 + (DIGITS.index(jiao) if jiao else 0) * 10 + (DIGITS.index(fen) if fen else 0)) / 100


@given(st.integers(0, 999_999_999_999_999))
def test_every_amount_reads_back(fens):
    amount = Decimal(fens) / 100
    written = capital_amount(amount)
    assert read(written) == amount
    assert "零零" not in written
