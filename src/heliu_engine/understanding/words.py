"""A text folded for reading, and its sentences cut into words with their classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import rjieba

from heliu_engine.errors import InputError
from heliu_engine.text.sentences import sentences
from heliu_engine.text.traditional import simplified

LARGEST = 2_000_000
"""Code points of a text that is understood; a book has less."""
LONGEST_SENTENCE = 400
"""Code points; what is longer is cut at softer marks, so that no work grows with more than the text."""

_CHINESE_MARKS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_BETWEEN_HAN = re.compile("(?<=[\u4e00-\u9fff”》)])[,;:!?](?=[\u4e00-\u9fff“《(])")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, with jieba's class: n noun, v verb, ns place, nr person …"""

    text: str
    tag: str
    start: int
    """In the whole text."""
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the folded text."""

    text: str
    start: int
    """In the whole text."""
    words: tuple[Word, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def checked(text: str) -> str:
    """The text, unless it is larger than what is understood."""
    if len(text) > LARGEST:
        raise InputError(f"The text is longer than {LARGEST:,} characters.")
    return text


def fold(text: str) -> str:
    """Full-width forms and traditional characters replaced one by one, so that every place stays where it was.

    >>> fold("國家（２０２３）")
    '国家(2023)'
    """
    folded = text.translate(_table())
    return _BETWEEN_HAN.sub(lambda mark: _CHINESE_MARKS[mark[0]], folded)


def cut(folded: str) -> list[Sentence]:
    """The sentences of a folded text."""
    found: list[Sentence] = []
    for start, end in sentences(folded, LONGEST_SENTENCE):
        piece = folded[start:end]
        words: list[Word] = []
        place = start
        for written, tag in rjieba.tag(piece):
            words.append(Word(written, tag, place, place + len(written)))
            place += len(written)
        found.append(Sentence(piece, start, tuple(words)))
    return found


@cache
def _table() -> dict[int, int]:
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    # The Chinese marks keep their own form: rules and sentences tell them from those within numbers and names.
    for mark in "，；：！？":
        del wide[ord(mark)]
    return wide | {0x3000: 0x20, 0xA0: 0x20} | simplified()
