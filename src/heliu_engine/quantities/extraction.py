"""Parameters out of a text: amounts, values, the words around them, and which of them say what is wanted."""

from __future__ import annotations

import re
from dataclasses import replace

from heliu_engine.quantities import comparators
from heliu_engine.quantities.amounts import amounts
from heliu_engine.quantities.changes import change_of
from heliu_engine.quantities.contexts import Context, Places
from heliu_engine.quantities.folding import fold
from heliu_engine.quantities.parameter import Comparator, Parameter
from heliu_engine.quantities.properties import property_of
from heliu_engine.quantities.relevance import is_parameter
from heliu_engine.quantities.roles import role_of
from heliu_engine.quantities.unit_lexicon import ATOMS
from heliu_engine.quantities.units import BARE, Unit
from heliu_engine.quantities.values import Value, values

_MONEY_CUES = re.compile(r"资金|经费|投资|投入|预算|费|收入|产值|元|利润|销售|出资|自筹|资助|金额|成本|价")
_NEAR = 12
_SENTENCE_ENDS = re.compile(r"[。；;\n！？!?]")
_ANGLE_CUES = re.compile(r"角|倾|旋转|视场|弯|方位|坡|转动|俯仰|相位|偏航|扭")
_BIT_CUES = re.compile(r"采集|分辨|AD|模数|处理器|单片机|字长|精度|量化")
_RATES = ((re.compile(r"(?:年(?:产|处理|加工|生产|用|排)|每年|年均|年发电)[^，,。；;、\d]{0,10}(?:约|达到?|为)?$"), "a", "year"),
          (re.compile(r"(?:日(?:产|处理|加工)|每[天日])[^，,。；;、\d]{0,8}(?:约|达到?|为)?$"), "d", "day"),
          (re.compile(r"(?:每小时|时产|小时产量)[^，,。；;、\d]{0,6}(?:约|达到?|为)?$"), "h", "hour"),
          (re.compile(r"每分钟?[^，,。；;、\d]{0,4}(?:约|达到?|为)?$"), "min", "minute"))  # fmt: skip


def extract(text: str, lang: str = "") -> tuple[Parameter, ...]:
    """The parameters of a text in order; their values never overlap.

    ``lang`` is ``zh``, ``en`` or empty, which lets each sentence say it. Any text is safe, and time grows with its
    length alone. A paragraph is read without its neighbours but for one thing: a heading (现有工作基础：) opens a
    section that lasts to the next heading.

    >>> [(p.span, p.comparator, p.low, p.unit_norm) for p in extract"要求堆积密度≥1.80克/立方厘米，成本降低一半。"]
    [('堆积密度≥1.80克/立方厘米', '>=', 1.8, 'g/cm3'), ('成本降低一半', '=', 0.5, '1')]
    """
    folded = fold(text)
    found = values(folded, list(amounts(folded)))
    places = Places(folded, lang)
    parameters: list[Parameter] = []
    floor = 0
    for value in found:
        parameter = _parameter(text, folded, value, places, floor)
        floor = value.end
        if parameter is not None:
            if not parameter.property and parameters and _goes_on(folded, parameters[-1], parameter):
                parameter = replace(parameter, property=parameters[-1].property)
            parameters.append(parameter)
            floor = max(floor, parameter.end)
    return tuple(parameters)


def _goes_on(folded: str, last: Parameter, parameter: Parameter) -> bool:
    """Whether a value without a property has that of the one before it: 由85%提高到95%, 400MPa、500MPa."""
    return parameter.start - last.end <= _NEAR and not _SENTENCE_ENDS.search(folded, last.end, parameter.start)


def _parameter(text: str, folded: str, value: Value, places: Places, floor: int) -> Parameter | None:
    context = places.around(value.start, value.end)
    value = replace(value, unit=_unit_in(value, context))
    limit = max(floor, places.clause_start(value.start))
    sign_before, start = comparators.before(
        folded, value.start, max(floor, places.sentence_start(value.start)), counts_time=value.unit.kind == "time"
    )
    sign_after, end = comparators.after(folded, value.end)
    stated = _stated(value, sign_before, sign_after)
    change = None if value.shape == "plus_minus" else change_of(
        context.clause, context.rest, value.unit.kind, chinese=context.chinese
    )
    if not is_parameter(value, stated, change, context):
        return None
    comparator = _comparator(value, stated)
    low = None if comparator in {"<=", "<"} else value.low
    high = None if comparator in {">=", ">"} else value.high
    name, span = property_of(folded, start, end, floor, limit)
    return Parameter(
        start=span[0],
        end=span[1],
        span=text[span[0] : span[1]],
        property=name,
        comparator=comparator,
        low=low,
        high=high,
        unit=value.unit.written,
        unit_norm=value.unit.norm,
        change=change,
        role=role_of(value, comparator, change, context),
    )


def _stated(value: Value, first: Comparator | None, second: Comparator | None) -> Comparator | None:
    """The comparator that words or signs state; None where none does."""
    if value.more and first in {None, "approx"}:
        return ">"
    if first is None and second in {None, "range"}:
        return None
    return comparators.combined(first, second)


def _comparator(value: Value, stated: Comparator | None) -> Comparator:
    if value.shape != "point":
        return value.shape
    return stated or "="


def _unit_in(value: Value, context: Context) -> Unit:
    """The unit with what the words around it add: money for a bare 万, a temperature for 度, a year for 年产."""
    unit = value.unit
    if unit.kind == "bare" and unit.norm.startswith("1e"):
        if context.section == "budget" or _MONEY_CUES.search(context.before[-24:]):
            return Unit(unit.written, f"{unit.norm} CNY", "money", f"{unit.pint}*CNY")
        return unit
    if unit.written == "周" and "循环" in context.before[-12:]:
        return Unit(unit.written, "{周}", "count", "count")
    if unit.written == "位" and _BIT_CUES.search(context.before[-10:] + context.after[:8]):
        return _like(unit, "bit")
    if unit.written == "度":
        return unit if _ANGLE_CUES.search(context.before[-16:]) else _like(unit, "℃")
    if unit.kind in {"mass", "count", "money"} and "/" not in unit.norm and context.chinese:
        for pattern, norm, pint in _RATES:
            if pattern.search(context.clause):
                return Unit(unit.written, f"{unit.norm}/{norm}", unit.kind, f"({unit.pint})/{pint}")
    return unit


def _like(unit: Unit, spelling: str) -> Unit:
    atom = ATOMS[spelling]
    return Unit(unit.written, atom.norm, atom.kind, atom.pint)


__all__ = ["BARE", "extract"]
