"""Pinyin in brackets after a character: where it stands, and whether it is damage or somebody's help for the reader.

The damage: a table that turned simplified characters into traditional ones carried the pinyin along, 创 became
創(chuàng). It betrays itself on the whole page, never at one place: what is annotated are traditional characters,
common ones, each time they occur, with one and the same reading, in the middle of running text. A teacher annotates
what is rare or read in two ways, once, and characters that are the same in both scripts as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, starmap

from heliu_engine.restore.characters import character_model, folded
from heliu_engine.restore.readings import SYLLABLE, is_first_reading, is_neutral, is_reading, style
from heliu_engine.text.scripts import HAN
from heliu_engine.text.traditional import simplified, traditional

BRACKET = re.compile(rf"(?P<character>[{HAN}])(?P<bracket>(?P<open>[(（])(?P<pinyin>{SYLLABLE})[)）])")
"""A character with a syllable in brackets."""
BROKEN = re.compile(rf"(?P<lost>[?\ufffd])(?P<open>\(?)(?P<pinyin>{SYLLABLE})\)")
"""A lost byte with a syllable; the opening bracket is lost with it where the decoder took both for one character."""

THRESHOLD = 3.0
"""Weight of evidence from which the brackets of a page are damage; see docs/explanation/restore.md for the weights."""
_COMMON, _USUAL, _UNCOMMON, _REPEATED, _BROKEN = 1.5, 1.0, 0.3, 1.0, 2.0
_COMMON_SHARE, _USUAL_SHARE = 2e-4, 5e-5
"""Shares of all text from which a character is called common and usual; 学 has 9e-4, 读 has 8e-5, 龟 has 1e-6."""
_OTHER_READING, _SEVERAL_READINGS, _BARE, _TALKED_ABOUT, _LISTED, _SELDOM = -1.5, -4.0, -3.0, -2.0, -1.5, -3.0
_MOST_REPEATS = 3
_OTHER_SHARE = 0.2
"""With more annotated characters than this that are the same in both scripts it is a page that teaches."""
_BARE_SHARE = 0.1
_LEAST_SHARE = 0.08
"""Share of the characters with a simplified form below which few are annotated; on one real page it was a third."""

_ABOUT = re.compile("讀音|读音|讀作|读作|拼音|注音|音同|字音|發音|发音|多音|異讀|异读|聲調|声调|念作|普通話|普通话")
_QUOTES = '「『“"《〈【‘'
_LIST_MARKS = "、,，;；/"


@dataclass(slots=True)
class Annotated:
    """One character with the brackets after it, on the whole page."""

    readings: Counter[str] = field(default_factory=Counter)
    running: int = 0
    """How often there was running text on one side at least, and no quotation mark before."""
    listed: int = 0
    bare: int = 0
    """How often the character stood without a bracket."""

    @property
    def count(self) -> int:
        return self.readings.total()


@dataclass(frozen=True, slots=True)
class Damage:
    """What the table did to this page: which character got which reading, written how."""

    readings: dict[str, str]
    tone: str
    wide: bool
    """Whether the brackets are full-width ones."""
    confidence: float

    def made(self, character: str, pinyin: str, wide: bool) -> bool:
        """Whether this bracket after this character was put there by the table."""
        if wide is not self.wide or not _in_tone(character, pinyin, self.tone):
            return False
        known = self.readings.get(character)
        if known is not None:
            return known == pinyin
        return ord(character) in simplified() and is_reading(character, pinyin)


def find_damage(lines: Sequence[str]) -> Damage | None:
    """The damage that the brackets of a page are evidence of, or None where they are legitimate or absent."""
    found = [(line, match) for line in lines for match in BRACKET.finditer(line) if _annotates(match)]
    if not found:
        return None
    tone = Counter(style(match["pinyin"]) for _, match in found).most_common(1)[0][0]
    wide = sum(match["open"] == "（" for _, match in found) * 2 > len(found)
    alike = [
        (line, match)
        for line, match in found
        if (match["open"] == "（") is wide and _in_tone(match["character"], match["pinyin"], tone)
    ]
    older = [(line, match) for line, match in alike if ord(match["character"]) in simplified()]
    teaches = len(alike) - len(older) > _OTHER_SHARE * len(alike)
    if teaches or not _is_traditional({line for line, _ in older}):
        return None
    annotated = _annotated(older)
    _count_bare({line for line, _ in older}, annotated)
    if sum(seen.bare for seen in annotated.values()) > _BARE_SHARE * len(older):
        return None  # A table annotates each time or never.
    _count_bare(lines, annotated)
    weight = sum(starmap(_weight, annotated.items())) + _of_page(lines, len(older), tone)
    if weight < THRESHOLD:
        return None
    readings = {character: seen.readings.most_common(1)[0][0] for character, seen in annotated.items()}
    # A table gives the usual reading. An unusual one, given once, is somebody's help for the reader.
    for character, reading in readings.items():
        if annotated[character].count == 1 and not is_first_reading(character, reading):
            readings[character] = ""
    return Damage(readings, tone, wide, round(1.0 - 2.0**-weight, 4))


def _of_page(lines: Sequence[str], annotated: int, tone: str) -> float:
    """The evidence of the page beside its characters: lost bytes for damage, rare brackets against it."""
    broken = sum(style(match["pinyin"]) == tone == "mark" for line in lines for match in BROKEN.finditer(line))
    turned = sum(ord(character) in simplified() for line in lines for character in line)
    return _BROKEN * broken + (_SELDOM if annotated < _LEAST_SHARE * turned else 0.0)


def brackets_made(line: str, damage: Damage) -> Iterator[tuple[int, int]]:
    """Where the brackets of the damage stand in a line, ascending."""
    for match in BRACKET.finditer(line):
        if damage.made(match["character"], match["pinyin"], match["open"] == "（"):
            yield match.span("bracket")


def _in_tone(character: str, pinyin: str, tone: str) -> bool:
    """Whether a syllable shows its tone as those of the page do; where marks do, the neutral tone has none."""
    written = style(pinyin)
    return written == tone or (tone == "mark" and written == "none" and is_neutral(character, pinyin))


def _annotates(match: re.Match[str]) -> bool:
    return is_reading(match["character"], match["pinyin"])


def _annotated(found: Iterable[tuple[str, re.Match[str]]]) -> dict[str, Annotated]:
    """What is to be known of each annotated character."""
    annotated: defaultdict[str, Annotated] = defaultdict(Annotated)
    for line, match in found:
        seen = annotated[match["character"]]
        seen.readings[match["pinyin"]] += 1
        before, after = line[: match.start()][-1:], line[match.end() :][:1]
        around = line[max(0, match.start() - 8) : match.end() + 8]
        if (before and before in _QUOTES) or _ABOUT.search(around):
            continue
        if after and after in _LIST_MARKS and (not before or before in _LIST_MARKS + ")）:："):
            seen.listed += 1
        elif before or after:
            seen.running += 1
    return annotated


def _count_bare(lines: Iterable[str], annotated: dict[str, Annotated]) -> None:
    for seen in annotated.values():
        seen.bare = 0
    for line in lines:
        # Where bytes were lost, a character may stand there by chance.
        if not BROKEN.search(line):
            for character, count in Counter(line).items():
                if character in annotated:
                    annotated[character].bare += count
    for seen in annotated.values():
        seen.bare = max(0, seen.bare - seen.count)


def _weight(character: str, seen: Annotated) -> float:
    """The evidence of one character: positive for damage, negative for help with reading."""
    share = character_model().probability(folded(character))
    weight = _COMMON if share >= _COMMON_SHARE else _USUAL if share >= _USUAL_SHARE else _UNCOMMON
    reading = seen.readings.most_common(1)[0][0]
    if not is_first_reading(character, reading):
        weight += _OTHER_READING
    if len(seen.readings) > 1:
        weight += _SEVERAL_READINGS
    if seen.bare > _BARE_SHARE * (seen.bare + seen.count):
        weight += _BARE
    elif seen.count > 1:
        weight += _REPEATED * min(_MOST_REPEATS, seen.count - 1)
    if seen.listed * 2 >= seen.count:
        weight += _LISTED
    elif seen.running * 2 < seen.count:
        weight += _TALKED_ABOUT
    return weight


def _is_traditional(lines: Iterable[str]) -> bool:
    """Whether these lines are rather traditional than simplified."""
    older = newer = 0
    for character, count in Counter(chain.from_iterable(lines)).items():
        if ord(character) in simplified():
            older += count
        elif ord(character) in traditional():
            newer += count
    return older > newer
