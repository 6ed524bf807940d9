"""Noun phrases: runs of words that can name a thing, a material or a process."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

from heliu_engine.documents import Span
from heliu_engine.text import is_stop_word
from heliu_engine.text.scripts import HAN

_NOUNS = frozenset({"n", "nr", "ns", "nt", "nz", "ng", "vn", "an", "b", "eng", "j", "l", "i", "x", "nrt", "nrfg"})
"""Tags of words that may stand anywhere in a phrase; ``x`` is a word that the dictionary lacks."""
_INNER = frozenset({"v", "f", "s", "q", "k", "a", "m", "tg", "vg", "g", "t", "ag", "d", "zg"})
"""Tags of words that may stand between two nouns: 前处理 in 印花前处理浆料."""
_JOINING_WORDS = """
    生产 采用 使用 具有 需要 存在 出现 提高 提升 降低 减少 增加 解决 实现 达到 满足 导致 造成 影响 引起 进行 开展
    包括 包含 从事 用于 应用 属于 成为 做 做成 变 含 含有 拥有 建有 希望 要求 研发 开发 研究 采购 引进 寻求 提供
    利用 通过 替代 取代 位于 是 有 为 要 能 可 可以 想 会 应 需 没有 无法 不能 没 不 很 较 太 更 最 就 都 也 又 还
    只 已 已经 目前 现在 每年 每天 上 下 中 内 里 外 后 以后 时 时候 之后 之前 以上 以下 以内 左右 之间 方面 期间
    每 个 种 台 条 套 家 项 次 天 年 月 吨 多 大 小 明显 容易 严重 太大 较大 较高 较低 不足 不够 不良 不稳 困难
    发黄 发黑 开裂 脱落 堆 装 放 放置 打 跑 卡 掉 升 降 涨 夏天 冬天 春天 秋天 夏季 冬季 今年 去年 明年 当前
    现阶段 连续 必须 完成 负责 组织 支持 参加 找 请 派 让 把 将 被 用 对 与 和 及 或 等 受到 受 产生 约 近 余 达
    是从 从 由 因 即 如 像 作为 讲 说 听 面向 征集 吃不消 吃 卖 收 送 进 出 来 到 去 升到 给 称 叫 属 指 嫌 觉得
    打算 考虑 高 低 差 好 快 慢 长 短 粗 细 硬 软
"""
_RELATIONS = frozenset(_JOINING_WORDS.split())
"""Words that join two things and belong to the name of neither."""
_FOR = "用"
"""Between two nouns it says what the second is for: 光刻胶用酚醛树脂."""
_BROKEN = re.compile(r"[^\w/+\-]")

_ENGLISH_WORD = re.compile(r"[a-z0-9][\w/+'-]*")
_ENGLISH_WORDS = """
    is are was were be been has have had do does did can could should shall will would must may might need needs
    needed want wants make makes made get gets use uses used using keep keeps take takes give gives show shows
    turn turns turned come comes go goes going run runs running lose loses lost drop drops dropped fall falls
    break breaks fail fails stop stops seek seeks seeking look looks looking find finds develop develops
    developing design create demonstrate provide provides require requires required reduce reducing improve
    improving increase increasing include includes including supply supplies produce produces produced deliver
    delivers spin measure measured hold holds receive send tell tells reach reaches remain remains cause causes
    affect affects allow allows enable enables become becomes meet meets meeting known please only about after
    before since within without because however therefore currently today yet still also already often usually
    every per when how there here one two three four five six seven eight nine ten several many much few less than
    least most last next year years month months week weeks day days hour hours % kg mm cm km mg ml bar along
    across around against via based towards upon among like license licence turning making finding help works work
    working wanted offered suggested installed operate operates grow grows sprout sprouts vent cakes clogs blocks
    cracks peels leaks rusts wears burns dies causing pink brown yellow
"""
_ENGLISH_BREAKS = frozenset(_ENGLISH_WORDS.split())
"""Words besides stop words that belong to no name."""
_HAN = re.compile(f"[{HAN}]")


def noun_phrases(searched: str, start: int, end: int) -> Iterator[Span]:
    """The noun phrases of a part of a text in its canonical form, in order.

    >>> text = "每年冬天剪下来的枝条堆在地头没法处理"
    >>> [text[first:last] for first, last in noun_phrases(text, 0, len(text))]
    ['枝条', '地头']
    """
    if _HAN.search(searched, start, end):
        return _chinese(searched, start, end)
    return _english(searched, start, end)


def _chinese(searched: str, start: int, end: int) -> Iterator[Span]:
    first: int | None = None
    last = place = start
    for word, tag in rjieba.tag(searched[start:end]):
        here, place = place, place + len(word)
        noun = tag in _NOUNS and word not in _RELATIONS and not _BROKEN.search(word) and not word.isdigit()
        if noun:
            first = here if first is None else first
            last = place
            continue
        inner = first is not None and (word == _FOR or (tag in _INNER and word not in _RELATIONS and word.isalpha()))
        if not inner and first is not None:
            yield first, last
            first = None
    if first is not None:
        yield first, last


def _english(searched: str, start: int, end: int) -> Iterator[Span]:
    first: int | None = None
    last = start
    for word in _ENGLISH_WORD.finditer(searched, start, end):
        apart = first is not None and searched[last : word.start()].strip(" ") != ""
        breaks = is_stop_word(word[0]) or word[0] in _ENGLISH_BREAKS or word[0].endswith("ly") or word[0].isdigit()
        if first is not None and (apart or breaks):
            yield first, last
            first = None
        if not breaks:
            first = word.start() if first is None else first
            last = word.end()
    if first is not None:
        yield first, last
