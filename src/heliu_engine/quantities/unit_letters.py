"""Letters that are a unit beside some numbers only: ``C``, ``F``, ``K``, ``g``, ``in``, ``s``."""

from __future__ import annotations

import re
from collections.abc import Callable

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WARM = re.compile(
    r"temperature|thermal|storage|cycl|operat|heat|cool|ambient|climat|freez|melt|hot|cold|温|热|冷|degrees?\b", re.I
)
_CURRENT_RATE = re.compile(r"(?:[ /]?\d{0,3}V?)?\s?(?:过?充|过?放|倍率|rate|-rate|dis|循环)")
_RATE_BEFORE = re.compile(r"(?:charge|discharge|rate|倍率|充电|放电|充放)[a-z]*[^.;。；]{0,30}\Z", re.I)
_SHAKEN = re.compile(
    r"rms|shock|vibrat|accelerat|load|maneuver|launch|half-sine|gun|impact|surviv|gravit|up to|sustain|experience", re.I
)
_WEIGHED = re.compile(r"weigh|mass|gram|powder|sample|dose|payload|克|重|质量|量|剂", re.I)
_LENGTHWISE = re.compile(
    r"\.|[)\],;/]|[23²³](?!\d)|\s?[x×]\s?[\d.]|\s+by\s|\s+(?:in\s+)?(?:diameter|long|wide|thick|tall|high|length|width|height|depth|deep)"
)
_NEXT_CLAUSE = re.compile(r"\s(?:and|or|to|from|at|with|when|for)\b")
_GRADE = re.compile(r"20[1-5]|30[1-9]|31[0-7]|32[19]|330|34[78]|40[359]|41[0-8]|420|43[0146]|44[0246]")
_OF_STEEL = re.compile("不锈|材质|材料|牌号|钢[种管板材]|stainless|steel|grade|alloy", re.I)
_GOES_ON = re.compile(r"[·*×.] ?[A-Za-zμ]|-[a-z]|/ ?[a-zμ(升分时米秒小]")
"""Another factor of the unit."""
_LIMITED = re.compile(
    "(?:[≥≤<>=≈~]|不[低小少大高多超][于过]|至少|最[大小多高低]|[大小高低多少]于|超过|达到?|[约为]) ?\\Z"
)
_MEASURED = re.compile(r"容|体积|[力载荷矩]|[流重质排]量|[箱罐桶]|tank|volume|capacit|force|load|pull|torque", re.I)
_BACK, _AHEAD = 60, 24


def letter_means(text: str, number: int, start: int, end: int) -> str | None:
    """What the letters mean as a unit after the number that begins at ``number``.

    None: what they always mean. Empty: no unit here. Otherwise a spelling of `unit_lexicon.ATOMS`.
    """
    rule = _RULES.get(text[start:end])
    if rule is None:
        return None
    # Never beyond the line, so that paragraphs are read alone.
    before = text[max(0, number - _BACK) : number].rpartition("\n")[2]
    after = text[end : end + _AHEAD].partition("\n")[0]
    han = bool(_HAN.search(before[-20:] + after[:10]))
    return rule(text[number:start], before, after, han)


def _celsius(value: str, before: str, after: str, han: bool) -> str | None:
    if _CURRENT_RATE.match(after) or _RATE_BEFORE.search(before):
        return "C倍率"
    if _WARM.search(before) or "to" in before[-6:]:
        return "℃"
    return "℃" if han and "度" in before[-6:] else ""


def _fahrenheit(value: str, before: str, after: str, han: bool) -> str | None:
    return "℉" if _WARM.search(before) else None


def _kelvin(value: str, before: str, after: str, han: bool) -> str | None:
    # 4K and 8K are pictures; 64K of storage is a count.
    if value and not value.endswith(" ") and (value in {"2", "4", "8"} or (han and not _WARM.search(before))):
        return "Ki" if han and value not in {"2", "4", "8"} else ""
    return None


def _gram(value: str, before: str, after: str, han: bool) -> str | None:
    if han or _WEIGHED.search(before) or after[:1] == "/":
        return None
    return "Grms" if _SHAKEN.search(before + after) else None


def _inch(value: str, before: str, after: str, han: bool) -> str | None:
    if value.endswith("-") or _LENGTHWISE.match(after):
        return None
    return None if "." in value and _NEXT_CLAUSE.match(after) else ""


def _second(value: str, before: str, after: str, han: bool) -> str | None:
    # 1990s, 10s of microseconds.
    if han or value.endswith((" ", "-")):
        return None
    plural = (value.endswith("0") and len(value) == 4) or re.match(r" (?:of|to \d+s)\b", after)
    return "" if plural else None


def _ton(value: str, before: str, after: str, han: bool) -> str | None:
    return "吨" if han and "磁" not in before else None


def _giga(value: str, before: str, after: str, han: bool) -> str | None:
    return "" if han or len(value.strip()) < 2 else None


def _times(value: str, before: str, after: str, han: bool) -> str | None:
    # 1280x1024 is a picture; VNIR x 2 a count.
    return "" if re.match(r"\s?\d", after) or value.endswith(" ") else None


def _capital(value: str, before: str, after: str, han: bool) -> str | None:
    # Version 2 A new device: an article rather than an ampere.
    return "" if value.endswith(" ") and re.match(r"\s[a-z]{3,}", after) and "current" not in before.lower() else None


def _steel(value: str, before: str, after: str, han: bool) -> str | None:
    # 316L, 304N: grades of steel rather than volumes and forces.
    if _GRADE.fullmatch(value) is None or _GOES_ON.match(after):
        return None
    if _OF_STEEL.search(before[-8:] + after[:10]):
        return ""
    return None if _LIMITED.search(before) or _MEASURED.search(before[-24:]) else ""


def _turns(value: str, before: str, after: str, han: bool) -> str | None:
    # Revolutions and enzyme units stand before a slash: r/min, U/mL.
    return None if after[:1] == "/" else ""


def _days(value: str, before: str, after: str, han: bool) -> str | None:
    return "" if re.match(r"[打模视图动激扫显可]", after) else None


def _never(value: str, before: str, after: str, han: bool) -> str | None:
    return ""


_RULES: dict[str, Callable[[str, str, str, bool], str | None]] = {
    "C": _celsius, "F": _fahrenheit, "K": _kelvin, "g": _gram, "in": _inch, "s": _second, "T": _ton, "t": _ton,
    "G": _giga, "x": _times, "X": _times, "A": _capital, "r": _turns, "U": _turns, "L": _steel, "N": _steel,
    "HR": _steel, "d": _days, "a": _never, "B": _never, "M": _never, "H": _never, "P": _never, "S": _never,
}  # fmt: skip
"""What the letters mean by the number, the words before and after, and whether these are Chinese."""
