"""Chinese names of organisations, laboratories, platforms and facilities, found by how they end.

From each telling end (研究院, 国家重点实验室, 有限公司) the name is followed backwards, word by word, until a word
stands there that names do not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heliu_engine.understanding.gazetteer import KNOWN, places, universities
from heliu_engine.understanding.heads import BARE, GENERIC, HEADS, INNER, STOP_TAGS, STOP_WORDS
from heliu_engine.understanding.known import find_known, find_places
from heliu_engine.understanding.mentions import Mention, MentionKind
from heliu_engine.understanding.surroundings import find_by_setting, name_value
from heliu_engine.understanding.words import Sentence, Word

LONGEST = 20
"""Words of a name."""
_NAMES_SOMEBODY = frozenset({"ns", "nt", "nz", "nr", "nrfg", "nrt", "eng", "j"})
_GOES_ON = re.compile("门|系统|机关|主席|人员")
_SECRETARY = re.compile("副?书记|成员|常委")
_OFFICE_FOLLOWS = re.compile("副?书记|常委|副?主任|委员|[正副]|秘书长|领导")
_ORDINAL = re.compile("第?[〇零一二三四五六七八九十]+$|第?[0-9]{1,4}$")
_HAN = re.compile("[\u4e00-\u9fff]")
_NEEDS_ANCHOR = frozenset({"platform", "facility"})
_WITHIN = frozenset({"laboratory", "platform", "facility"})
_DEPARTMENT = re.compile("..+[局厅委署]$|.{2,}部$")
_MAY_STAND_INSIDE = frozenset({"企业", "机构", "单位", "组织", "发展", "办理", "申请", "申报", "认定", "服务于"})
_WHOLE = ("中心", "平台", "基地", "公司", "大学", "学院", "集团", "银行", "部门", "实验室")
_PLAIN_ENDS = frozenset(["局", "厅", "署", "分局", "支队", "派出所"])
_UNNAMED = re.compile("(?:[各)〕]|各[省市区县旗]{1,2}、)$")
_LEVEL = re.compile("[省市区县州旗镇乡国]$|^(?:国家|中国|全国|中央|中共|自治区|省|市|区|县)")
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
    found = list(find_known(text, words))
    ends: dict[int, int] = {mention.end: mention.start for mention in found if mention.kind == "organisation"}
    # Organisations first: a laboratory's name begins behind the university that it belongs to.
    for head in sorted(_heads(sentence), key=lambda head: (head.kind in _WITHIN, head.end)):
        mention = _named(text, sentence, head, inside, at_start, ends)
        if mention is None and head.kind in _WITHIN:
            # 腾讯众创空间 has no name but its owner's.
            mention = _named(text, sentence, head, inside, at_start, {})
        if mention is not None:
            found.append(mention)
            if mention.kind == "organisation" and mention.sort != "park":
                ends[mention.end] = mention.start
    found += find_by_setting(text, sentence)
    return found + list(find_places(text, words))


def _heads(sentence: Sentence) -> Iterator[_Head]:
    borders = {word.end for word in sentence.words}
    for kind, sort, pattern in HEADS:
        for match in pattern.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            whole = end in borders or (sort == "government" and end - start > 2)
            if match[0] in ("党委", "党组") and _SECRETARY.match(sentence.text, match.end()):
                # 南开大学党委书记 is a secretary at 南开大学.
                continue
            if (whole or _OFFICE_FOLLOWS.match(sentence.text, match.end())) and not _GOES_ON.match(
                sentence.text, match.end()
            ):
                yield _Head(kind, sort, start, end)


def _named(
    text: str, sentence: Sentence, head: _Head, inside: list[int], at_start: dict[int, int], ends: dict[int, int]
) -> Mention | None:
    words = sentence.words
    last = inside[head.start - sentence.start]
    first = _begin(words, last, head, at_start, ends)
    first = _trimmed(words, first, last, head)
    start = words[first].start
    if sentence.text[start - sentence.start] == "据":
        start += 1
    if (
        sentence.text[start - sentence.start] in "从在由向对为报"
        and sentence.text[start + 1 - sentence.start] in "省市区县国"
    ):
        start += 1
    if head.sort == "university":
        start = _university_start(sentence, start, head.end)
    named = [word for word in words[first : last + 1] if word.start >= start and word.start < head.start]
    confidence = _worth(sentence, head, start, named)
    if confidence is None:
        return None
    written = text[start : head.end]
    return Mention(
        head.kind,
        written,
        start,
        head.end,
        confidence,
        name_value(sentence.text[start - sentence.start : head.end - sentence.start]),
        head.sort if head.kind == "organisation" else None,
    )


def _begin(words: tuple[Word, ...], last: int, head: _Head, at_start: dict[int, int], ends: dict[int, int]) -> int:
    return _far(words, _near(words, last, head, at_start, ends), last, head)


def _far(words: tuple[Word, ...], first: int, last: int, head: _Head) -> int:
    """Names of platforms and centres hold any verb (申报备案登记平台); they begin with the region where it says one."""
    if head.sort not in ("platform", "service") and head.end - head.start < 3:
        return first
    begin, place = first, first
    while place > 0 and last - place < LONGEST // 2:
        word = words[place - 1]
        if word.tag == "x" or word.tag in STOP_TAGS or word.text in STOP_WORDS - _MAY_STAND_INSIDE:
            break
        place -= 1
        if word.text in places() or word.text in ("国家", "省", "市", "区", "县"):
            begin = place
    return begin


def _near(words: tuple[Word, ...], last: int, head: _Head, at_start: dict[int, int], ends: dict[int, int]) -> int:
    first = last
    while first > 0 and last - first < LONGEST:
        before = ends.get(words[first].start)
        if before is not None and head.kind in _WITHIN:
            break
        if before in at_start and not words[first - 1].text.endswith("委"):
            # A name that follows another one at once goes on from it: 中国银行…委员会|常德监管分局.
            return at_start[before]
        step = _step(words, first - 1, head, last)
        if step is None:
            break
        first = step
    return first


def _step(words: tuple[Word, ...], index: int, head: _Head, last: int) -> int | None:
    """Where the name goes on to before ``index + 1``; None where it begins."""
    word = words[index]
    if word.text in '”"’':
        return _opening(words, index, '“"‘', 8)
    if word.text == ")":
        return (
            _opening(words, index, "(", 5)
            if head.sort in ("enterprise", "finance", "university", "institute")
            else None
        )
    if word.text in "·-&":
        return index - 1 if index > 0 and words[index - 1].tag != "x" else None
    if word.text in ("和", "与", "及"):
        return _across(words, index, last, head)
    if word.tag in ("l", "i") and (word.text[:2] in STOP_WORDS or word.text[-2:] in STOP_WORDS):
        return None
    if head.sort == "government" and word.text.endswith("委") and _beside_party(words[last].text):
        return None
    if word.text in INNER or word.text in places():
        return index
    if word.tag == "x" or word.tag in STOP_TAGS or word.text in STOP_WORDS - _MAY_STAND_INSIDE:
        return None
    if word.tag == "m":
        return index if _ORDINAL.match(word.text) else None
    if word.tag in ("v", "vd", "vg"):
        return None
    if (
        head.sort == "government"
        and head.end - head.start > 2
        and not words[last].text.endswith("委员会")
        and word.tag in ("n", "v", "vn", "l", "nr")
        and not _official(word)
    ):
        return None
    return index


def _beside_party(written: str) -> bool:
    """Whether a word begins the office beside the party's: 市委|市政府."""
    return written in (
        "省政府",
        "市政府",
        "区政府",
        "县政府",
        "州政府",
        "国务院",
        "人民政府",
        "政府",
        "省",
        "市",
        "区",
        "县",
        "州",
    )


def _official(word: Word) -> bool:
    """Whether a word may stand before the end of an office's name: a region, a level, another office."""
    return bool(
        re.search(
            "[省市区县州旗镇乡盟国]$|[部委局厅院署会办]$|国家|中央|中共|中国|全国|党|工作|临时|联合|开发|"
            "特别|行政|自治|主题|组",
            word.text,
        )
    )


def _opening(words: tuple[Word, ...], index: int, marks: str, most: int) -> int | None:
    for place in range(index - 1, max(-1, index - most - 1), -1):
        if words[place].text in marks:
            within = "".join(word.text for word in words[place + 1 : index])
            return place if within and (marks != "(" or within in places()) else None
        if words[place].text in "，。；、：:;,)”":
            return None
    return None


def _across(words: tuple[Word, ...], index: int, last: int, head: _Head) -> int | None:
    """创造与制造海河实验室: 与 belongs to the name where both of its neighbours are words of one class and length."""
    if index == 0 or index + 1 > last:
        return None
    left, right = words[index - 1], words[index + 1]
    if head.sort == "government" and index > 1 and _LEVEL.search(words[index - 2].text) and right.start >= head.start:
        # 市文化旅游和广播电视局.
        return (
            index - 1
            if left.tag[0] in "vn" and left.text not in STOP_WORDS and not left.text.endswith(tuple("局厅委部"))
            else None
        )
    if right.tag in _NAMES_SOMEBODY or left.text.endswith(_WHOLE):
        return None
    alike = len(left.text) == len(right.text) and left.tag[0] == right.tag[0] and left.tag[0] in "vna"
    if not alike or right.text in places() or left.text in places() or left.text in STOP_WORDS:
        return None
    return index - 1


