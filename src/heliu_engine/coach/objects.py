"""What a need is about: the noun phrase in its title, and where its text names the same."""

from __future__ import annotations

import re

from heliu_engine.coach.pieces import Piece, canonical
from heliu_engine.documents import Span
from heliu_engine.quantities.patterns import any_of
from heliu_engine.text.scripts import HAN

_LONGEST = 200
"""Code points of a title that are read."""
_FAR = 4_000
"""Code points of a text that are searched for the object of its title."""
_LEAST = {True: 2, False: 4}
"""Code points of an object in Chinese, in English."""
_PHRASE = {True: 24, False: 80}
"""Code points of an object that stands in a text without a title."""

_BEFORE = re.compile(
    r"^(?:关于|针对|一种|一款|一套|新型|如何|怎样|怎么|有效|实现|解决|提高|提升|降低|减少|改善|去除|寻求|寻找|征集|需求|需要|急需|求购|求"
    r"|研发|研制|开发|采购|引进|设计|建设|突破|攻克|优化|改进|[:：\s\"“])+"
)
_WORK = (
    "研发 研究 研制 开发 设计 制备 制造 生产 应用 推广 示范 产业化 工程化 采购 建设 改造 升级 优化 改进 提升 提高 攻关 探索 创新 推进 实施 开展"
    " 项目 课题 需求 难题 问题 方案 合作 引进 转化 转让 利用 集成 构建 关键 核心 共性 技术 技术攻关 及其 及 和 与 等 的 、 (?:系列)?产品"
)
_LAST_WORK = re.compile(any_of(_WORK) + r"\Z")
_PROPERTY = re.compile(
    r"的?"
    + any_of("灵敏度 性能 质量 效率 强度 寿命 使用寿命 稳定性 可靠性 成本 能耗 精度 产量 产率 收率 安全性")
    + r"\Z"
)
_KEEPS = re.compile(any_of("设备 装置 系统 平台 材料 工艺 机 器 仪 剂") + r"\Z")
_INNER_END = re.compile(r"[，。；;,!！?？\n\r:：]|——|--")

_ENGLISH_BEFORE = re.compile(
    r"^(?:(?:an?|the|new|novel|innovative|improved|advanced|development|research|design|demonstration|study|investigation"
    r"|searching|looking|search|need|wanted|seeking|how to|solutions?|technolog(?:y|ies)|of|for|into|on|to|and|develop"
    r"|we|are|is|i|want|require)\b[\s,:]*)+",
    re.I,
)
_ENGLISH_AFTER = re.compile(
    r"\s+(?:(?:using|with|through|via|based on|by means of|under|that|which|to be|in order|is|are|was|must|should|shall|at|from)\b.*"
    r"|(?:technology|technologies|development|research|project|study|needed|wanted|required)\s*\Z)",
    re.I | re.S,
)
_ENGLISH_END = re.compile(r"[,;:!?\n\r(]|\.(?:\s|\Z)| - ")
_SOUGHT = {
    True: re.compile(
        any_of("研发 开发 研制 研究 寻求 寻找 征集 需求 需要 采购 引进 设计 制备 攻克 突破 提高 改善 改进 提供 生产")
        + r"(?:出|了|一[种套款类个]|新型|高性能|新的|具有|针对|关于|适用于|用于|相关|符合|满足)*(?P<object>[^，。；;,、\n\r:：(（]{2,40})"
    ),
    False: re.compile(
        r"\b(?:develop|design|create|seek(?:s|ing)?|need(?:s|ed)?|looking for|want(?:s|ed)?|require[sd]?|purchase|provide|demonstrate)"
        r"\s+(?:an? |the |new |novel |innovative |improved |and |\w+ing |supplier of )*(?P<object>[^,;:.\n\r()]{4,80})"
    ),
}
_HAN = re.compile(f"[{HAN}]")


def object_of_title(title: str, lang: str = "") -> Span | None:
    """The noun phrase that names what a title is about; None where it names nothing.

    >>> title = "防爆锂离子电池的研发"
    >>> title[slice(*object_of_title(title))]
    '防爆锂离子电池'
    """
    searched = canonical(title[:_LONGEST])
    return _core(searched, 0, len(searched), lang == "zh" or _HAN.search(searched) is not None)


def object_in(searched: str, cut: list[Piece], title: str) -> Span | None:
    """Where a text names what it is about: what its title names, else what it says is sought."""
    if title:
        named = object_of_title(title)
        if named is not None:
            found = _named_again(canonical(title)[slice(*named)], searched[:_FAR])
            if found is not None:
                return found
    return _sought(searched, cut)


def _core(searched: str, start: int, end: int, chinese: bool) -> Span | None:
    """A title, or a short clause, without the words of work around what it names."""
    return _chinese_core(searched, start, end) if chinese else _english_core(searched, start, end)


def _chinese_core(searched: str, start: int, end: int) -> Span | None:
    stop = _INNER_END.search(searched, start, end)
    if stop is not None and stop.start() > start + 1:
        end = stop.start()
    before = _BEFORE.match(searched[start:end])
    if before is not None and end - start - before.end() >= _LEAST[True]:
        start += before.end()
    for pattern in (_LAST_WORK, _PROPERTY, _LAST_WORK):
        while (last := pattern.search(searched, start, end)) is not None and last.start() - start >= _LEAST[True]:
            end = last.start()
    return _stripped(searched, start, end, _LEAST[True])


def _english_core(searched: str, start: int, end: int) -> Span | None:
    stop = _ENGLISH_END.search(searched, start, end)
    if stop is not None and stop.start() > start + 3:
        end = stop.start()
    before = _ENGLISH_BEFORE.match(searched[start:end])
    if before is not None and end - start - before.end() >= _LEAST[False]:
        start += before.end()
    after = _ENGLISH_AFTER.search(searched, start, end)
    if after is not None and after.start() - start >= _LEAST[False]:
        end = after.start()
    return _stripped(searched, start, end, _LEAST[False])


def _stripped(searched: str, start: int, end: int, least: int) -> Span | None:
    while start < end and not searched[start].isalnum():
        start += 1
    while end > start and not (searched[end - 1].isalnum() or searched[end - 1] in ")）"):
        end -= 1
    return (start, end) if end - start >= least else None


def _named_again(core: str, searched: str) -> Span | None:
    """Where a text names the object of its title: all of it, or as much of its end as it says."""
    if _HAN.search(core):
        ends = list(range(max(1, len(core) - 3)))
    else:
        ends = [0, *(mark.end() for mark in re.finditer(r"[\s-]+", core))]
    for first in ends:
        place = searched.find(core[first:])
        if place >= 0 and len(core) - first >= 4:
            return place, place + len(core) - first
    return None


def _sought(searched: str, cut: list[Piece]) -> Span | None:
    """What the first clause that seeks something seeks; of a need that is one phrase, the phrase."""
    if len(cut) == 1 and cut[0].end - cut[0].start <= 2 * _PHRASE[_is_chinese(searched, cut[0])]:
        return _core(searched, cut[0].start, cut[0].end, _is_chinese(searched, cut[0]))
    for piece in cut:
        chinese = _is_chinese(searched, piece)
        for found in _SOUGHT[chinese].finditer(searched, piece.start, piece.end):
            span = _core(searched, *found.span("object"), chinese)
            if span is not None and span[1] - span[0] <= _PHRASE[chinese]:
                return span
    return None


def _is_chinese(searched: str, piece: Piece) -> bool:
    return _HAN.search(searched, piece.start, piece.end) is not None
