"""What the words around a value add to its unit: money for a bare 万, a temperature for 度, a year for 年产."""

from __future__ import annotations

import re

from heliu_engine.quantities.contexts import Context
from heliu_engine.quantities.unit_lexicon import ATOMS
from heliu_engine.quantities.units import Unit
from heliu_engine.quantities.values import Value

_MONEY = re.compile(r"资金|经费|投资|投入|预算|费|收入|产值|元|利润|销售|出资|自筹|资助|金额|成本|价")
_ANGLE = re.compile(r"角|倾|旋转|视场|弯|方位|坡|转动|俯仰|相位|偏航|扭")
_ELECTRICITY = re.compile("电耗|用电|耗电|电量|节电|发电")
_PER_TONNE = re.compile("吨产品|吨水|每吨|吨钢|吨纸|吨[^，,。]{0,4}电耗")
_BITS = re.compile(r"采集|分辨|AD|模数|处理器|单片机|字长|精度|量化")
_BETWEEN = r"[^，,。；;、\d]{0,10}(?:约|达到?|为)?\Z"
_RATES = (
    (re.compile(rf"(?:年(?:产|处理|加工|生产|用|排)|每年|年均|年发电){_BETWEEN}"), "a", "year"),
    (re.compile(rf"(?:日(?:产|处理|加工)|每[天日]){_BETWEEN}"), "d", "day"),
    (re.compile(rf"(?:每小时|时产|小时产量){_BETWEEN}"), "h", "hour"),
    (re.compile(rf"每分钟?{_BETWEEN}"), "min", "minute"),
)


def unit_in(value: Value, context: Context) -> Unit:
    """The unit of a value among the words around it; the same object where they add nothing."""
    unit = value.unit
    if unit.kind == "bare" and unit.norm.startswith("1e"):
        if context.section == "budget" or _MONEY.search(context.before[-24:]):
            return Unit(unit.written, f"{unit.norm} CNY", "money", f"{unit.pint}*CNY")
        return unit
    if unit.written == "周" and "循环" in context.before[-12:]:
        return Unit(unit.written, "{周}", "count", "count")
    if unit.written == "位" and _BITS.search(context.before[-10:] + context.after[:8]):
        return _like(unit, "bit")
    if unit.written == "度" and _ELECTRICITY.search(context.clause):
        energy = _like(unit, "kWh")
        if _PER_TONNE.search(context.clause):
            return Unit(unit.written, f"{energy.norm}/t", "physical", f"{energy.pint}/tonne")
        return energy
    if unit.written == "度" and not _ANGLE.search(context.before[-16:]):
        return _like(unit, "℃")
    if unit.kind in {"mass", "count", "money"} and "/" not in unit.norm and context.chinese:
        for pattern, norm, pint in _RATES:
            if pattern.search(context.clause):
                return Unit(unit.written, f"{unit.norm}/{norm}", unit.kind, f"({unit.pint})/{pint}")
    return unit


def _like(unit: Unit, spelling: str) -> Unit:
    atom = ATOMS[spelling]
    return Unit(unit.written, atom.norm, atom.kind, atom.pint)
