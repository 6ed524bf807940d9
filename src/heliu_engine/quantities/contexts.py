"""Where in a text a value stands: its sentence, its clause, and the section that a heading opens."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Section = Literal["", "target", "need", "base", "budget", "current"]

_REACH = 160
"""Code points of a sentence that are looked at on each side of a value."""

_SENTENCE_END = re.compile(r"[。！？!?\n；;\r\v\f\u2028\u2029]|\.(?=\s+[A-Z(\d]|\s*\Z)")
_CLAUSE_END = re.compile(r"[，。；;、()\n\r\[\]{}]|[:：](?! ?[\d≥≤<>±~φ$.(-])|,(?!\d{3}(?!\d))|[.!?](?=\s|\Z)")
_LONGEST_HEADING = 30
_SECTIONS: tuple[tuple[re.Pattern[str], Section], ...] = (
    (
        re.compile(
            r"基础|简介|概况|企业介绍|公司介绍|现有条件|支撑平台|科研团队|数据条件|软硬件情况|工作进展|前期工作|已有条件"
        ),
        "base",
    ),
    (re.compile(r"目标|指标|要求|预期|成果|参数"), "target"),
    (re.compile(r"预算|经费|资金|投资"), "budget"),
    (re.compile(r"现状|背景|意义|前景|存在问题|存在的问题|情况说明"), "current"),
    (re.compile(r"需求|内容|难题|问题|方向|方案|难点|创新点|关键技术"), "need"),
)
_LIST_MARK = re.compile(r"^[(\s]*(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:\.\d{1,2})?)[)、.:：\s]*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_THEN = re.compile(
    r" ?(?:左右|以上)?[^，,。；;、:：()\n\d]{0,8}?(?<![前先然最今])后"
    "(?![视轮端座盖轴桥部置排级台续备缀门窗墙壁板驱梁处悬道张角])"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around one value."""

    sentence: str
    """At most `_REACH` code points before and behind the value, within its sentence."""
    before: str
    """The part of the sentence before the value."""
    after: str
    """The part of the sentence behind it."""
    clause: str
    """The part of the clause before it."""
    rest: str
    """The part of the clause behind it."""
    section: Section
    chinese: bool
    bracketed: bool
    """It stands between brackets that are opened in its sentence."""

    @property
    def precedes_test(self) -> bool:
        """Whether it tells after what something else is measured: 循环1000次后, 600℃煅烧后."""
        return _THEN.match(self.after) is not None


class Places:
    """The sentences, clauses and sections of one folded text; each is found once."""

    def __init__(self, text: str, lang: str = "") -> None:
        self._text = text
        self._lang = lang
        self._sentences = [0, *(mark.end() for mark in _SENTENCE_END.finditer(text))]
        self._clauses = [0, *(mark.end() for mark in _CLAUSE_END.finditer(text))]
        self._sections: list[tuple[int, Section]] = [(-1, "")]
        for start in self._sentences:
            section = _section_of(text, start)
            if section is not None:
                self._sections.append((start, section))
        self._section_starts = [start for start, _ in self._sections]

    def clause_start(self, place: int) -> int:
        """Where the clause begins that goes on at ``place``."""
        return self._clauses[bisect_right(self._clauses, place) - 1]

    def sentence_start(self, place: int) -> int:
        """Where the sentence begins that goes on at ``place``."""
        return self._sentences[bisect_right(self._sentences, place) - 1]

    def around(self, start: int, end: int) -> Context:
        """The context of what stands at ``start`` to ``end``."""
        text = self._text
        first = max(self.sentence_start(start), start - _REACH)
        after = bisect_right(self._sentences, end - 1)
        last = min(self._sentences[after] - 1 if after < len(self._sentences) else len(text), end + _REACH)
        last = max(last, end)
        following = bisect_right(self._clauses, end - 1)
        clause_end = self._clauses[following] - 1 if following < len(self._clauses) else len(text)
        sentence = text[first:last]
        before = text[first:start]
        chinese = self._lang == "zh" or _HAN.search(sentence) is not None
        return Context(
            sentence=sentence,
            before=before,
            after=text[end:last],
            clause=text[max(first, self.clause_start(start)) : start],
            rest=text[end : max(end, min(clause_end, end + _REACH))],
            section=self._sections[bisect_right(self._section_starts, start) - 1][1],
            chinese=chinese,
            bracketed=before.rfind("(") > before.rfind(")"),
        )


def _section_of(text: str, start: int) -> Section | None:
    """The section that a heading at ``start`` opens; None where there is no heading."""
    piece = text[start : start + _LONGEST_HEADING].lstrip(" \n\r")
    ends = [place for mark in ":：\n。;；" if (place := piece.find(mark)) >= 0]
    end = min(ends, default=-1)
    if end < 0 and start + _LONGEST_HEADING < len(text):
        return None
    head = piece[: end if end >= 0 else len(piece)].strip()
    if not 2 <= len(head) <= _LONGEST_HEADING or (end >= 0 and piece[end] in "。;；") or (end < 0 and len(head) > 16):
        return None
    head = _LIST_MARK.sub("", head)
    if any(character.isdigit() for character in head):
        return None
    for pattern, section in _SECTIONS:
        if pattern.search(head):
            return section
    return None
