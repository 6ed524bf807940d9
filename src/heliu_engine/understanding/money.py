"""Amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from heliu_engine.understanding.mentions import Mention

_POWERS = {"": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "百亿": 10, "千亿": 11, "万亿": 12}
_ENGLISH_POWERS = {"": 0, "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9, "b": 9}
_CURRENCIES = {
    "元": "CNY",
    "块": "CNY",
    "人民币": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "¥": "CNY",
    "￥": "CNY",
    "yuan": "CNY",
    "美元": "USD",
    "US$": "USD",
    "$": "USD",
    "USD": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "欧元": "EUR",
    "€": "EUR",
    "EUR": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "英镑": "GBP",
    "£": "GBP",
    "GBP": "GBP",
    "日元": "JPY",
    "港元": "HKD",
    "港币": "HKD",
    "韩元": "KRW",
}
_POWER = "万亿|千亿|百亿|千万|百万|亿|万|千|百"
_NUMBER = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?|\d{1,15}(?:\.\d{1,6})?"
_HAN = "[一二两三四五六七八九十百千万亿零]{1,12}"
_CHINESE = re.compile(
    rf"(?:人民币)?(?:(?P<from>{_NUMBER})\s?(?P<from_power>{_POWER})?(?:元)?\s?[-—–~至到]{{1,2}}\s?)?"
    rf"(?<![\d.])(?P<number>{_NUMBER})\s?(?P<power>{_POWER})?(?P<more>多|余)?(?P<power2>亿|万)?"
    r"(?P<currency>元(?:人民币)?|美元|欧元|英镑|日元|港元|港币|韩元)(?![件器素])"
)
_SPELT = re.compile(rf"(?P<number>{_HAN})(?P<more>多|余)?(?P<currency>元(?:人民币)?|美元|欧元|英镑|日元|港元)(?![件器素旦宵])")
_ENGLISH = re.compile(
    rf"(?<![\w$])(?P<currency>US\$|\$|€|£|¥|￥|EUR|USD|RMB|CNY|GBP)\s?(?P<number>{_NUMBER})"
    r"(?:\s?(?P<power>thousand|million|billion|bn|mn|[kKmMbB])(?![A-Za-z]))?(?!\d)"
)
_BEHIND = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})\s?(?P<power>thousand|million|billion|bn)?\s?(?P<currency>euros?|dollars?|EUR|USD|yuan|RMB|€)(?![A-Za-z])"
)
_ONES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def find_money(text: str, folded: str) -> Iterator[Mention]:
    """Amounts with a currency."""
    for pattern in (_CHINESE, _SPELT, _ENGLISH, _BEHIND):
        for match in pattern.finditer(folded):
            value = _value(match)
            if value is not None:
                start, end = match.span()
                yield Mention("amount", text[start:end], start, end, 0.97, value, _currency(match["currency"]))


def _value(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    number, currency = parts["number"], _currency(parts["currency"])
    if number[0] in "一二两三四五六七八九十百千万亿零":
        amount = _han(number)
        return None if amount is None else f"{amount} {currency}"
    power = _power(parts.get("power")) + _power(parts.get("power2"))
    high = _scaled(number, power)
    if parts.get("from"):
        low_power = _power(parts.get("from_power")) if parts.get("from_power") else power
        return f"{_scaled(parts['from'], low_power)}/{high} {currency}"
    return f"{high} {currency}"


def _currency(written: str) -> str:
    return _CURRENCIES.get(written) or _CURRENCIES[written.removesuffix("人民币")]


def _power(written: str | None) -> int:
    written = written or ""
    return _POWERS[written] if written in _POWERS else _ENGLISH_POWERS[written.lower()]


def _scaled(number: str, power: int) -> str:
    amount = Decimal(number.replace(",", "")) * 10**power
    written = format(amount, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _han(written: str) -> int | None:
    """一百二十万; None for what is no number by itself (千万)."""
    if written[0] not in _ONES and written[0] != "十":
        return None
    total, section, digit = 0, 0, 0
    for character in written:
        if character in _ONES:
            digit = _ONES[character]
        elif character in _TENS:
            section, digit = section + (digit or 1) * _TENS[character], 0
        else:
            total = (total + section + digit) * (10**4 if character == "万" else 10**8)
            section = digit = 0
    return total + section + digit
