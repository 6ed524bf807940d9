"""Phrases of a query that an owner could say of a record: terms, and longer pieces that name a use or a condition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from heliu_engine.documents import Query
from heliu_engine.explain.generic import GENERIC
from heliu_engine.text import clauses, sentences, words

MOST_WORDS = 3
"""In a term."""
LONGEST_TERM = {"zh": 10, "en": 40}
"""Code points."""
LONGEST_PIECE = {"zh": 24, "en": 80}
"""Code points: about what is read at a glance."""
LEAST_PIECE = 4
MOST_TERMS = 300
"""Of a query, those that come first."""
SHORTEST_WORD = 5
"""Code points of a word in small Latin letters that stands alone."""
MOST_CLAUSES = 40
"""Of a text; what comes after them is not taken for a use."""
_LEADING = "without within against after before above below along across among beside beyond per via"
_LEADS = frozenset(_LEADING.split())
"""English words that begin a phrase and name nothing; no stop words, since they carry some meaning in a search."""
_EDGE = " \t\r\n，。；：、！？,.;:!?·—-()（）[]【】“”\"'《》<>"
_BETWEEN = re.compile(r"[ \-]?")
_DIGITS = re.compile(r"\d")
_SEPARATORS = re.compile(r"[,，、;；\n]")
"""What parts keywords from each other is never inside one."""


@dataclass(frozen=True, slots=True)
class _Word:
    term: str
    start: int
    end: int


def terms_of(query: Query, lang: str) -> list[str]:
    """Words of the query and up to three that stand together, the keywords as they are; each once, in order."""
    longest = _limit(LONGEST_TERM, lang)
    found: dict[str, None] = {}
    for keyword in query.keywords:
        if 1 < len(keyword) <= longest and not _SEPARATORS.search(keyword):
            found[keyword] = None
    for text in (query.title, query.text):
        for taken in _neighbours(text, lang):
            phrase = text[taken[0].start : taken[-1].end]
            if len(phrase) <= longest and _is_term(phrase, taken):
                found.setdefault(phrase)
            if len(found) >= MOST_TERMS:
                return list(found)
    return list(found)


def _neighbours(text: str, lang: str) -> Iterator[list[_Word]]:
    for run in _runs(text, lang):
        for first in range(len(run)):
            for last in range(first, min(first + MOST_WORDS, len(run))):
                yield run[first : last + 1]


def _is_term(phrase: str, taken: Sequence[_Word]) -> bool:
    """Whether it names something: a Chinese word of one character is the end of the word before it rather than a
    beginning, and a short English word alone is mostly a verb.
    """
    if taken[0].end - taken[0].start < 2 or (phrase.islower() and len(phrase) < SHORTEST_WORD):
        return False
    if taken[0].term in _LEADS or taken[-1].term in _LEADS:
        return False
    return _says_something(word.term for word in taken)


def pieces_of(query: Query, lang: str) -> list[str]:
    """Titles and clauses that are short enough to be said of a record, without those that state numbers."""
    longest = _limit(LONGEST_PIECE, lang)
    found: dict[str, None] = {}
    for text in (query.title, query.text):
        for piece in _clauses(text):
            if not LEAST_PIECE <= len(piece) <= longest or _DIGITS.search(piece):
                continue
            if _says_something(token.term for token in words(piece, lang) if token.nature != "stop"):
                found.setdefault(piece)
    return list(found)


def _limit(by_language: dict[str, int], lang: str) -> int:
    return by_language.get(lang, by_language["en"])


def _says_something(found: Iterable[str]) -> bool:
    return any(term not in GENERIC for term in found)


def _clauses(text: str) -> Iterator[str]:
    count = 0
    for sentence in sentences(text):
        for start, end in clauses(text, sentence):
            count += 1
            if count > MOST_CLAUSES:
                return
            yield text[start:end].strip(_EDGE)


def _runs(text: str, lang: str) -> Iterator[list[_Word]]:
    """Words that follow each other directly: a stop word, a number or a mark ends a run."""
    run: list[_Word] = []
    for token in _longest_words(text, lang):
        if token is None or (run and not _BETWEEN.fullmatch(text, run[-1].end, token.start)):
            if run:
                yield run
            run = []
        if token is not None:
            run.append(token)
    if run:
        yield run


def _longest_words(text: str, lang: str) -> Iterator[_Word | None]:
    """Words without overlap, the longest first where several begin together; None for what ends a run."""
    tokens = sorted(words(text, lang), key=lambda token: (token.start, -token.end))
    done = 0
    for token in tokens:
        if token.start < done:
            continue
        done = token.end
        yield None if token.nature in ("stop", "number") else _Word(token.term, token.start, token.end)
