"""Written forms of a person's name, Chinese and Latin, and whether two can be one name.

That two names can be one is never a proof: among Chinese names the commonest are borne by hundreds of thousands.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from pypinyin import Style, pinyin

from heliu_engine.text import normalise

Agreement = Literal["same", "compatible", "different"]
"""``same``: the same written name. ``compatible``: can be the same, for example 张伟 and Wei Zhang, or W. Zhang."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_TITLES = re.compile(
    r"^(?:dr|prof|professor|mr|mrs|ms|academician)\b\.?\s*|(?:教授|研究员|博士|先生|女士|老师|院士|工程师|主任|所长)$",
    re.I,
)
_MOST_READINGS = 8
"""Combinations of readings of a name that are tried: 曾, 单, 乐 have several."""
_COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "长孙",
        "宇文",
        "司徒",
        "夏侯",
        "端木",
        "南宫",
        "独孤",
        "西门",
        "呼延",
        "百里",
        "东郭",
        "第五",
    ]
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart. A Latin name is a set of words, since its order tells nothing by itself."""

    han: str
    words: tuple[str, ...]


@lru_cache(maxsize=50_000)
def person_name(written: str) -> PersonName:
    """Take a name apart; titles before and behind it are left off.

    >>> person_name("Prof. Zhang, Wei").words
    ('wei', 'zhang')
    """
    bare = _TITLES.sub("", normalise(written.strip()).text.strip()).strip()
    if _HAN.search(bare):
        return PersonName("".join(character for character in bare if character.isalnum()), ())
    plain = "".join(c for c in unicodedata.normalize("NFKD", bare.replace("ü", "v")) if not unicodedata.combining(c))
    # Ming-Wei and Mingwei are written for one another, so a hyphen joins.
    return PersonName("", tuple(sorted(re.findall(r"[a-z]+", re.sub(r"[-'’]", "", plain)))))


def agreement(one: str, other: str) -> Agreement:
    """Whether two written names can be one."""
    mine, its = person_name(one), person_name(other)
    if mine == its and (mine.han or mine.words):
        return "same"
    if mine.han and its.han:
        return "different"
    if mine.han or its.han:
        han, words = (mine.han, its.words) if mine.han else (its.han, mine.words)
        return "compatible" if any(_fits(reading, words) for reading in _readings(han)) else "different"
    return "compatible" if _abbreviates(mine.words, its.words) or _joins(mine.words, its.words) else "different"


def _fits(reading: tuple[str, str], words: tuple[str, ...]) -> bool:
    """Whether words are a family name and a given name, in any order, the given one in parts or as initials."""
    family, given = reading
    rest = list(words)
    if family not in rest:
        return False
    rest.remove(family)
    if not rest:
        return False
    return "".join(rest) == given.replace(" ", "") or any(
        _initials(order, given.split(" ")) for order in (rest, rest[::-1])
    ) or sorted(rest) == sorted(given.split(" "))  # fmt: skip


def _initials(words: list[str], syllables: list[str]) -> bool:
    """Whether words are the first letters of syllables: W., M. W., MW."""
    if len(words) == 1 and words[0] == "".join(syllable[0] for syllable in syllables):
        return True
    if len(words) == 1 and len(words[0]) == 1:
        return words[0] == syllables[0][0]
    return len(words) == len(syllables) and all(
        word in (syllable, syllable[0]) for word, syllable in zip(words, syllables, strict=True)
    )


def _abbreviates(mine: tuple[str, ...], its: tuple[str, ...]) -> bool:
    """Whether two Latin names differ in nothing but that some words are initials in one of them."""
    if len(mine) != len(its) or not set(mine) & set(its):
        return False
    mine_left, its_left = list(mine), list(its)
    for word in set(mine) & set(its):
        mine_left.remove(word)
        its_left.remove(word)
    return all(
        len(min(left, right, key=len)) == 1 and left[0] == right[0]
        for left, right in zip(sorted(mine_left), sorted(its_left), strict=True)
    ) and any(len(word) > 1 for word in set(mine) & set(its))


def _joins(mine: tuple[str, ...], its: tuple[str, ...]) -> bool:
    """Whether one name writes as one word what the other writes as two: Ming Wei Zhang, Mingwei Zhang."""
    fewer, more = sorted((mine, its), key=len)
    if len(fewer) + 1 != len(more) or not fewer:
        return False
    for joined in fewer:
        rest = [word for word in fewer if word != joined]
        left = [word for word in more if word not in rest]
        if len(left) == 2 and joined in (left[0] + left[1], left[1] + left[0]) and len(rest) + 2 == len(more):
            return True
    return False


@lru_cache(maxsize=50_000)
def _readings(han: str) -> tuple[tuple[str, str], ...]:
    """Family and given name in pinyin without tones, for each way to read them; syllables parted by blanks."""
    family = 2 if han[:2] in _COMPOUND and len(han) > 2 else 1
    syllables = [
        sorted({each.replace("ü", "v") for each in options})
        for options in pinyin(han, style=Style.NORMAL, heteronym=True, errors="ignore")
    ]
    if len(syllables) != len(han) or len(han) < 2:
        return ()
    found: list[tuple[str, str]] = []
    for reading in product(*syllables):
        found.append(("".join(reading[:family]), " ".join(reading[family:])))
        if len(found) >= _MOST_READINGS:
            break
    return tuple(found)
