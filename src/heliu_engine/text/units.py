"""Units of measure under one name each, so that ``3.5 毫米`` and ``3.5mm`` are one term.

Names follow GB 3100-93 / ISO 80000 symbols in lower case, since texts are folded to lower case. This is for
finding, not for arithmetic: milli and mega fall together where case alone tells them apart.
"""

from __future__ import annotations

import re

from heliu_engine.text.scripts import HAN

_NAMES = {
    "mm": "毫米 millimeter millimeters millimetre millimetres",
    "cm": "厘米 公分 centimeter centimeters centimetre centimetres",
    "km": "千米 公里 kilometer kilometers kilometre kilometres",
    "μm": "微米 um micron microns micrometer micrometers",
    "nm": "纳米 nanometer nanometers nanometre nanometres",
    "m": "米 meter meters metre metres",
    "m2": "平方米 平米 m^2",
    "m3": "立方米 方 m^3",
    "m3/h": "立方米/小时 立方米每小时 m^3/h",
    "mg": "毫克",
    "g": "克 gram grams",
    "g/cm3": "克/立方厘米 g/cm^3",
    "kg": "千克 公斤 kgs kilogram kilograms",
    "mg/l": "毫克/升",
    "t": "吨 tons tonnes ton tonne",
    "ml": "毫升",
    "l": "升",
    "°c": "摄氏度 度c 度",
    "mpa": "兆帕",
    "kpa": "千帕",
    "gpa": "吉帕",
    "kv": "千伏",
    "kw": "千瓦",
    "mw": "兆瓦",
    "kwh": "千瓦时 kw·h kw.h",
    "hz": "赫兹",
    "khz": "千赫",
    "mhz": "兆赫",
    "ghz": "吉赫",
    "h": "小时 hour hours",
    "min": "分钟 minute minutes",
    "s": "秒 second seconds",
    "%": "percent",
    "次": "cycles",
    "rpm": "r/min 转/分 转/分钟",
    "db": "分贝",
    "ppm": "",
    "wh/kg": "瓦时/千克",
    "mah/g": "毫安时/克",
    "亿元": "",
    "万元": "",
    "元": "",
    "v": "伏 伏特",
    "a": "安 安培",
    "w": "瓦",
}

CANONICAL = {name: unit for unit, names in _NAMES.items() for name in (unit, *names.split())}
"""Any known spelling, lower case, to the symbol."""

# A Latin spelling must not be the beginning of a longer word (3 m, not 3 more). A Chinese one of a single character
# is the beginning of many a word (3 方面, 2 安全): it counts where no word can begin, or before these.
_FOLLOWERS = "以左右上下及和或至到内的每"
_LATIN_END = r"(?![a-z0-9])"
_SINGLE_END = f"(?:(?![{HAN}])|(?=[{_FOLLOWERS}]))"


def _pattern(name: str) -> str:
    end = ""
    if name[-1].isascii() and name[-1].isalnum():
        end = _LATIN_END
    elif len(name) == 1 and not name.isascii():
        end = _SINGLE_END
    return re.escape(name) + end


# Longer spellings come first.
UNIT = "|".join(_pattern(name) for name in sorted(CANONICAL, key=lambda name: (-len(name), name)))
"""Pattern of any known spelling in folded text."""
