"""What stands in a wording and was said nowhere: numbers with their units, limits, codes and names.

A model that words an answer likes to round it off: with a standard, a usual value, a limit where none was set. This
finds such places by rules, without a model. It finds values and names; it does not find that a plain word was
added, which is why a person reads every wording before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Literal

import rjieba

from heliu_engine.documents import Span
from heliu_engine.quantities import Parameter, Unit, extract
from heliu_engine.quantities.amounts import amounts
from heliu_engine.quantities.folding import fold
from heliu_engine.quantities.numbers import Number, numbers
from heliu_engine.quantities.parameter import LIMITS
from heliu_engine.quantities.units import scale
from heliu_engine.quantities.values import Value, values

What = Literal["number", "limit", "name"]


@dataclass(frozen=True, slots=True)
class Invention:
    """A place of a wording that nothing the person said bears out."""

    span: Span
    text: str
    what: What
    """``number``: a number, or a number with this unit. ``limit``: the number was said, but not that it is an upper
    or lower limit, or a change. ``name``: a code, a standard, a place, a person, an organisation."""


def find_inventions(wording: str, stated: str, lang: str = "") -> tuple[Invention, ...]:
    """The places of ``wording`` that do not follow from ``stated``, in order; none overlaps another.

    Values may change their notation (3个月, three months; 0.5 MPa, 500 kPa), names may not.

    >>> [place.text for place in find_inventions("按GB/T 1771，耐盐雾1000小时。", "耐盐雾1000小时")]
    ['GB/T', '1771']
    """
    text, source = fold(wording), fold(stated)
    found = values(text, list(amounts(text)))
    places: list[tuple[Span, What]] = [
        *((span, "number") for span in _numbers(text, source, found)),
        *((span, "limit") for span in _limits(text, source, lang)),
        *((span, "name") for span in _names(text, source, found)),
    ]
    return tuple(Invention(span, wording[span[0] : span[1]], what) for span, what in _merged(places))


def _merged(places: Sequence[tuple[Span, What]]) -> list[tuple[Span, What]]:
    """Places that overlap made one; it is what its first part is."""
    merged: list[tuple[Span, What]] = []
    for span, what in sorted(places, key=lambda place: (place[0][0], -place[0][1])):
        if merged and span[0] < merged[-1][0][1]:
            (start, end), first = merged[-1]
            merged[-1] = (start, max(end, span[1])), first
        else:
            merged.append((span, what))
    return merged


# -- numbers --------------------------------------------------------------------------------------

_RUN = re.compile(r"\d+(?:\.\d+)?")
_HAN_RUN = re.compile(r"[〇零一二三四五六七八九]{3,}")
_COUNTED = re.compile(r" ?(?:[个种项条套台件次类级层道步家处座批组名位款吨]|成(?!分|本|品|形|为|熟))")
_SELDOM_COUNT = {0.0, 0.5, 1.0}
"""零, 半 and 一 are parts of words more often than numbers: 零件, 半导体, 一种. Where they measure, they are values."""
_SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_HAN = re.compile(r"[\u3400-\u9fff〇]")


def _numbers(text: str, source: str, found: Sequence[Value]) -> Iterator[Span]:
    said = values(source, list(amounts(source)))
    settled = bytearray(len(text))
    """1 where a value stands that was said, perhaps in another notation: its digits need not be the same."""
    for value in found:
        if not _has_unit(value.unit):
            continue
        if _is_said(value, said, text, source):
            settled[value.start : value.end] = b"\1" * (value.end - value.start)
        else:
            yield value.start, value.end
    yield from (span for span in _plain_numbers(text, source, found) if not settled[span[0]])
    yield from _rare_numerals(text, source)


def _plain_numbers(text: str, source: str, found: Sequence[Value]) -> Iterator[Span]:
    """Numbers in digits or in words whose value stands nowhere in the source, whatever belongs to them."""
    said = {number.value for number in numbers(source)} | {float(run[0]) for run in _RUN.finditer(source)}
    read = bytearray(len(text))
    for number in numbers(text):
        read[number.start : number.end] = b"\1" * (number.end - number.start)
        counts = number.form == "digits" or _is_number(text, number, found)
        if counts and not _among(number.value, said):
            yield number.start, number.end
    for run in _RUN.finditer(text):
        if not read[run.start()] and not _among(float(run[0]), said):
            yield run.span()


def _rare_numerals(text: str, source: str) -> Iterator[Span]:
    """Numerals that have to stand in the source as they are: 二〇二六, ①, ½, Ⅳ."""
    for run in _HAN_RUN.finditer(text):
        if run[0] not in source:
            yield run.span()
    for place, sign in enumerate(text):
        rare = sign.isnumeric() and not sign.isdecimal() and not _HAN.match(sign)
        if rare and sign not in source and not _is_raised(text, place):
            yield place, place + 1


def _is_number(text: str, numeral: Number, found: Sequence[Value]) -> bool:
    """Whether a numeral in words counts or measures: 三个月, 三种, five layers; not 三元材料, 百度, 十分."""
    if any(value.start <= numeral.start and numeral.end <= value.end for value in found):
        return True
    if numeral.value in _SELDOM_COUNT:
        return False
    return numeral.form == "word" or _COUNTED.match(text, numeral.end) is not None


def _is_raised(text: str, place: int) -> bool:
    """Whether a small digit belongs to a unit or a formula (m³, H₂O), or to a power, which is read with its number."""
    return place > 0 and text[place] in _SMALL and (text[place - 1].isalnum() or text[place - 1] in "⁻)")


def _has_unit(unit: Unit) -> bool:
    """Whether a value is more than its number. What is counted is not: 3项 and 3件 are measure words of one number."""
    return bool(unit.written) and unit.kind != "count"


def _is_said(value: Value, said: Sequence[Value], text: str, source: str) -> bool:
    """Whether both ends of a value were said in a unit that makes them the same, or the value stands there as it is."""
    ends = [(end, other.unit) for other in said for end in (other.low, other.high)]
    if all(any(_same(end, value.unit, *other) for other in ends) for end in (value.low, value.high)):
        return True
    return _stands(text[value.start : value.end], source)


def _same(number: float, unit: Unit, other_number: float, other_unit: Unit) -> bool:
    factor = scale(unit, other_unit)
    return factor is not None and _equal(number * factor, other_number)


def _equal(first: float, second: float) -> bool:
    return isclose(first, second, rel_tol=1e-9, abs_tol=1e-12)


def _among(number: float, said: set[float]) -> bool:
    return number in said or any(_equal(number, other) for other in said)


def _stands(written: str, source: str) -> bool:
    """Whether a place stands in the source as it is, but for blanks, and not as a part of a longer number or word."""
    signs = [re.escape(sign) for sign in written if sign != " "]
    before = r"(?<![\d.])" if signs[0].isdigit() else r"(?<![A-Za-z])" if written[:1].isascii() else ""
    after = r"(?![A-Za-z\d])" if written[-1:].isascii() else ""
    return re.search(before + " *".join(signs) + after, source) is not None


# -- limits ---------------------------------------------------------------------------------------

_BOTH = frozenset({"range", "plus_minus"})


def _limits(text: str, source: str, lang: str) -> Iterator[Span]:
    said = extract(source)
    for parameter in extract(text, lang):
        if not (_is_limit_said(parameter, said) and _is_change_said(parameter, said)) and not _stands(
            parameter.span, source
        ):
            yield parameter.start, parameter.end


def _is_limit_said(parameter: Parameter, said: Sequence[Parameter]) -> bool:
    """Whether each end that a parameter closes was said to be closed there. A point closes none."""
    if parameter.comparator not in LIMITS | _BOTH:
        return True
    return all(
        end is None or any(_closes(other, end, parameter.unit_norm, side) for other in said)
        for side, end in (("low", parameter.low), ("high", parameter.high))
    )


def _closes(other: Parameter, end: float, unit: str, side: str) -> bool:
    stated = other.low if side == "low" else other.high
    return other.comparator in LIMITS | _BOTH and stated is not None and _same_norm(end, unit, stated, other.unit_norm)


def _is_change_said(parameter: Parameter, said: Sequence[Parameter]) -> bool:
    """Whether a number that was said to be a change is one, and in this direction; and the other way about."""
    alike = [other for other in said if _shares_number(parameter, other)]
    return parameter.change in {other.change for other in alike} if alike else parameter.change is None


def _shares_number(parameter: Parameter, other: Parameter) -> bool:
    return any(
        first is not None and second is not None and _same_norm(first, parameter.unit_norm, second, other.unit_norm)
        for first in (parameter.low, parameter.high)
        for second in (other.low, other.high)
    )


def _same_norm(number: float, norm: str, other_number: float, other_norm: str) -> bool:
    return _same(number, Unit(norm, norm, "physical", ""), other_number, Unit(other_norm, other_norm, "physical", ""))


# -- names ----------------------------------------------------------------------------------------

_LATIN = re.compile(
    r"[^\W\d_〇\u3400-\u9fff\u2070-\u209f\u2150-\u218b\u2460-\u24ff²³¹](?:[^\W\u3400-\u9fff]|[&./-](?=[^\W\u3400-\u9fff]))*"
)
_SENTENCE_START = re.compile(r"(?:\A|[.!?。！？:：;；\n])[\s\"'(]*\Z")
_CAPITALISED_NEXT = re.compile(r" [A-Z]")
_TITLE = re.compile(r"《[^《》\n]{1,60}》")
_STANDARD = re.compile(
    r"(?:国家|行业|地方|团体|企业|国际|军用|国军|欧盟)标准|(?<!中)国标|军标|行标|欧标|美标"
    r"|\b(?:national|international|industry|military|european) standards?\b",
    re.I,
)
_PROPER = ("nr", "ns", "nt")
"""Persons, places and organisations in the dictionary of the word cutter."""
_ORDINARY = re.compile(
    r".*[性化度力率径炉石机器料型式面剂量期井位片管板素晶敷覆抹光达]"
    r"|密封|纳米|尼龙|海洋|城市|城镇|平原|高原地区|丘陵地区|山村|湖泊|瓦斯|玉米|智慧|高强|长寿命|红外|卫星|续航|易损|齐全|延寿"
    r"|孔深|满负荷|负荷|杜绝|高达|远超过|关联|并联|开环|延时|新建|普及|上市|科研院所|科研开发|联合开发|联合体|施工工艺"
    r"|深加工|公共交通|城市交通|阳极|井口|涂覆|保密|安保|克隆|康复|拉索|张拉|立柱|容纳|查明|申请专利|无人驾驶"
)
"""Words of that dictionary's proper names that are none in a technical text; taken from texts of real demands."""


