"""What a need is about: the noun phrase in its title, and the place where its text names the same.

Every noun phrase of the text is a candidate. It gains by what it shares with the title, by coming early and often, and
by standing where something goes wrong or is sought; it loses by being a property, an organisation or a word that every
technical text has.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from heliu_engine.coach.noun_phrases import noun_phrases
from heliu_engine.coach.pieces import Piece, canonical
from heliu_engine.documents import Span
from heliu_engine.quantities.patterns import any_of
from heliu_engine.text import words
from heliu_engine.text.scripts import HAN

_LONGEST_TITLE = 200
"""Code points of a title that are read."""
_FAR = 4_000
"""Code points of a text in which its object is sought."""
_LEAST = {True: 2, False: 4}
"""Code points of an object in Chinese, in English."""
_MOST = {True: 24, False: 60}
_LONGEST_PHRASE = 80
"""Code points of a run of nouns that is looked at."""
_WHOLE = {True: 40, False: 120}
"""Code points of a text that is read like a title."""

_BEFORE = re.compile(
    r"^(?:关于|针对|基于[^，。的]{1,12}的|一种|一款|一套|新型|如何|怎样|怎么|有效|实现|解决|提高|提升|降低|减少|"
    r"改善|去除|寻求|寻找|征集|需求|需要|急需|求购|求"
    r"|研发|研制|开发|采购|引进|设计|建设|突破|攻克|优化|改进|希望|我们|我公司|公司|想|拟|找|[:：\s\"“])+"
)
_WORK = (
    "研发 研究 研制 开发 设计 制备 制造 生产 应用 推广 示范 产业化 资源化 工厂化 工程化 采购 建设 改造 升级 优化",
    "改进 提升 提高 攻关 探索 创新 推进 实施 开展 项目 课题 需求 难题 问题 方案 合作 引进 转化 转让 利用 回收 集成",
    "构建 关键 核心 共性 技术 相关 深度 信息化 智能化 自动化 智能 及其 及 和 与 等 的 、 在 中 (?:系列)?产品 制品",
)
_LAST_TAIL = re.compile(
    "的"
    + any_of("生产 制备 加工 制造 开发 研制 设计 检测 工艺 设备 装置 技术 方法 专用 相关 关键 核心 新型 及其? 和 与 、")
    + r"+\Z"
)
_LAST_WORK = re.compile(any_of(*_WORK) + r"\Z")
_PROPERTY = re.compile(
    r"的?"
    + any_of("灵敏度 性能 质量 效率 强度 使用寿命 寿命 稳定性 可靠性 成本 能耗 精度 产量 产率 收率 安全性 安全")
    + r"\Z"
)
_INNER_END = re.compile(r"[，。；;,!！?？\n\r:：]|——|--")

_ENGLISH_BEFORE = re.compile(
    r"^(?:(?:an?|the|our|new|novel|innovative|improved|development|research|design|demonstration|study|"
    r"investigation|help|tool"
    r"|searching|looking|search|need|wanted|seeking|how to|solutions?|technolog(?:y|ies)|of|for|into|on|with|and|"
    r"develop|in"
    r"|we|are|is|i|want|require|replacing|predicting|detecting|recovering|reducing|improving|avoiding|"
    r"preventing)\b[\s,:]*)+"
)
_ENGLISH_AFTER = re.compile(
    r"\s+(?:(?:using|via|based on|by means of|that|which|to be|in order|is|are|was|must|should|shall)\b.*"
    r"|(?:technology|technologies|development|research|project|study|needed|wanted|required)\s*\Z)",
    re.S,
)
_ENGLISH_END = re.compile(r"[,;:!?\n\r(]|\.(?:\s|\Z)| - ")

_SOUGHT = re.compile(
    any_of("研发 开发 研制 寻求 寻找 征集 需求 需要 采购 引进 攻克 突破 替代 解决 提高 改善 改进 想要")
    + r"(?:出|了|一[种套款个]|新型|高性能|新的|具有|针对|关于|适用于|用于|相关|符合|满足|先进的?)*\Z"
    r"|\b(?:develop\w*|design|create|seek(?:s|ing)?|needs?|looking for|wants?|requires?|purchase|demonstrate|for|"
    r"of|turning)"
    r" (?:an? |the |new |novel |innovative |improved )*\Z"
)
_REACH = 30
"""Code points before a phrase that are looked at for a word of seeking."""
_PROPERTIES = re.compile(
    any_of(
        "率 度 量 性 值 费 费用 成本 寿命 时间 压力 数据 问题 现象 误差 标准 要求 指标 参数 效果 情况 条件 环境 能力",
        "水平 周期 方式 方法 目标 原因 基础 方案 预算 经费 资金 因素 特点 优势 意义 作用 范围 阶段 过程 内容 需求",
        "表面 背面 原料 功能 特性 现场 样品 模型 算法 强度 风险 隐患 rate temperature pressure cost costs time level",
        "losses loss problem problems data budget requirement target size price quality results trials samples",
        "budget approach method conditions life",
    )
    + r"\Z"
)
_LAST_PROPERTY = re.compile(
    any_of(
        "总长 含量 温度 强度 寿命 效率 浓度 表面 背面 质量 成本 评级 等级 性能 厚度 长度 重量 尺寸 精度 价格 产量",
        "用量 过程 方面 数量 外观",
    )
    + r"\Z"
)
_ORGANISATIONS = re.compile(
    any_of(
        "公司 企业 厂 合作社 园区 医院 大学 高校 研究所 研究院 政府 县 市 省 团队 专家 客户 市场 行业 人员 老师",
        "老师傅 工人 农户 用户 单位 集团 机构 company companies hospital university supplier suppliers partner",
        "partners expert experts customers farmers team group",
    )
    + r"\Z"
)
_GENERIC = re.compile(
    any_of(
        "技术 系统 设备 工艺 产品 材料 项目 装置 平台 生产线 产线 线 机 炉 设计 应用 领域 国内 国外 国内外 社会 服务",
        "研究 开发 研发 生产 加工 处理 工程 企业 先进技术 关键技术 成熟技术 技术服务 技术转让 技术许可 产业 现有",
        "传统 主要 目前 温度 质量 小试 中试 专利 合作 机组 实验室 数据 system systems technology technologies",
        "process processes product products solution solutions method methods materials equipment device devices",
        "plant phase proposal proposals topic project air force sensor requirements cooperation",
    )
)
_FOREIGN = 3.0
"""Score that a phrase has to pass where a title names something: below it, text and title have nothing in common."""
_HAN = re.compile(f"[{HAN}]")


def object_of_title(title: str, lang: str = "") -> Span | None:
    """The noun phrase that names what a title is about; None where it names nothing.

    >>> title = "防爆锂离子电池的研发"
    >>> title[slice(*object_of_title(title))]
    '防爆锂离子电池'
    """
    searched = canonical(title[:_LONGEST_TITLE])
    return _core(searched, 0, len(searched), lang == "zh" or _HAN.search(searched) is not None)


def object_in(searched: str, cut: Sequence[Piece], title: str) -> Span | None:
    """Where a text names what it is about; None where it does not seem to."""
    core = _core_of_title(title)
    place = searched.find(core, 0, _FAR) if core and not _is_short(core) else -1
    if place >= 0:
        return place, place + len(core)
    if len(cut) == 1 and not core:
        start, end = cut[0].start, cut[0].end
        chinese = _HAN.search(searched, start, end) is not None
        found = _core(searched, start, end, chinese) if end - start <= _WHOLE[chinese] else None
        if found is not None and found[1] - found[0] <= _MOST[chinese]:
            return found
    return _best(searched, cut, core)


def _is_short(core: str) -> bool:
    """Whether a text may have a longer name for the same: 铝灰 may be called 二次铝灰 there."""
    return len(core) <= 3 if _HAN.search(core) else " " not in core


def _core_of_title(title: str) -> str:
    found = object_of_title(title)
    return "" if found is None else canonical(title[:_LONGEST_TITLE])[slice(*found)]


# --- A title, or a clause like one


def _core(searched: str, start: int, end: int, chinese: bool) -> Span | None:
    """Without the words of work around what it names."""
    return _chinese_core(searched, start, end) if chinese else _english_core(searched, start, end)


def _chinese_core(searched: str, start: int, end: int) -> Span | None:
    stop = _INNER_END.search(searched, start, end)
    if stop is not None and stop.start() > start + 1:
        end = stop.start()
    before = _BEFORE.match(searched[start:end])
    if before is not None and end - start - before.end() >= _LEAST[True]:
        start += before.end()
    tail = _LAST_TAIL.search(searched, start, end)
    if tail is not None and tail.start() - start > _LEAST[True]:
        end = tail.start()
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
    while end > start and not (searched[end - 1].isalnum() or searched[end - 1] == ")"):
        end -= 1
    return (start, end) if end - start >= least else None


# --- A text


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    name: str
    order: int
    """Of its clause."""
    told: bool
    """Something goes wrong or is sought there."""
    praised: bool


def _best(searched: str, cut: Sequence[Piece], core: str) -> Span | None:
    """The noun phrase that is most likely the object; its first place."""
    candidates = list(_candidates(searched, [piece for piece in cut if piece.start < _FAR]))
    counts = Counter(candidate.name for candidate in candidates)
    shared = _terms(core)
    least = _FOREIGN if core else 0.0
    best: tuple[float, Span] | None = None
    for candidate in candidates:
        score = _score(candidate, counts, shared)
        if score > least and (best is None or score > best[0]):
            best = score, candidate.span
    return None if best is None else best[1]


def _candidates(searched: str, cut: Sequence[Piece]) -> Sequence[_Candidate]:
    found: list[_Candidate] = []
    for order, piece in enumerate(cut):
        place = piece.start, min(piece.end, _FAR)
        praised = piece.cues.boast.search(searched, *place) is not None
        wrong = piece.section == "problem" or piece.cues.problem.search(searched, *place) is not None
        for start, end in noun_phrases(searched, *place):
            chinese = _HAN.search(searched, start, end) is not None
            if end - start > _LONGEST_PHRASE:
                continue
            end = _shortened(searched, start, end) if chinese else end
            if not _LEAST[chinese] <= end - start <= _MOST[chinese]:
                continue
            sought = _SOUGHT.search(searched, max(piece.start, start - _REACH), start) is not None
            found.append(_Candidate((start, end), searched[start:end], order, wrong or sought, praised))
    return found


def _shortened(searched: str, start: int, end: int) -> int:
    """The end of a phrase without words of work and properties behind the thing itself."""
    while True:
        last = _LAST_WORK.search(searched, start, end) or _LAST_PROPERTY.search(searched, start, end)
        if last is None or last.start() - start <= _LEAST[True]:
            return end
        end = last.start()


def _score(candidate: _Candidate, counts: Counter[str], shared: frozenset[str]) -> float:
    name = candidate.name
    chinese = _HAN.search(name) is not None
    terms = _terms(name)
    score = 2.5 * min(2.0, len(terms & shared)) + 0.7 * math.log2(counts[name])
    score += 1.5 / (1 + 0.3 * candidate.order)
    score += 1.0 if candidate.told else 0.0
    score -= 1.0 if candidate.praised else 0.0
    score += 0.15 * min(len(name), 8) if chinese else 0.4 * min(name.count(" ") + name.count("-"), 2)
    if _GENERIC.fullmatch(name):
        score -= 4
    if _PROPERTIES.search(name):
        score -= 2
    if _ORGANISATIONS.search(name):
        score -= 3
    return score


def _terms(name: str) -> frozenset[str]:
    """What two names may share: pairs of Chinese characters, stems of other words."""
    pairs = {name[place : place + 2] for place in range(len(name) - 1) if _HAN.match(name, place)}
    return frozenset(pairs | {token.term for token in words(name) if token.nature in {"latin", "number"}})
