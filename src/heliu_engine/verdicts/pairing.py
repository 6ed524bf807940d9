"""Whether two parameters are of the same property: by their standard names, their words, and what the names mean."""

from __future__ import annotations

import re
from collections import Counter
from enum import IntEnum
from itertools import pairwise
from typing import Protocol

from heliu_engine.verdicts.properties import Name, Property
from heliu_engine.verdicts.stated import Stated


class Nearness(Protocol):
    """What tells how near two names of properties are in meaning, across languages."""

    @property
    def threshold(self) -> float:
        """From which value on two names mean the same."""

    def __call__(self, first: str, second: str) -> float:
        """Higher is nearer."""


class Sameness(IntEnum):
    """How surely two parameters are of one property."""

    NOT = 0
    LIKELY = 1
    """A kind of it (抗拉强度 where 强度 is asked for), or near in meaning."""
    AKIN = 2
    """Two sides of one thing (耐温 and 工作温度), or a name with more words."""
    SAME = 3


_AKIN = frozenset(
    {
        frozenset({"heat_resistance", "operating_temperature"}),
        frozenset({"cold_resistance", "operating_temperature"}),
        frozenset({"pressure_resistance", "operating_pressure"}),
        frozenset({"cycle_time", "detection_time"}),
    }
)
_PURITY = frozenset({"purity", "content"})
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SYMBOL = re.compile(r"[a-z][a-z0-9]*")
"""Of an element or a quantity within Chinese words: 出水cod and 处理后cod are of one."""
_ALIKE = 0.5
"""Share of letter pairs in common from which two wordings of one thing are taken as one."""
_ALIKE_WHOLE = 0.7
_OPPOSED = tuple(
    tuple(re.compile(side) for side in pair.split(" / "))
    for pair in (
        "输入|input / 输出|output",
        r"进口|入口|inlet / 出口|outlet",
        r"进水|原水|influent / 出水|处理后|effluent",
        r"(?<!放)充电|(?<!dis)charging / 放电|discharg",
        "正极|阳极|cathode / 负极|阴极|anode",
        r"高温|high.temperature / 低温|常温|室温|low.temperature|room.temperature",
        "横向|transverse / 纵向|longitudinal",
        "径向|radial / 轴向|axial",
        "初凝|initial / 终凝|final",
        "静态|static / 动态|dynamic",
        r"最大|最高|\bmax / 最小|最低|\bmin",
        "内径|inner / 外径|outer",
        "水平|horizontal / 垂直|竖直|vertical",
        "上行|uplink / 下行|downlink",
        "空间|spatial / 时间|temporal",
        "干态|dry / 湿态|wet",
        "发射|transmit / 接收|receiv",
        "储存|存储|贮存|storage / 工作|运行|operat",
    )
)


def sameness(required: Stated, offered: Stated, nearness: Nearness | None) -> Sameness:
    """How surely both are of one property."""
    mine, its = required.name, offered.name
    if _opposed(mine.text, its.text):
        return Sameness.NOT
    if required.known is not None and offered.known is not None:
        found = _of_known(required.known, offered.known, mine, its, nearness)
        return min(found, Sameness.LIKELY) if required.by_unit or offered.by_unit else found
    if not mine.text or not its.text:
        return Sameness.NOT
    if required.known is None and offered.known is None:
        return _of_unknown(mine, its, nearness)
    return Sameness.LIKELY if _near(mine.text, its.text, nearness) else Sameness.NOT


def related(mine: Property, its: Property) -> bool:
    """Whether a value of the second property may answer a need for the first, whatever stands before their names."""
    pair = frozenset({mine.key, its.key})
    return len(pair) == 1 or pair in _AKIN or pair == _PURITY or its.kind_of == mine.key


def of_one_property(one: Stated, other: Stated) -> bool:
    """Whether two parameters of one text are of one property: the text calls it by one name."""
    if one.known is not None and other.known is not None:
        return one.known.key == other.known.key
    return bool(one.name.text) and one.name.text == other.name.text


def _of_known(mine: Property, its: Property, name: Name, other: Name, nearness: Nearness | None) -> Sameness:
    if mine.key == its.key:
        if not _agree(mine, name, other, nearness):
            return Sameness.NOT
        return Sameness.SAME if mine.rule == "s" or name.before == other.before else Sameness.AKIN
    if frozenset({mine.key, its.key}) == _PURITY:
        return Sameness.AKIN if name.before == other.before else Sameness.NOT
    if frozenset({mine.key, its.key}) in _AKIN:
        return Sameness.AKIN
    # Only this way: who asks for a tensile strength is not answered by a strength of no kind.
    return Sameness.LIKELY if its.kind_of == mine.key and not name.before else Sameness.NOT


def _agree(known: Property, name: Name, other: Name, nearness: Nearness | None) -> bool:
    """Whether what stands before one name lets the two be of one thing."""
    mine, its = name.before, other.before
    if mine == its or known.rule == "s":
        return True
    if not mine or not its:
        return known.rule == "g"
    if mine in its or its in mine or _alike(mine, its) >= _ALIKE:
        return True
    symbols, others = (set(_SYMBOL.findall(before)) if _HAN.search(before) else set() for before in (mine, its))
    return (bool(symbols) and symbols == others) or _near(mine, its, nearness)


def _of_unknown(name: Name, other: Name, nearness: Nearness | None) -> Sameness:
    mine, its = name.text, other.text
    if mine == its:
        return Sameness.SAME
    if name.head == other.head:
        if mine.endswith(its) or its.endswith(mine):
            return Sameness.AKIN
        if _alike(mine, its) >= _ALIKE_WHOLE:
            return Sameness.LIKELY
    return Sameness.LIKELY if _near(mine, its, nearness) else Sameness.NOT


def _near(mine: str, its: str, nearness: Nearness | None) -> bool:
    return nearness is not None and nearness(mine, its) >= nearness.threshold


def _alike(mine: str, its: str) -> float:
    """Dice's coefficient of their pairs of letters: 0 to 1."""
    pairs, others = (Counter(map("".join, pairwise(text))) for text in (mine, its))
    total = pairs.total() + others.total()
    return 2 * (pairs & others).total() / total if total else 0.0


def _opposed(mine: str, its: str) -> bool:
    for first, second in _OPPOSED:
        for here, there in ((mine, its), (its, mine)):
            if first.search(here) and second.search(there) and not (second.search(here) or first.search(there)):
                return True
    return False
