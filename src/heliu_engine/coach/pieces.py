"""A need in pieces: its sections, sentences and clauses, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from heliu_engine.coach.cues import Cues, Section
from heliu_engine.coach.cues_chinese import CHINESE
from heliu_engine.coach.cues_english import ENGLISH
from heliu_engine.documents import Span
from heliu_engine.quantities.folding import fold
from heliu_engine.text import normalise, sentences
from heliu_engine.text.scripts import HAN

# Runs are possessive: two of them side by side would otherwise share a long run in every possible way.
_MARK = (
    r"(?:[(\[【]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:\.\d{1,2}){0,2})"
    r"(?:[)\]】、.:：,，]+(?!\d)| (?=[\u4e00-\u9fff])) *+|(?<![a-z])[a-z][、)] *+|(?:[*#·●◆■>①-⑳]|-(?![\d.]))++ *+)"
)
_LIST_MARK = re.compile(rf" *+{_MARK}{{0,2}}")
_HEADING = re.compile(
    rf"(?:^|(?<=[\n\r。；;，,!?！？.、\")])|(?<=[^ ] ))[ 【\[]*+{_MARK}{{0,2}}"
    rf"(?P<head>[^\d\n\r。；;，,!?！？:：、.-]{{2,48}}?)[ 】\]]*+(?:(?P<colon>[:：]+|(?<= )-(?= ))|(?=[\n\r])|\Z)"
)
_MOST = {True: 18, False: 48}
"""Code points of a heading in Chinese, in English."""
_STOP = re.compile(
    r"(?<=[a-z\])])\.(?=[A-Z][a-z])|;\s|；|(?<=[^\W\d_])(?=[(（]\d{1,2}[)）])"
    r"|(?<=[\u4e00-\u9fff；;。])(?=(?:\d{1,2}[、.．]|[A-Za-z]、)(?!\d))|(?=[①-⑳])"
)
"""Ends a sentence besides the marks that always do: semicolons, a full stop with the next sentence glued to it, and the
mark of an item of a list."""
_CHINESE_CLAUSE = re.compile(r"，\s*|,\s*(?!\d)")
_ENGLISH_CLAUSE = re.compile(
    r",\s+(?=(?:and|but|yet|so|while|whereas|because|although|though|which|since|however|they|we|it)\s)"
    r"|(?<!\s)\s+(?:[-–—]+\s+|(?=(?:but|and (?:we|our|it|they|the|there|nobody))\s)|(?=\([^()]{40}))"
)
_LEAST_CHINESE, _LEAST_ENGLISH = 5, 12
"""Code points of a clause."""
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause with what it needs to be read."""

    start: int
    end: int
    section: Section | None
    first: bool
    """It begins a sentence."""
    cues: Cues


def canonical(text: str) -> str:
    """The text as cues are searched in it: folded, in lower case, simplified; ``len`` stays what it was."""
    folded = fold(text)
    normal = normalise(folded)
    if normal.offsets is None and len(normal.text) == len(folded):
        return normal.text
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else folded


def pieces(text: str, searched: str, lang: str = "") -> list[Piece]:
    """The pieces of a text in order, without headings and marks of lists. ``searched`` is its canonical form."""
    headings = _headings(searched, lang)
    starts = [start for start, _, _ in headings]
    found: list[Piece] = []
    for sentence in _sentences(text):
        cues = _language(searched[slice(*sentence)], lang)
        first = True
        for clause in _clauses(text, sentence, cues):
            for part in _without_headings(clause, headings, starts):
                span = _trimmed(searched, *part)
                if span is None:
                    continue
                place = bisect_right(starts, span[0]) - 1
                section = headings[place][2] if place >= 0 else None
                found.append(Piece(*span, section, first, cues))
                first = False
    return found


def _headings(searched: str, lang: str) -> list[tuple[int, int, Section]]:
    found: list[tuple[int, int, Section]] = []
    for heading in _HEADING.finditer(searched):
        head = heading["head"].strip()
        chinese = lang == "zh" or _HAN.search(head) is not None
        if len(head) > _MOST[chinese] or (not heading["colon"] and not _starts_line(searched, heading.start())):
            continue
        for section, pattern in (CHINESE if chinese else ENGLISH).headings:
            if pattern.search(head):
                found.append((heading.start(), heading.end(), section))
                break
    return found


def _starts_line(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in "\n\r"


def _language(sentence: str, lang: str) -> Cues:
    return CHINESE if lang == "zh" or _HAN.search(sentence) else ENGLISH


def _sentences(text: str) -> list[Span]:
    return [part for span in sentences(text, max(1, len(text))) for part in _cut(text, span, _STOP, 1)]


def _clauses(text: str, sentence: Span, cues: Cues) -> list[Span]:
    if cues is CHINESE:
        return _cut(text, sentence, _CHINESE_CLAUSE, _LEAST_CHINESE)
    return _cut(text, sentence, _ENGLISH_CLAUSE, _LEAST_ENGLISH)


def _cut(text: str, span: Span, mark: re.Pattern[str], least: int) -> list[Span]:
    """A span in pieces that end behind each mark; one shorter than ``least`` stays with its neighbour."""
    found: list[Span] = []
    start, last = span
    for end in mark.finditer(text, start, last):
        if end.end() - start >= least and end.end() < last:
            found.append((start, end.end()))
            start = end.end()
    if found and last - start < least:
        start = found.pop()[0]
    return [*found, (start, last)]


def _without_headings(span: Span, headings: list[tuple[int, int, Section]], starts: list[int]) -> list[Span]:
    """What a heading within a clause leaves of it."""
    left: list[Span] = []
    start, end = span
    for first, last, _ in headings[max(0, bisect_right(starts, start) - 1) : bisect_right(starts, end)]:
        if last <= start or first >= end:
            continue
        if first > start:
            left.append((start, first))
        start = max(start, last)
    if start < end:
        left.append((start, end))
    return left


def _trimmed(searched: str, start: int, end: int) -> Span | None:
    """Without white space, a mark of a list and the marks at the end; None where no letter or digit is left."""
    mark = _LIST_MARK.match(searched, start, end)
    if mark is not None and mark.end() < end:
        start = mark.end()
    while start < end and not (searched[start].isalnum() or searched[start] in "(\"'《【[<≥≤±φ"):
        start += 1
    while end > start and (searched[end - 1].isspace() or searched[end - 1] in "。；;，,.、：:!！?？-"):
        end -= 1
    if end > start and searched[end - 1] == ")" and "(" not in searched[start:end]:
        end -= 1
    return (start, end) if _WORD.search(searched, start, end) else None
