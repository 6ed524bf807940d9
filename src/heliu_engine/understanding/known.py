"""Names that are known by themselves: regions, well-known organisations, short forms of universities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.understanding.gazetteer import KNOWN, SHORT_UNIVERSITIES, places
from heliu_engine.understanding.mentions import Mention
from heliu_engine.understanding.words import Word

_BODY = re.compile("[部委局厅院署会办社厂台]$|大学$|公司$|银行$")
_MISLEADING_WRITTEN = "交易所 定点医院 信息中心 联合体 共同体 领导小组 指挥部 工作组 人民政府 委员会"
_MISLEADING = frozenset(_MISLEADING_WRITTEN.split())


def find_known(text: str, words: tuple[Word, ...]) -> Iterator[Mention]:
    """Names that are known by themselves, where they are whole words."""
    for index, word in enumerate(words):
        for count in (3, 2, 1):
            if index + count > len(words):
                continue
            last = words[index + count - 1]
            written = "".join(part.text for part in words[index : index + count])
            if written in KNOWN:
                value, sort = KNOWN[written]
                yield Mention("organisation", text[word.start : last.end], word.start, last.end, 0.92, value, sort)
                break
            if written in SHORT_UNIVERSITIES:
                value = SHORT_UNIVERSITIES[written]
                yield Mention(
                    "organisation", text[word.start : last.end], word.start, last.end, 0.75, value, "university"
                )
                break
            if (
                count == 1
                and word.tag == "nt"
                and len(word.text) > 2
                and _BODY.search(word.text)
                and word.text not in _MISLEADING
            ):
                yield Mention(
                    "organisation", text[word.start : word.end], word.start, word.end, 0.7, word.text, "other"
                )


def find_places(text: str, words: tuple[Word, ...]) -> Iterator[Mention]:
    """Regions that are whole words; those that follow each other (天津市南开区) are one."""
    index = 0
    while index < len(words):
        end, names = index, []
        while (step := _place(words, end)) is not None:
            count, full = step
            end += count
            names.append(full)
        if not names:
            index += 1
            continue
        start, stop = words[index].start, words[end - 1].end
        yield Mention("place", text[start:stop], start, stop, 0.9, "".join(dict.fromkeys(names)))
        index = end


def _is_place(written: str, full: str, word: Word) -> bool:
    """Short forms can be words as well: 合作 is a city and to work together."""
    return written == full or word.tag in ("ns", "j", "nz")


def _place(words: tuple[Word, ...], index: int) -> tuple[int, str] | None:
    for count in (3, 2, 1):
        if index + count <= len(words):
            written = "".join(word.text for word in words[index : index + count])
            full = places().get(written)
            if full is not None and not words[index].tag.startswith("nr") and _is_place(written, full, words[index]):
                return count, full

    return None
