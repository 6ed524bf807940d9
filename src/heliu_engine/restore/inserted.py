"""A page that a table with pinyin went over, brought back: brackets, broken bytes, then the traditional characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from heliu_engine.restore.brackets import BRACKET, BROKEN, Damage, brackets_made, find_damage
from heliu_engine.restore.breaks import mend_breaks
from heliu_engine.restore.edits import Edit, apply_edits, compose
from heliu_engine.restore.gbk import pair, to_bytes
from heliu_engine.restore.readings import SYLLABLE, is_reading, style
from heliu_engine.restore.script import to_simplified

_AFTER_LETTER = re.compile(rf"[@-~]\({SYLLABLE}\)")
"""A bracket after a character of ASCII that may be the second byte of a pair."""

_NESTED = re.compile(rf"(?P<vowel>[^\x00-\x7f])(?P<letter>[a-z])(?P<bracket>\((?P<pinyin>{SYLLABLE})\))(?=[a-z]*\))")
"""A bracket within the syllable of another."""


def undo_insertion(lines: Sequence[str], evidence: int | None = None) -> tuple[list[list[Edit]], Damage | None]:
    """For each line the edits that undo the damage, and what the damage was; no edits on any other page.

    The first ``evidence`` lines tell whether there is damage, all by default.
    """
    damage = find_damage(lines[:evidence])
    if damage is None:
        return [[] for _ in lines], None
    swallows = _swallows(lines[:evidence])
    return [_undone(line, damage, swallows=swallows) for line in lines], damage


def _undone(line: str, damage: Damage, *, swallows: bool) -> list[Edit]:
    edits = _unnested(line, damage)
    text = apply_edits(line, edits)
    if _is_broken(text, damage):
        edits = compose(line, edits, mend_breaks(text, damage, swallows=swallows))
    else:
        edits = compose(line, edits, _unbracketed(text, damage))
    return compose(line, edits, to_simplified(apply_edits(line, edits), damage.confidence))


def _unnested(line: str, damage: Damage) -> list[Edit]:
    """Brackets within brackets off: a table applied line after line finds characters in the pinyin it put in before.

    The second byte of ō is AD and u is 75; AD 75 is 璾, so that (yōu) became (yōu(zī)).
    """
    edits: list[Edit] = []
    for match in _NESTED.finditer(line):
        data = to_bytes(match["vowel"])
        character = pair(data[1], ord(match["letter"])) if data is not None and len(data) == 2 else None
        if character is not None and damage.made(character, match["pinyin"], damage.wide):
            edits.append(Edit(*match.span("bracket"), match["bracket"], "", "pinyin", damage.confidence))
    return edits


def _is_broken(line: str, damage: Damage) -> bool:
    """Whether the table cut characters apart here, as far as can be seen without reading the bytes.

    A lost byte left its mark, or no mark but a bracket that does not fit its character; or what was cut apart was a
    character and the letter after it, and the bracket stands after the letter: 人](jiàn).
    """
    if BROKEN.search(line) is not None or _AFTER_LETTER.search(line) is not None:
        return True
    return damage.tone == "mark" and any(
        style(match["pinyin"]) == "mark" and not is_reading(match["character"], match["pinyin"])
        for match in BRACKET.finditer(line)
    )


def _unbracketed(line: str, damage: Damage) -> list[Edit]:
    return [
        Edit(start, end, line[start:end], "", "pinyin", damage.confidence) for start, end in brackets_made(line, damage)
    ]


def _swallows(lines: Sequence[str]) -> bool:
    """Whether the decoder of the page took the character after a lost byte with it: then no bracket was opened."""
    opened = [bool(match["open"]) for line in lines for match in BROKEN.finditer(line)]
    return sum(opened) * 2 <= len(opened)
