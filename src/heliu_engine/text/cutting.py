"""Cutting a text into terms that know where they stand."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

import rjieba

from heliu_engine.text.english import stem
from heliu_engine.text.normalisation import Normalised, normalise
from heliu_engine.text.stopwords import CHINESE, ENGLISH
from heliu_engine.text.units import CANONICAL, UNIT

Nature = Literal["word", "latin", "number", "stop", "bigram"]
"""``word``: Chinese; ``latin``: any alphabet, codes and formulas too; ``number``: with its unit where it has one;
``stop``: of either stop list; ``bigram``: two neighbouring Chinese characters."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
"""Chinese characters as the inside of a character class; the text must be folded."""

_LETTER = rf"[^\W_{HAN}]"
_PIECE = re.compile(
    rf"(?P<han>[{HAN}]+)"
    rf"|(?P<number>(?<!{_LETTER})\d+(?:,\d{{3}}(?!\d))*(?:\.\d+)?(?:\s?(?P<unit>{UNIT}))?(?!{_LETTER}))"
    rf"|(?P<latin>{_LETTER}+(?:(?:(?<=\d)\.(?=\d)|['’](?=[a-z]{{1,2}}\b)){_LETTER}+)*\+{{0,2}})"
)
_HAN_RUN = re.compile(f"[{HAN}]+")


class Token(NamedTuple):
    """A term and the code points of the original text that it stands for."""

    term: str
    start: int
    end: int
    nature: Nature


def words(text: str, lang: str = "") -> list[Token]:
    """The terms of a text in reading order: Chinese words cut for search, other words, numbers with units.

    Cutting for search gives long words and the words inside them, so tokens may overlap. ``lang`` is the language
    of the text where it is known; English stemming is left out for other languages written in Latin letters.

    >>> [token.term for token in words("锂离子電池厚度３.5 毫米, coatings")]
    ['离子', '锂离子', '电池', '厚度', '3.5mm', 'coat']
    """
    normalised = normalise(text)
    english = lang in ("", "en", "zh")
    tokens: list[Token] = []
    for piece in _PIECE.finditer(normalised.text):
        kind = piece.lastgroup if piece.lastgroup != "unit" else "number"
        if kind == "han":
            _cut_chinese(normalised, piece, tokens)
        elif kind == "number":
            start, end = normalised.origin(*piece.span())
            tokens.append(Token(_number(piece["number"], piece["unit"]), start, end, "number"))
        else:
            start, end = normalised.origin(*piece.span())
            word = piece[0]
            if word in ENGLISH:
                tokens.append(Token(word, start, end, "stop"))
            else:
                tokens.append(Token(stem(_without_genitive(word)) if english else word, start, end, "latin"))
    return tokens


def bigrams(text: str) -> list[Token]:
    """Every two neighbouring Chinese characters; a character that stands alone is a term by itself.

    >>> [token.term for token in bigrams("離子膜 pH 值")]
    ['离子', '子膜', '值']
    """
    normalised = normalise(text)
    tokens: list[Token] = []
    for run in _HAN_RUN.finditer(normalised.text):
        first, last = run.span()
        if last - first == 1:
            tokens.append(Token(run[0], *normalised.origin(first, last), "bigram"))
            continue
        tokens.extend(
            Token(normalised.text[place : place + 2], *normalised.origin(place, place + 2), "bigram")
            for place in range(first, last - 1)
        )
    return tokens


def _cut_chinese(normalised: Normalised, piece: re.Match[str], tokens: list[Token]) -> None:
    base = piece.start()
    plain = normalised.offsets is None
    for term, first, last in rjieba.tokenize(piece[0], "search", True):
        nature: Nature = "stop" if term in CHINESE else "word"
        if plain:
            tokens.append(Token(term, base + first, base + last, nature))
        else:
            tokens.append(Token(term, *normalised.origin(base + first, base + last), nature))


def _number(written: str, unit: str | None) -> str:
    digits = written if unit is None else written[: -len(unit)].rstrip()
    return digits.replace(",", "") + (CANONICAL[unit] if unit else "")


def _without_genitive(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word
