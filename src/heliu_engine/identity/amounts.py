"""Amounts and names of types in a text, so that two records that differ in nothing else are told apart.

``heliu_engine.quantities`` reads what a parameter means; here it is enough to see that two texts state other numbers,
fast, in a hundred thousand of them. So ``5千瓦`` and ``5 kW`` are one amount, but nothing is worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from heliu_engine.documents import Span
from heliu_engine.text.units import CANONICAL, UNIT

Said = Mapping[str, Span]
"""What is said, in one notation → where it is said first, in code points of the folded text."""

_NUMBER = r"(?<![\d.])\d+(?:[.,]\d+)*"
_AMOUNT = re.compile(rf"({_NUMBER})\s*({UNIT})?")
_ENUMERATION = re.compile(r"(?:[(（]\s*\d{1,2}\s*[)）])|(?:^|[\n。；;:：,，])\s*\d{1,2}\s*[.)、．）](?!\d)")
"""Numbers of steps and of parts in a drawing, which say nothing about the thing: (1), 2), 3、."""
_MODEL = re.compile(r"(?<![a-z0-9])(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*(?![a-z0-9])")
_AMOUNT_ALONE = re.compile(rf"\d+(?:\.\d+)?(?:{UNIT})?")
_FOLDED = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def amounts(text: str) -> dict[str, Span]:
    """Amounts in a folded text, each with its unit: ``10kw``, ``0.3g/cm3``, ``2018``.

    >>> amounts("额定功率10千瓦，效率 92.0 %")
    {'10kw': (4, 8), '92%': (12, 18)}
    """
    left_out = [found.span() for found in _ENUMERATION.finditer(text)]
    found: dict[str, Span] = {}
    for match in _AMOUNT.finditer(text):
        start, end = match.span(1)
        if any(first <= start and end <= last for first, last in left_out) or _in_a_word(text, start):
            continue
        unit = match.group(2) or ""
        name = _number(match.group(1)) + CANONICAL.get(unit, unit)
        found.setdefault(name, (start, match.end(2) if unit else end))
    return found


def models(text: str) -> dict[str, Span]:
    """Names that mix letters and digits in a folded text: types, grades, materials, genes, but no amounts.

    >>> models("采用lifepo4与zg310-570，功率5kw")
    {'lifepo4': (2, 9), 'zg310-570': (10, 19)}
    """
    return {match.group(): match.span() for match in _models(text.translate(_FOLDED))}


def _models(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _MODEL.finditer(text) if not _AMOUNT_ALONE.fullmatch(match.group()))


def _in_a_word(text: str, start: int) -> bool:
    """Whether the digits belong to a name: the 4 of LiFePO4."""
    before = text[start - 1 : start]
    return before.isascii() and (
        before.isalpha()
        or (before == "-" and text[start - 2 : start - 1].isascii() and text[start - 2 : start - 1].isalpha())
    )


def _number(written: str) -> str:
    """One notation: without separators of thousands, without zeros that say nothing."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        written = written.replace(",", "")
    whole, _, rest = written.replace(",", ".").partition(".")
    rest = rest.rstrip("0") if "." not in rest else rest
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")
