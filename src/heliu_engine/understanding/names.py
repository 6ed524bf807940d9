"""Chinese names of organisations, laboratories, platforms and facilities, found by how they end.

From each telling end (研究院, 国家重点实验室, 有限公司) the name is followed backwards, word by word, until a word stands
there that names do not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heliu_engine.understanding.gazetteer import KNOWN, SHORT_UNIVERSITIES, places, universities
from heliu_engine.understanding.heads import GENERIC, HEADS, INNER, STOP_TAGS, STOP_WORDS
from heliu_engine.understanding.mentions import Mention, MentionKind
from heliu_engine.understanding.words import Sentence, Word

LONGEST = 20
"""Words of a name."""
_NAMES_SOMEBODY = frozenset({"ns", "nt", "nz", "nr", "nrfg", "nrt", "eng", "j"})
_GOES_ON = re.compile("[长员生法史家们级类型版式性化界线]|部门|系统|机关|主席|人员")
_ORDINAL = re.compile("第?[〇零一二三四五六七八九十]+$|第?[0-9]{1,4}$")
_HAN = re.compile("[\u4e00-\u9fff]")
_NEEDS_ANCHOR = frozenset({"platform", "facility", "park"})
_WITHIN = frozenset({"laboratory", "platform", "facility"})
_BARE = frozenset("国务院 国务院办公厅 省委 市委 区委 县委 州委 省政府 市政府 区政府 县政府 州政府 自治区党委 自治区政府 自治区人民政府 中央军委 海关总署 发改委".split())
_CONFIDENCE = {"university": 0.95, "enterprise": 0.9, "hospital": 0.92, "government": 0.9, "media": 0.85}


@dataclass(frozen=True, slots=True)
class _Head:
    kind: MentionKind
    sort: str
    start: int
    end: int


def find_names(text: str, sentence: Sentence) -> list[Mention]:
    """The names of one sentence, which may overlap; `text` is the text as it was given."""
    words = sentence.words
    at_start = {word.start: index for index, word in enumerate(words)}
    inside = [index for index, word in enumerate(words) for _ in word.text]
    found = [*_known(text, words)]
    ends: set[int] = {mention.end for mention in found if mention.kind == "organisation"}
    # Organisations first: a laboratory's name begins behind the university that it belongs to.
    for head in sorted(_heads(sentence), key=lambda head: (head.kind in _WITHIN, head.end)):
        mention = _named(text, sentence, head, inside, ends if head.kind in _WITHIN else set())
        if mention is not None:
            found.append(mention)
            if mention.kind == "organisation" and mention.sort != "park":
                ends.add(mention.end)
    return found + list(_places(text, words, at_start))


def _heads(sentence: Sentence) -> Iterator[_Head]:
    borders = {word.end for word in sentence.words}
    for kind, sort, pattern in HEADS:
        for match in pattern.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if end in borders and not _GOES_ON.match(sentence.text, match.end()):
                yield _Head(kind, sort, start, end)


def _named(text: str, sentence: Sentence, head: _Head, inside: list[int], ends: set[int]) -> Mention | None:
    words = sentence.words
    last = inside[head.start - sentence.start]
    first = _begin(words, last, head, ends)
    first = _trimmed(words, first, last, head)
    start = words[first].start
    if head.sort == "university":
        start = _university_start(sentence, start, head.end)
    before = sentence.text[start - sentence.start : head.start - sentence.start]
    named = [word for word in words[first : last + 1] if word.start >= start and word.start < head.start]
    confidence = _worth(head, before, named)
    if confidence is None:
        return None
    written = text[start : head.end]
    return Mention(head.kind, written, start, head.end, confidence, name_value(sentence.text[start - sentence.start : head.end - sentence.start]), head.sort if head.kind == "organisation" else None)


def name_value(written: str) -> str:
    """A name without blanks and quotation marks."""
    return re.sub(r"[\s“”\"‘’「」]", "", written)


def _begin(words: tuple[Word, ...], last: int, head: _Head, ends: set[int]) -> int:
    first = last
    while first > 0 and last - first < LONGEST:
        if words[first].start in ends:
            break
        step = _step(words, first - 1, head, last)
        if step is None:
            break
        first = step
    return first


def _step(words: tuple[Word, ...], index: int, head: _Head, last: int) -> int | None:
    """Where the name goes on to before ``index + 1``; None where it begins."""
    word = words[index]
    if word.text in "”\"’":
        return _opening(words, index, "“\"‘", 8)
    if word.text == ")":
        return _opening(words, index, "(", 5) if head.sort in ("enterprise", "finance", "university", "institute") else None
    if word.text in "·-&":
        return index - 1 if index > 0 and words[index - 1].tag != "x" else None
    if word.text in ("和", "与", "及"):
        return _across(words, index, last)
    if word.text in INNER or word.text in places():
        return index
    if word.tag == "x" or word.text in STOP_WORDS or word.tag in STOP_TAGS:
        return None
    if word.tag == "m":
        return index if _ORDINAL.match(word.text) else None
    if word.tag in ("v", "vd", "vg"):
        return None
    if head.sort == "government" and word.tag in ("n", "v", "vn", "l", "nr") and not _official(word):
        return None
    return index


def _official(word: Word) -> bool:
    """Whether a word may stand before the end of an office's name: a region, a level, another office."""
    return bool(re.search("[省市区县州旗镇乡盟国]$|[部委局厅院署会办]$|国家|中央|中共|中国|全国|党|工作|临时|联合|开发|特别|行政|自治|主题|组", word.text))


