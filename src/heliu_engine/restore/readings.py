"""How a character is read: its readings in Hanyu Pinyin, all of them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from heliu_engine.text.traditional import simplified

_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_VOWELS = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿ"
SYLLABLE = f"[a-zɑɡ{_VOWELS}]{{1,6}}[1-5]?"
"""A syllable in pinyin, with a mark or a number for the tone, or with none, as a regular expression."""

_PRINTED = str.maketrans("ɑɡ", "ag")
"""Letters as schoolbooks print them."""
_MARKED = re.compile(f"[{_VOWELS.replace('ü', '').replace('ê', '')}]")


def is_reading(character: str, written: str) -> bool:
    """Whether ``written`` is a reading of the character or of its simplified form.

    A tone that is written must be right; one that is left out is not asked for.

    >>> is_reading("創", "chuàng"), is_reading("創", "chuang4"), is_reading("創", "chuang"), is_reading("創", "chuáng")
    (True, True, True, False)
    """
    return written.translate(_PRINTED) in _forms(character, first=False)


def is_first_reading(character: str, written: str) -> bool:
    """The same for the reading that dictionaries give first, of the character or of its simplified form."""
    return written.translate(_PRINTED) in _forms(character, first=True)


def is_neutral(character: str, written: str) -> bool:
    """Whether ``written``, without a mark, is the neutral reading of the character: 們(men)."""
    return any(written == reading for form in _both(character) for reading in _listed(form))


def style(written: str) -> str:
    """How a syllable shows its tone: ``mark``, ``number`` or ``none``."""
    if _MARKED.search(written):
        return "mark"
    return "number" if written[-1:].isdigit() else "none"


@lru_cache(maxsize=20_000)
def _forms(character: str, *, first: bool) -> frozenset[str]:
    """Every way to write the readings, or the first ones, of a character and of its simplified form."""
    forms: set[str] = set()
    for form in _both(character):
        for reading in _listed(form)[: 1 if first else None]:
            plain, tone = taken_apart(reading)
            forms |= {reading, plain, plain.replace("ü", "v"), plain + tone, plain.replace("ü", "v") + tone}
    return frozenset(forms)


def _both(character: str) -> set[str]:
    return {character, character.translate(simplified())}


def taken_apart(reading: str) -> tuple[str, str]:
    """The letters and the number of the tone, 5 for the neutral one."""
    letters, tone = "", "5"
    for character in unicodedata.normalize("NFD", reading):
        if character in _TONES:
            tone = _TONES[character]
        else:
            letters += character
    return unicodedata.normalize("NFC", letters), tone


def _listed(character: str) -> list[str]:
    listed = _dictionary().get(ord(character))
    return listed.split(",") if listed else []


@cache
def _dictionary() -> dict[int, str]:
    # Imported at the first bracket: it takes a fifth of a second and 45 MB.
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT
