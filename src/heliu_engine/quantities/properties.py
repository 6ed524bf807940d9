"""What a value is of: the words beside it, without the verbs and fillers around them."""

from __future__ import annotations

import re
from collections.abc import Set

import rjieba

from heliu_engine.documents import Span

_LONGEST = 24
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEADING = """
    要求 使 使得 实现 保证 确保 其中 具有 具备 满足 并 并且 且 和 以及 及 该 其 能够 可 可以 需 需要 应 为 达到 在 的 对
    将 由于 由 从 则 而 以 有 目前 现 现有 通过 或 与 每 每隔 如 使其 最终 预计 预期 计划 大约 约 经 经过
"""
_LEADS = frozenset(_LEADING.split())
_LEADS_BEHIND_VALUE = _LEADS | set("内后时下了")
"""内径 begins a clause; behind a value 内 belongs to that value: 5min内完成."""
_TRAILING = """
    达 达到 为 是 在 于 至 到 可 可达 高达 控制 保持 维持 要求 需 需要 应 大约 约 有 可以 能够 超过 通常 一般 左右 由 从
    了 仅 只 只有 仅有 平均 分别 均 都 也 已 会 将 等 的 至少 目标 目前 现在 原来 介于 处于 位于 等于 成为 作为 设为
    定为 分为 约为 仅为 均为 应为 做到 得到 受到 含有 具有 拥有
"""
_TAILS = frozenset(_TRAILING.split())
_CHANGES = "提高 提升 增加 增长 延长 扩大 扩展 降低 降 减少 缩短 下降 减轻 减小"
_CHANGING = frozenset(_CHANGES.split())
"""Verbs where the value says by how much or to what; else part of a noun: 电压降≤0.3V, 水位下降不大于5m."""
_BECOMES = re.compile("[到至为成了达]|有所")
_WHOLE = re.compile(
    "下料|下屈服|下托|下偏差|下极限|从[站机轴动]|将军|由[壬令]|和[易频差]|对讲|可[挠燃溶靠]|达因|[与或]门|使能|现浇|在制"
)
"""Technical words that the dictionary of the word cutter lacks, or takes apart."""
_OUTER = re.compile(r"[^\w\u4e00-\u9fff]+|\d{1,2}[.)、]")
_MARKS = ":：;；=( \t\n\r"
_LONGEST_WORD = 3
_STATE = re.compile(r"[^\d，,。；;:：、()\n]{0,10}?(?:以后|之后|[后下时])")
"""Behind a value, the rest of the condition that it is: 1000次循环后, 80℃条件下."""
_DIMENSIONS = frozenset("长宽高厚深重径价")
"""Names of one character."""
_HAN_HEADING = re.compile("(?:主要|技术|性能|关键|核心|考核)*(?:指标|参数|性能|要求|目标)")
"""Stands before a list of values and names none of them."""
_ENGLISH_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9/'-]*|\([A-Za-z0-9]{1,8}\)")
_DIMENSION_BEHIND = re.compile(r"[ -](long|wide|thick|tall|high|deep)(?= *(?:[,;.)]|and\b|or\b|by\b|x\b|×|\Z|\n))")
_STOPPING = """
    a about above achieve achieving after all also an and any approx approximately are around as at be been
    before being below between both but by can capable could demonstrate demonstrating desired do does during
    each exceed exceeding expected fewer following for from goal goals greater had has have having high if in include
    includes including into is it its least less low max maximum may meet meeting might min minimum more most
    must need needed needs no nominal not of on operate operating or our over per provide providing required
    shall should so such support supporting target than that the their then there these they this those through
    to typical under until up used using was we were when where which while who will with within without would x
"""
_STOPS = frozenset(_STOPPING.split())
_MOST_WORDS = 5
_RIGHT_MOST = 4


def property_of(
    text: str, start: int, end: int, floor: int, clause: int, ceiling: int, *, changed: bool = False
) -> tuple[str, Span]:
    """The property of the value with its comparator at ``start`` to ``end``, and the span of both.

    ``floor`` is where the previous value ends, ``clause`` where the clause begins, ``ceiling`` where the next value
    begins; ``changed`` says that the value is a change. The span is that of the value where the property does not
    stand beside it.
    """
    left = max(floor, clause, start - 2 * _LONGEST)
    words = text[left:start]
    following = text[end : end + 2].partition("\n")[0]
    if _HAN.search(words) or _HAN.search(following):
        return _chinese(text, left, start, end, behind=0 < floor == left, changed=changed)
    return _english(text, left, start, end, ceiling)


