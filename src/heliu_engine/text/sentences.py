"""Where sentences begin and end, in Chinese and English prose and in lists of points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.documents import Span

MAX_LENGTH = 160
"""Code points; about what a reader takes in at a glance as the reason of a match."""

LEAST_CLAUSE = 6
"""Code points."""

_DOTTED = "e.g i.e etc vs al fig figs eq eqs ref refs no nos vol ch sec approx ca cf dr mr mrs ms prof inc ltd co corp"
_ABBREVIATIONS = frozenset(_DOTTED.split())
_CLOSERS = "”’」』）)]】》〉\"'"
_END = re.compile(rf"[\r\n\u2028\u2029\v\f]+|[。！？!?｡…]+[{re.escape(_CLOSERS)}]*|\.[{re.escape(_CLOSERS)}]*(?=\s|$)")
_LAST_WORD = re.compile(r"[\w.]+$")
_SOFTER = (re.compile(r"[；;]"), re.compile(r"[，,：:、]"), re.compile(r"\s"))
_CLAUSE_END = re.compile(r"[，；、]\s*|[,;]\s+")
# Possessive: the two runs of marks would otherwise share a long one in every possible way.
_MARKER = re.compile(r"[\W_]*+(?:[\d一二三四五六七八九十]{1,3}[)）.、．:：]?|[a-zA-Z][).、．])?[\W_]*+$")
_BARE = re.compile(r"[\W_]*+$")


def sentences(text: str, max_length: int = MAX_LENGTH) -> list[Span]:
    """Spans of the sentences of a text, without the white space around them.

    Ends are ``。！？…``, line breaks, and a full stop before white space that does not belong to an abbreviation or
    a number. A mark such as ``1.`` or ``（二）`` stays with what follows. Sentences over ``max_length`` code points are
    split at semicolons, then at commas, then at spaces, at last anywhere.

    >>> text = "厚度3.5 mm。See e.g. Fig. 2. Done"
    >>> [text[start:end] for start, end in sentences(text)]
    ['厚度3.5 mm。', 'See e.g. Fig. 2.', 'Done']
    """
    found: list[Span] = []
    pending: int | None = None
    numbered = False
    for start, end in _pieces(text):
        first = start if pending is None else pending
        # A bare mark of enumeration is no sentence; it waits for the words after it.
        piece = text[start:end]
        if (_BARE if numbered else _MARKER).match(piece):
            pending = first
            numbered = numbered or not _BARE.match(piece)
            continue
        pending, numbered = None, False
        found.extend(_split(text, first, end, max_length))
    if pending is not None:
        tail = _trim(text, pending, len(text))
        # A mark at the very end has nothing to stay with; marks without a letter or digit are dropped.
        if any(character.isalnum() for character in text[slice(*tail)]):
            found.extend(_split(text, *tail, max_length))
    return found


def clauses(text: str, span: Span) -> list[Span]:
    """The clauses of a sentence: it is cut after ``，；、`` and after a comma or semicolon before white space.

    Marks and white space around a clause are left out. A piece of fewer than `LEAST_CLAUSE` code points stays with
    the next one, the last with the one before it: items of a list are no clauses.

    >>> text = "焊缝附着力不够，涂层一年就脱落；预算1,000元。"
    >>> [text[start:end] for start, end in clauses(text, (0, len(text)))]
    ['焊缝附着力不够', '涂层一年就脱落', '预算1,000元。']
    """
    found: list[Span] = []
    start, last = span
    for mark in _CLAUSE_END.finditer(text, start, last):
        if mark.start() - start >= LEAST_CLAUSE:
            found.append(_trim(text, start, mark.start()))
            start = mark.end()
    if found and last - start < LEAST_CLAUSE:
        found[-1] = _trim(text, found[-1][0], last)
    else:
        found.append(_trim(text, start, last))
    return [(first, end) for first, end in found if first < end]


def _pieces(text: str) -> Iterator[Span]:
    start = 0
    for end in _END.finditer(text):
        if text[end.start()] == "." and _is_abbreviation(text, end.start()):
            continue
        span = _trim(text, start, end.end())
        start = end.end()
        if span[0] < span[1]:
            yield span
    span = _trim(text, start, len(text))
    if span[0] < span[1]:
        yield span


def _is_abbreviation(text: str, stop: int) -> bool:
    word = _LAST_WORD.search(text, max(0, stop - 12), stop)
    if word is None:
        return False
    written = word[0]
    return written.lower() in _ABBREVIATIONS or (len(written) == 1 and written.isupper() and written.isascii())


def _split(text: str, start: int, end: int, limit: int, softness: int = 0) -> list[Span]:
    if end - start <= limit:
        return [(start, end)]
    if softness == len(_SOFTER):
        pieces = [_trim(text, place, min(place + limit, end)) for place in range(start, end, limit)]
        return [span for span in pieces if span[0] < span[1]]
    spans: list[Span] = []
    first, last_break = start, None
    for mark in [*(match.end() for match in _SOFTER[softness].finditer(text, start, end)), end]:
        # Breaks are taken greedily: as much as fits stays together.
        if mark - first > limit and last_break is not None:
            spans.extend(_split(text, *_trim(text, first, last_break), limit, softness + 1))
            first = last_break
        last_break = mark
    spans.extend(_split(text, *_trim(text, first, end), limit, softness + 1))
    return [span for span in spans if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