def _trimmed(words: tuple[Word, ...], first: int, last: int, head: _Head) -> int:
    """Without the words at the beginning that lead up to a name."""
    while first < last and (
        words[first].text in STOP_WORDS
        or words[first].text in ("公司", "企业", "集团", "我国", "本市")
        or (words[first].tag == "x" and words[first].text not in '“"‘')
    ):
        first += 1
    anchor = next((place for place in range(first, last) if _anchors(words[place])), None)
    if (
        anchor is not None
        and anchor > first
        and all(
            (word.text in INNER or word.text in GENERIC or word.tag.startswith("nr")) and not _LEVEL.search(word.text)
            for word in words[first:anchor]
        )
    ):
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


def _worth(sentence: Sentence, head: _Head, start: int, named: list[Word]) -> float | None:
    """How sure a name is; None for what is a sort of thing and no name."""
    before = sentence.text[start - sentence.start : head.start - sentence.start]
    written = sentence.text[start - sentence.start : head.end - sentence.start]
    base = _CONFIDENCE.get(head.sort, 0.85)
    plain = name_value(before)
    if head.sort == "government":
        return _office_worth(sentence, head, start, plain, written)
    if not plain or (not _HAN.search(plain) and len(plain) < 2):
        return None
    if written.startswith(("上级", "下级", "各级", "本级", "不同", "其他", "某")):
        return None
    special = [word for word in named if word.text not in GENERIC and word.tag != "x"]
    if not special:
        return None
    anchored = any(word.tag in _NAMES_SOMEBODY or word.text in places() for word in named)
    anchored = anchored or "国家" in written or "全国" in written or "“" in before or plain.startswith("中国")
    instrument = head.kind == "facility" and "仪器" in written
    loose = head.kind == "platform" and written.endswith(("孵化器", "众创空间", "创新中心", "研究中心", "技术中心"))
    common = written[len(plain) :] in ("公司", "医院", "学校")
    if not anchored and not instrument and not loose and (common or head.sort in _NEEDS_ANCHOR or len(plain) < 2):
        return None
    return round(base if anchored else base - 0.25, 2)


def _office_worth(sentence: Sentence, head: _Head, start: int, plain: str, written: str) -> float | None:
    """How sure the name of an office is: with its region or level, or as a department by itself."""
    if _UNNAMED.search(sentence.text, max(0, start - sentence.start - 4), start - sentence.start):
        return None
    ending = written[len(plain) :] if plain and written.startswith(plain) else written
    if ending in _PLAIN_ENDS and not _level_of(plain):
        return None
    if not plain:
        return 0.8 if written in BARE or (_DEPARTMENT.match(written) and written not in _UNNAMED_ALONE) else None
    return 0.9 if _level_of(plain) else 0.8


def _level_of(plain: str) -> bool:
    return bool(_LEVEL.search(plain)) or any(plain[:length] in places() for length in range(2, 6))


_UNNAMED_ALONE_WRITTEN = "管理局 监督局 监管局 监管分局 组织部 宣传部 统战部 指挥部 办公厅 总局 党工委 工作委"
_UNNAMED_ALONE = frozenset(_UNNAMED_ALONE_WRITTEN.split())