def _names(text: str, source: str, found: Sequence[Value]) -> Iterator[Span]:
    yield from _latin_names(text, source, found)
    for pattern in (_TITLE, _STANDARD):
        for match in pattern.finditer(text):
            if match[0].casefold() not in source.casefold():
                yield match.span()
    place = 0
    for word, nature in rjieba.tag(text):
        start, place = place, place + len(word)
        if nature[:2] in _PROPER and len(word) > 1 and word not in source and not _ORDINARY.fullmatch(word):
            yield start, place


def _latin_names(text: str, source: str, found: Sequence[Value]) -> Iterator[Span]:
    """Codes, acronyms and names in Latin or Greek letters. In Chinese text every such word is one."""
    said = {match[0].casefold() for match in _LATIN.finditer(source)}
    said |= {part for word in said for part in re.split(r"[&./-]", word)}
    chinese = _HAN.search(text) is not None
    for match in _LATIN.finditer(text):
        start, end = match.span()
        if match[0].casefold() in said or any(value.start <= start and end <= value.end for value in found):
            continue
        if chinese or _looks_proper(text, match[0], start, end):
            yield start, end


def _looks_proper(text: str, word: str, start: int, end: int) -> bool:
    """Whether an English word is a name or a code: by its capitals and digits, and where it stands."""
    if any(sign.isdigit() for sign in word) or any(sign.isupper() for sign in word[1:]):
        return True
    if not word[0].isupper() or word == "I":
        return False
    first = _SENTENCE_START.search(text[max(0, start - 8) : start]) is not None
    return not first or _CAPITALISED_NEXT.match(text, end) is not None
