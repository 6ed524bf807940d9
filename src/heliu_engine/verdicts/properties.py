"""Which standard property a name means: the table of names, and reading a name as it stands in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from heliu_engine.quantities.norms import unit_of
from heliu_engine.text import normalise
from heliu_engine.verdicts.measures import COUNT, NUMBER, SHARE, Measure, measure_of

TABLE = Path(__file__).with_name("properties.txt")
"""The table of names; its head says what its columns are."""

Better = Literal["up", "down", "cover", "-"]
Rule = Literal["s", "g", "n", "x"]

_HAN = re.compile(r"[\u4e00-\u9fff]")
_BRACKETS = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]?")
_TAILS = re.compile(
    r"(?:指标|目标|要求|数值|参数|水平|性能|能力|值|范围|情况|满足|达标|可达|大小|方面|最高|最低|最大|最小|平均|一般|以上|[\s:：、,，/~-])\Z"
)
_FILLERS = """
    本技术 本产品 本成果 本项目 本 该 其 所 产品 成品 材料 样品 系统 设备 整机 装置 平均 综合 整体 总体 总
    额定 公称 标称 典型 实际 最大 最高 最低 最小 极限 目前 现有 常规 新型 新 生产 产业化 将 使 使得 要求
    实现 保证 确保 的 及 和 与 且 达 为 用 可 能 室温 常温 单位 单 每 相对 使用 工作
"""
"""What may stand before a name and says nothing of what is measured."""
_FILLER = re.compile("|".join(sorted(_FILLERS.split(), key=len, reverse=True)) + r"|[^\w\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z0-9][a-z0-9'+]*")
_ENGLISH_FILLING = """
    a an and average by decreased decreases desired final high higher improved improves increased increases is
    level levels low lower maintain maintained material max maximum measured minimum nominal objective of operating
    our overall performance product provides rated reached reaches reduced reduces required requirement sample stated
    system target the total typical value values with
"""
_RATE_OR_MONEY = re.compile(r"^[/{]|CNY|USD|/(?:a|d|h|min|s)$")
_LONGEST = 60
"""Of a name: code points that are read."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property that has a standard name."""

    key: str
    measures: frozenset[Measure]
    better: Better
    rule: Rule
    kind_of: str

    def is_stated_in(self, measure: Measure) -> bool:
        """Whether values of it have such units; a share may be written as a bare number, and so may a count."""
        return measure in self.measures or (measure == NUMBER and bool({SHARE, COUNT} & self.measures))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text, taken apart."""

    text: str
    """Normalised; empty where there is none."""
    known: tuple[Property, ...]
    """What its last words are the name of; units tell several apart."""
    before: str
    """What stands before those words, without words that say nothing."""
    head: str
    """Its last word, or its last two Chinese characters."""


def read_name(written: str) -> Name:
    """Take a name apart.

    >>> name = read_name("钢筋的抗张强度指标")
    >>> name.known[0].key, name.before
    ('tensile_strength', '钢筋')
    """
    return _read(written[-_LONGEST:])


@lru_cache(8192)
def _read(written: str) -> Name:
    text = _BRACKETS.sub(" ", normalise(written).text).strip()
    return _chinese(text) if _HAN.search(text) else _english(text)


@cache
def by_unit() -> dict[str, Property]:
    """Properties by a compound unit (``W/kg``) that no other one is stated in.

    Rates and money are left out: tonnes in a year are of anything.
    """
    found: defaultdict[str, list[Property]] = defaultdict(list)
    for made, norms, _, _ in _rows():
        for norm in norms:
            if ("/" in norm or "." in norm) and not _RATE_OR_MONEY.search(norm):
                found[norm].append(made)
    return {norm: each[0] for norm, each in found.items() if len(each) == 1 and each[0].rule in {"s", "g"}}


def first_names() -> tuple[tuple[str, str], ...]:
    """The first Chinese and the first English name of every property."""
    return tuple((chinese[0], english[0]) for _, _, chinese, english in _rows())


@cache
def property_of_key(key: str) -> Property:
    """The property of that row; StopIteration where there is none."""
    return next(made for made, _, _, _ in _rows() if made.key == key)


@cache
def _rows() -> tuple[tuple[Property, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...]:
    """Properties with the norms of their units, their Chinese and their English names."""
    return tuple(_parsed())


def _parsed() -> Iterator[tuple[Property, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        key, units, better, rule, chinese, english, *kind_of = (part.strip() for part in line.split("|"))
        norms = tuple(re.findall(r"(?:1e\d+ )?\S+", units))
        measures = frozenset(measure_of(unit) for norm in norms if (unit := unit_of("", norm)) is not None)
        made = Property(key, measures, cast("Better", better), cast("Rule", rule), kind_of[0] if kind_of else "")
        yield made, norms, tuple(chinese.split()), tuple(name.strip() for name in english.split(","))


@cache
def _chinese_names() -> dict[str, tuple[Property, ...]]:
    found: defaultdict[str, list[Property]] = defaultdict(list)
    for made, _, names, _ in _rows():
        for name in names:
            found[normalise(name).text].append(made)
    return {name: tuple(each) for name, each in found.items()}


@cache
def _english_names() -> dict[tuple[str, ...], tuple[Property, ...]]:
    found: defaultdict[tuple[str, ...], list[Property]] = defaultdict(list)
    for made, _, _, names in _rows():
        for name in names:
            words = tuple(_words(normalise(name).text))
            if made not in found[words]:
                found[words].append(made)
    return {name: tuple(each) for name, each in found.items()}


@cache
def _longest() -> tuple[int, int]:
    return max(map(len, _chinese_names())), max(map(len, _english_names()))


def _chinese(text: str) -> Name:
    text = re.sub(r"\s+", "", text)
    names, longest = _chinese_names(), _longest()[0]
    while True:
        for length in range(min(longest, len(text)), 0, -1):
            known = names.get(text[-length:])
            # A name of one character is one only by itself: 长, 宽.
            if known is not None and (length > 1 or length == len(text)):
                return Name(text, known, _FILLER.sub("", text[:-length]), text[-2:])
        shorter = _TAILS.sub("", text)
        if shorter == text or len(shorter) < 2:
            return Name(text, (), _FILLER.sub("", text), text[-2:])
        text = shorter


def _english(text: str) -> Name:
    words = list(_words(text))
    names, longest = _english_names(), _longest()[1]
    whole = list(words)
    while words:
        for length in range(min(longest, len(words)), 0, -1):
            known = names.get(tuple(words[-length:]))
            if known is not None:
                before = [word for word in words[:-length] if word not in _ENGLISH_FILLERS]
                return Name(" ".join(words), known, " ".join(before), words[-1])
        if words[-1] not in _ENGLISH_FILLERS:
            break
        words.pop()
    words = words or whole
    before = [word for word in words if word not in _ENGLISH_FILLERS]
    return Name(" ".join(words), (), " ".join(before), words[-1] if words else "")


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")):
            word = word[: -2 if word.endswith(("ches", "shes", "sses", "xes")) else -1]
        yield word


_ENGLISH_FILLERS = frozenset(_words(_ENGLISH_FILLING))