def _opening(words: tuple[Word, ...], index: int, marks: str, most: int) -> int | None:
    for place in range(index - 1, max(-1, index - most - 1), -1):
        if words[place].text in marks:
            return place if place < index - 1 else None
        if words[place].text in "，。；、：:;,)”":
            return None
    return None


def _across(words: tuple[Word, ...], index: int, last: int) -> int | None:
    """创造与制造海河实验室: 与 belongs to the name where both of its neighbours are words of one class and length."""
    if index == 0 or index + 1 > last:
        return None
    left, right = words[index - 1], words[index + 1]
    alike = len(left.text) == len(right.text) and left.tag[0] == right.tag[0] and left.tag[0] in "vna"
    if not alike or right.text in places() or left.text in places() or left.text in STOP_WORDS:
        return None
    return index - 1


def _trimmed(words: tuple[Word, ...], first: int, last: int, head: _Head) -> int:
    """Without the words at the beginning that lead up to a name."""
    while first < last and (words[first].text in STOP_WORDS or (words[first].tag == "x" and words[first].text not in "“\"‘")):
        first += 1
    anchor = next((place for place in range(first, last + 1) if _anchors(words[place])), None)
    if anchor is not None and anchor > first and all(word.text in INNER or word.text in GENERIC or word.tag.startswith("nr") for word in words[first:anchor]):
        return anchor
    return first


def _anchors(word: Word) -> bool:
    return word.text in places() or word.text in KNOWN or word.text in ("国家", "中央", "全国") or word.tag == "nt"


def _university_start(sentence: Sentence, start: int, end: int) -> int:
    """Where the longest known name begins that ends here."""
    written = sentence.text[start - sentence.start : end - sentence.start]
    for place in range(len(written) - 3):
        if written[place:] in universities():
            return start + place
    return start


def _worth(head: _Head, before: str, named: list[Word]) -> float | None:
    """How sure a name is; None for what is a sort of thing and no name."""
    base = _CONFIDENCE.get(head.sort, 0.85)
    plain = name_value(before)
    if head.sort == "government":
        return _office_worth(head, plain, base)
    if not plain or not _HAN.search(plain) and len(plain) < 2:
        return None
    special = [word for word in named if word.text not in GENERIC and word.tag != "x"]
    if not special:
        return None
    anchored = any(word.tag in _NAMES_SOMEBODY or word.text in places() for word in named) or "“" in before or plain.startswith(("国家", "中国", "全国"))
    if not anchored and (head.sort in _NEEDS_ANCHOR or len(plain) < 2):
        return None
    return round(base if anchored else base - 0.25, 2)


def _office_worth(head: _Head, plain: str, base: float) -> float | None:
    return base if plain else 0.8


def _known(text: str, words: tuple[Word, ...]) -> Iterator[Mention]:
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
                yield Mention("organisation", text[word.start : last.end], word.start, last.end, 0.75, value, "university")
                break
            if count == 1 and word.tag == "nt" and len(word.text) > 2:
                yield Mention("organisation", text[word.start : word.end], word.start, word.end, 0.7, word.text, "other")


def _places(text: str, words: tuple[Word, ...], at_start: dict[int, int]) -> Iterator[Mention]:
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


def _place(words: tuple[Word, ...], index: int) -> tuple[int, str] | None:
    for count in (3, 2, 1):
        if index + count <= len(words):
            written = "".join(word.text for word in words[index : index + count])
            full = places().get(written)
            if full is not None and not words[index].tag.startswith("nr"):
                return count, full
    return None
