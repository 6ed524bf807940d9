"""Forms of a Chinese organisation's name: what may be left off it, and how it is shortened.

Nothing here is a list of organisations: a short form is made by rule from the full name, so it is as sure as the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from heliu_engine.regions import short_names
from heliu_engine.text import normalise

_LEGAL_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|股份公司|有限合伙|责任公司|公司)$")
_BRANCH = re.compile(r"(?:分公司|分院|分所|分行|办事处|分部|分中心)$")
_DEPENDENT = re.compile(
    r"^[^公]{0,16}(?:学院|系|实验室|研究院|研究所|研究中心|工程中心|技术中心|附属[^公]{0,8}医院|医院|处|部|中心|课题组|团队|分公司"
    r"|分院|分所|校区|子公司|有限公司)$"
)
_ACADEMY_UNIT = re.compile(
    r"^(?P<academy>中国[\u4e00-\u9fff]{0,6}科学院|中国[\u4e00-\u9fff]{2,8}集团(?:有限)?公司)"
    r"(?P<unit>.+?)(?P<kind>研究所|研究院|研究中心)$"
)
_ACADEMIES = {
    "中国科学院": ("中科院",), "中国农业科学院": ("中国农科院", "农科院"), "中国医学科学院": ("医科院",),
    "中国林业科学研究院": ("中国林科院", "林科院"), "中国社会科学院": ("中国社科院", "社科院"),
    "中国工程物理研究院": ("中物院",), "中国热带农业科学院": ("中国热科院", "热科院"),
    "中国水产科学研究院": ("中国水科院", "水科院"), "中国电子科技集团公司": ("中国电科", "中电科", "电科"),
    "中国电子科技集团有限公司": ("中国电科", "中电科", "电科"),
}  # fmt: skip
_SUBJECTS = {
    "工业": ("工", "工业"), "理工": ("理工", "工", "理"), "科技": ("科", "科技"), "科学技术": ("科", "科技"),
    "工程": ("工程", "工"),
    "师范": ("师", "师范"), "医科": ("医", "医科"), "医药": ("医药", "医"), "中医药": ("中医药", "中医", "中"),
    "农业": ("农", "农业"), "农林": ("农林",), "林业": ("林", "林业"), "交通": ("交", "交通"), "财经": ("财", "财经"),
    "经贸": ("经贸",), "政法": ("政法",), "外国语": ("外", "外国语"), "邮电": ("邮", "邮电"), "民族": ("民", "民族"),
    "航空航天": ("航", "航空航天"), "海洋": ("海", "海洋"), "海事": ("海事",), "矿业": ("矿", "矿业"),
    "石油": ("石油", "石"), "地质": ("地", "地质"), "电力": ("电", "电力"), "建筑": ("建", "建筑"),
    "商业": ("商", "商业"),
    "工商": ("工商",), "化工": ("化工", "化"), "体育": ("体", "体育"), "城建": ("城建",), "职业技术师范": ("职师",),
    "纺织": ("纺织",), "电子科技": ("电子科", "电", "电科"), "信息工程": ("信工",), "水利": ("水利", "水"),
}  # fmt: skip
"""What universities are named after, and how it is shortened: as is usual first."""
TWO = 2
"""Characters of a name of which the first one stands for all: 天津大学 is 天大."""
LONGEST_PLACE = 3
"""The same where a subject follows: 哈尔滨工业大学 is 哈工大, but no letter stands for 中南林业."""
_NEXT_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,4}?(?:市|县|区)(?!块)")
_NUMBERED = re.compile(r"^第([一二三四五六七八九十百零〇\d]+)$")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}


def folded(name: str) -> str:
    """A name without width, case, traditional characters, blanks and marks; brackets leave nothing behind.

    >>> folded("中環檢測（天津）有限公司") == folded("中环检测(天津) 有限公司")
    True
    """
    return "".join(character for character in normalise(name).text if character.isalnum())


def without_form(name: str) -> str:
    """A folded name without its legal form; empty for a branch, which is never the company that has it.

    >>> without_form("天津长荣科技集团股份有限公司")
    '天津长荣科技集团'
    """
    if _BRANCH.search(name):
        return ""
    bare = _LEGAL_FORM.sub("", name)
    return bare if len(bare) >= 2 else ""


def without_place(name: str) -> tuple[str, str]:
    """The place that a folded name begins with, empty where there is none, and the rest of the name.

    >>> without_place("天津市北海通信技术")
    ('天津', '北海通信技术')
    """
    found, rest = _first_place(name)
    if len(rest) < TWO + 1:
        return "", name
    # A further one counts with its ending alone: 北海 is a place and a name.
    while found and (further := _NEXT_PLACE.match(rest)) and len(rest) - further.end() > TWO:
        rest = rest[further.end() :]
    return found, rest


def is_branch(name: str) -> bool:
    """Whether a folded name is that of a branch."""
    return bool(_BRANCH.search(name))


def is_dependent(tail: str) -> bool:
    """Whether what follows the name of an organisation names a part of it: 化学学院, 附属医院, 南京分公司."""
    return bool(_DEPENDENT.match(tail))


def short_forms(name: str) -> dict[str, bool]:
    """Short forms of the folded name of a university, college or institute, and whether each is the usual one.

    >>> short_forms("天津大学")
    {'天大': True}
    >>> short_forms("中国科学院化学研究所")["中科院化学所"]
    True
    """
    found: dict[str, bool] = {}
    for form, usual in (*_of_university(name), *_of_institute(name)):
        if len(form) >= 2 and form != name:
            found[form] = usual or found.get(form, False)
    return found


def _of_university(name: str) -> Iterator[tuple[str, bool]]:
    head, university, tail = name.partition("大学")
    if not head or not university:
        return
    if tail.endswith("学院"):
        # 天津大学仁爱学院 is no part of 天津大学: it is called 仁爱学院 or 天大仁爱学院.
        yield from ((short + tail, usual) for short, usual in _of_university(f"{head}大学"))
        # 泰州学院 is another one than 南京师范大学泰州学院.
        if len(tail) > len("学院") + 1 and not _first_place(tail)[0]:
            yield tail, True
        return
    # What follows is a place: 中国矿业大学（北京）.
    yield from ((short + tail, usual) for short, usual in _of_head(head))


def _of_head(head: str) -> Iterator[tuple[str, bool]]:
    place, subject = _parted(head)
    if not subject:
        # 天津大学 is 天大, and a place alone is never the university; 南开大学 is 南开.
        if len(head) == TWO:
            yield f"{head[0]}大", bool(place)
        if not place:
            yield head, True
        return
    for rank, form in enumerate(_SUBJECTS[subject]):
        starts = [place] if len(place) > LONGEST_PLACE else list(dict.fromkeys((place, place[0])))
        for start in starts:
            yield f"{start}{form}大", rank == 0
            if len(form) > 1 or start != place:
                yield f"{start}{form}", rank == 0
    yield f"{place}{subject}", True


def _parted(head: str) -> tuple[str, str]:
    """Place (or whatever a university is named after) and subject: 天津, 工业."""
    for subject in sorted(_SUBJECTS, key=len, reverse=True):
        if head.endswith(subject) and len(head) > len(subject):
            return head.removesuffix(subject), subject
    return (head, "") if head in places() else ("", "")


def _of_institute(name: str) -> Iterator[tuple[str, bool]]:
    yield from ((short, True) for short in _ACADEMIES.get(name, ()))
    found = _ACADEMY_UNIT.match(name)
    if found is None:
        if name.endswith(("研究所", "研究院")) and len(name) > len("研究所") + TWO:
            yield name[:-3] + name[-1], True
        return
    numbered = _NUMBERED.match(found["unit"])
    units = (found["unit"], number(numbered[1])) if numbered else (found["unit"],)
    ends = (found["kind"], "中心" if found["kind"] == "研究中心" else found["kind"][-1])
    for start in (found["academy"], *_ACADEMIES.get(found["academy"], ())):
        yield from ((f"{start}{unit}{end}", True) for unit in units for end in ends)


def number(written: str) -> str:
    """A number up to 999 in digits: 三十八 and 三八 are 38."""
    if written.isdigit():
        return written
    if not any(character in written for character in "十百"):
        return "".join(str(_DIGITS[character]) for character in written)
    hundreds, _, rest = written.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS.get(hundreds, 0)
    total += 10 * (_DIGITS.get(tens.lstrip("零"), 1) if ten else 0)
    return str(total + _DIGITS.get(ones.lstrip("零"), 0))


def _first_place(name: str) -> tuple[str, str]:
    for length in range(min(len(name), 8), 1, -1):
        if name[:length] in places():
            rest = name[length:]
            for ending in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
                rest = rest.removeprefix(ending)
            return name[:length], rest
    # Districts and counties stand behind a prefecture, which ends the name of a place in these characters.
    found = re.match(r"^([\u4e00-\u9fff]{2,3}?)(?:市|县)(?=[\u4e00-\u9fff]{3})", name)
    return (found[1], name[found.end() :]) if found else ("", name)


@cache
def places() -> frozenset[str]:
    """Provinces and prefectures without their ending."""
    return frozenset(short for short, _ in short_names())
