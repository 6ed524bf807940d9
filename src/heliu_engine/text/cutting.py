"""Cutting a text into terms that know where they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add
from typing import Literal, NamedTuple

import rjieba

from heliu_engine.text.english import stem
from heliu_engine.text.normalisation import Normalised, normalise
from heliu_engine.text.scripts import HAN
from heliu_engine.text.stopwords import CHINESE, ENGLISH
from heliu_engine.text.units import CANONICAL, UNIT

Nature = Literal["word", "latin", "number", "stop", "bigram"]
"""``word``: Chinese; ``latin``: any alphabet, codes and formulas too; ``number``: with its unit where it has one;
``stop``: of either stop list; ``bigram``: two neighbouring Chinese characters."""

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
    english = _is_stemmed(lang)
    tokens: list[Token] = []
    for piece in _PIECE.finditer(normalised.text):
        if piece.lastgroup == "han":
            _cut_chinese(normalised, piece, tokens)
            continue
        start, end = normalised.origin(*piece.span())
        if piece.lastgroup == "latin":
            word = piece[0]
            nature: Nature = "stop" if word in ENGLISH else "latin"
            tokens.append(Token(_latin(word, english), start, end, nature))
        else:
            tokens.append(Token(_number(piece["number"], piece["unit"]), start, end, "number"))
    return tokens


def terms(text: str, lang: str = "") -> list[str]:
    """The terms of `words` that are not stop words, without their places; more than twice as fast.

    >>> terms("锂离子電池的厚度３.5 毫米, of coatings")
    ['离子', '锂离子', '电池', '厚度', '3.5mm', 'coat']
    """
    english = _is_stemmed(lang)
    found: list[str] = []
    for piece in _PIECE.finditer(normalise(text).text):
        if piece.lastgroup == "han":
            found.extend(term for term in rjieba.cut_for_search(piece[0], True) if term not in CHINESE)
        elif piece.lastgroup == "latin":
            word = piece[0]
            if word not in ENGLISH:
                found.append(_latin(word, english))
        else:
            found.append(_number(piece["number"], piece["unit"]))
    return found


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


def bigram_terms(text: str) -> list[str]:
    """The terms of `bigrams` without their places, those left out that consist of stop words.

    >>> bigram_terms("我的離子膜")
    ['的离', '离子', '子膜']
    """
    found: list[str] = []
    for run in _HAN_RUN.findall(normalise(text).text):
        if len(run) == 1:
            found.append(run)
        else:
            found.extend(map(add, run, run[1:]))
    return [pair for pair in found if not _says_nothing(pair)]


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


def _latin(word: str, english: bool) -> str:
    if not english or word in ENGLISH:
        return word
    return stem(word[:-2] if word.endswith(("'s", "’s")) else word)


def _is_stemmed(lang: str) -> bool:
    return lang in ("", "en", "zh")


@lru_cache(maxsize=200_000)
def _says_nothing(pair: str) -> bool:
    return pair in CHINESE or all(character in CHINESE for character in pair)
