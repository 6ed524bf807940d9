"""What a value is of: the words beside it, without the verbs and fillers around them."""

from __future__ import annotations

import re

from heliu_engine.documents import Span

_LONGEST = 24
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_LEADS = re.compile(
    r"^(?:[^\w\u4e00-\u9fff]+|\d{1,2}[.)、]|要求|使得?|实现|保证|确保|其中|具有|具备|满足|并且?|且|和|以及|及|该|其|能够|可以?|需要?|应|为|达到|在|的|对|将|由于|由|从|则|而|"
    r"以|有|目前|现|现有|通过|内|后|时|下|了|或|与|每隔?|如|使其|最终|预计|预期|计划|大约|约)+"
)
_HAN_TAILS = re.compile(
    r"(?:达到?|为|是|(?<!现)在|于|至|到|可达|高达|控制|保持|维持|要求|需要?|应|大约|约|有|可以|能够|超过|[:：;；=(\s]|通常|一般|左右|由|从|"
    r"了|仅|只|分别|均|都|也|已|会|将|等|的|至少|目标|目前|现在|现有|原来|提高|提升|增加|增长|延长|扩大|扩展|降低|降|减少|缩短|下降|减轻|减小)+\Z"
)
_HAN_HEADING = re.compile("(?:主要|技术|性能|关键|核心|考核)*(?:指标|参数|性能|要求|目标)")
"""Stands before a list of values and names none of them."""
_ENGLISH_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9/'-]*|\([A-Za-z0-9]{1,8}\)")
_STOPPING = """
    a about above achieve achieving after all also an and any approx approximately are around as at be been
    before being below between both but by can capable could demonstrate demonstrating desired do does during
    each exceed exceeding expected fewer for from goal goals greater had has have having high if in include
    includes including into is it its least less low max maximum may meet meeting might min minimum more most
    must need needed needs no nominal not of on operate operating or our over per provide providing required
    shall should so such support supporting target than that the their then there these they this those through
    to typical under until up used using was we were when where which while who will with within would x
"""
_STOPS = frozenset(_STOPPING.split())
_MOST_WORDS = 5
_RIGHT_MOST = 4


def property_of(text: str, start: int, end: int, floor: int, clause: int, ceiling: int) -> tuple[str, Span]:
    """The property of the value with its comparator at ``start`` to ``end``, and the span of both.

    ``floor`` is where the previous value ends, ``clause`` where the clause begins, ``ceiling`` where the next value
    begins. The span is that of the value
    where the property does not stand beside it.
    """
    left = max(floor, clause, start - 2 * _LONGEST)
    words = text[left:start]
    following = text[end : end + 2].partition("\n")[0]
    if _HAN.search(words) or _HAN.search(following):
        return _chinese(text, left, start, end)
    return _english(text, left, start, end, ceiling)


def _chinese(text: str, left: int, start: int, end: int) -> tuple[str, Span]:
    words = text[left:start]
    tail = _HAN_TAILS.search(words[-_LONGEST:])
    name_end = start - len(tail[0]) if tail else start
    name = text[left:name_end]
    if len(name) > _LONGEST:
        left = name_end - _LONGEST
        name = text[left:name_end]
    lead = _HAN_LEADS.match(name)
    name_start = left + (lead.end() if lead else 0)
    name = text[name_start:name_end].strip()
    if len(name) < 2 or not any(character.isalpha() for character in name) or _HAN_HEADING.fullmatch(name):
        return "", (start, end)
    return name, (name_start + (len(text[name_start:name_end]) - len(text[name_start:name_end].lstrip())), end)


def _english(text: str, left: int, start: int, end: int, ceiling: int) -> tuple[str, Span]:
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