def _chinese(text: str, left: int, start: int, end: int, *, behind: bool, changed: bool) -> tuple[str, Span]:
    """``behind`` says that the words follow a value in one clause."""
    words = text[left:start]
    last = _without_tails(words, changed=changed)
    first = max(0, last - _LONGEST)
    edges = _edges(words[:last], guess=True)
    if behind and first == 0:
        first = _behind_state(words, last, edges)
    first = _without_leads(words, first, last, edges, _LEADS_BEHIND_VALUE if behind else _LEADS)
    name = words[first:last]
    if not any(character.isalpha() for character in name) or _HAN_HEADING.fullmatch(name):
        return "", (start, end)
    if len(name) < 2 and name not in _DIMENSIONS:
        return "", (start, end)
    return name, (left + first, end)


def _edges(words: str, *, guess: bool) -> Set[int]:
    """Where one word may end and the next begin, so that nothing is cut out of 压降 or 并发.

    ``guess`` says whether characters may be a word that the dictionary lacks: 并网 is one, 值为 is none.
    """
    edges, place = {0}, 0
    for word in rjieba.cut(words, guess):
        place += len(word)
        edges.add(place)
        if word[0] in "降升增减" and word[1:] in _TAILS:
            # 降为 may be of 压降为0.3V.
            edges.add(place - len(word) + 1)
        elif word[-2:] in _CHANGING:
            # 成本增加 is in the dictionary.
            edges.add(place - 2)
    return edges


def _without_tails(words: str, *, changed: bool) -> int:
    """Where the name ends: before fillers, and before the verb of a change."""
    edges = _edges(words, guess=False)
    last = len(words)
    while True:
        bare = len(words[:last].rstrip(_MARKS))
        if bare < last:
            last = bare
            continue
        place = _tail(words, last, edges, _TAILS)
        if place is None and (changed or _BECOMES.match(words, last)):
            place = _tail(words, last, edges, _CHANGING)
            # 压降 and 温降 keep their second half.
            place = None if (place, last) == (1, 2) else place
        if place is None:
            return last
        last = place


def _tail(words: str, last: int, edges: Set[int], tails: Set[str]) -> int | None:
    for length in range(min(_LONGEST_WORD, last), 0, -1):
        if last - length in edges and words[last - length : last] in tails:
            return last - length
    return None


def _without_leads(words: str, first: int, last: int, edges: Set[int], leads: Set[str]) -> int:
    """Where the name begins: behind marks and words that lead to it, unless what is left would be no name (保证率)."""
    while True:
        outer = _OUTER.match(words, first, last)
        if outer is not None:
            first = outer.end()
            continue
        if _WHOLE.match(words, first, last):
            return first
        for length in range(_LONGEST_WORD, 0, -1):
            place = first + length
            if words[first:place] not in leads or place not in edges or place > last:
                continue
            if last - place == 1 and words[place] not in _DIMENSIONS:
                continue
            first = place
            break
        else:
            return first


def _behind_state(words: str, last: int, edges: Set[int]) -> int:
    """Where the words begin that are not of the value before."""
    place = 0
    for state in _STATE.finditer(words, 0, last):
        if state.start() == place and state.end() in edges and last - state.end() > 1:
            return state.end()
        place = state.end()
    return 0


def _english(text: str, left: int, start: int, end: int, ceiling: int) -> tuple[str, Span]:
    behind = _DIMENSION_BEHIND.match(text, end)
    if behind is not None and behind.end() <= ceiling:
        return behind[1], (start, behind.end())
    words = list(_ENGLISH_WORDS.finditer(text, left, start))
    trailing = text[words[-1].end() : start] if words else ""
    # Small words may stand between the property and its value: gain of 20 dB.
    while words and words[-1][0].lower() in _STOPS:
        words.pop()
    taken: list[re.Match[str]] = []
    for word in reversed(words):
        if word[0].lower() in _STOPS or len(taken) == _MOST_WORDS:
            break
        if taken and text[word.end() : taken[-1].start()].strip():
            break
        taken.append(word)
    if taken and not re.search(r"[;.]", trailing):
        first, last = taken[-1], taken[0]
        return text[first.start() : last.end()], (first.start(), end)
    place, last_end = end, end
    for _ in range(_RIGHT_MOST):
        following = _ENGLISH_WORDS.match(text, place + 1) if text[place : place + 1] in {" ", "-"} else None
        if following is None or following[0].lower() in _STOPS or following.end() > ceiling:
            break
        place = last_end = following.end()
    return text[end:last_end].strip(" -"), (start, last_end)
