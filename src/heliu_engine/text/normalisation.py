"""One written form for texts that mean the same, with the way back to the text as it was given.

Unicode compatibility forms (NFKC: full-width letters, ligatures, ``㎡``, ``℃``), traditional Chinese
characters and letter case are folded. Characters are folded one by one, never by phrase, so that every
character of the result knows where it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from heliu_engine.documents import Span
from heliu_engine.text.traditional import simplified

_MAX_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Normalised:
    """A folded text. ``offsets`` holds for each of its characters the span it came from in the original.

    It is None where each character came from the one at the same place, which is the usual case.
    """

    text: str
    offsets: tuple[Span, ...] | None = None

    def origin(self, start: int, end: int) -> Span:
        """The span of the original text that ``text[start:end]`` came from; ``end`` is exclusive."""
        if self.offsets is None:
            return start, end
        if start >= end:
            place = self.offsets[start][0] if start < len(self.offsets) else self._length()
            return place, place
        return self.offsets[start][0], self.offsets[end - 1][1]

    def _length(self) -> int:
        return self.offsets[-1][1] if self.offsets else 0


def normalise(text: str) -> Normalised:
    """Fold width, compatibility forms, traditional characters and case.

    >>> normalise("鋰電池 ＬｉＦｅＰＯ４").text
    '锂电池 lifepo4'
    """
    if text.isascii():
        return Normalised(text.lower())
    folded = text.translate(_one_to_one())
    if unicodedata.is_normalized("NFKC", folded):
        lowered = folded.lower()
        # Only one capital, the Turkish dotted I, has a longer small letter.
        if len(lowered) == len(text) and unicodedata.is_normalized("NFKC", lowered):
            return Normalised(lowered)
    return _fold_clusters(text)


def _fold_clusters(text: str) -> Normalised:
    """Fold a text with characters that grow, or that melt together with the ones before them."""
    pieces: list[str] = []
    offsets: list[Span] = []
    start, length = 0, len(text)
    while start < length:
        end = start + 1
        while end < length and _joins(text[end]):
            end += 1
        piece = _fold(text[start:end])
        pieces.append(piece)
        # A letter and its marks are never parted, so the whole cluster stands for each of its characters.
        offsets.extend([(start, end)] * len(piece))
        start = end
    return Normalised("".join(pieces), tuple(offsets))


@lru_cache(maxsize=20_000)
def _fold(cluster: str) -> str:
    # Lower case and simplified characters may bring forth new compatibility forms; a few rounds settle them.
    for _ in range(_MAX_ROUNDS):
        folded = unicodedata.normalize("NFKC", cluster).translate(_one_to_one()).lower()
        if folded == cluster:
            break
        cluster = folded
    return cluster


@lru_cache(maxsize=20_000)
def _joins(character: str) -> bool:
    """True for marks, Hangul vowels and finals, and half-width voicing marks: they melt into what precedes them."""
    return (
        unicodedata.category(character).startswith("M")
        or "\u1160" <= character <= "\u11ff"
        or "\uff9e" <= character <= "\uff9f"
        or "\uffa0" <= character <= "\uffdc"
    )


@cache
def _one_to_one() -> dict[int, int]:
    """Full-width forms, and OpenCC's simplified character for each traditional one."""
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table[0x3000] = 0x20
    # Lower case of a sigma would depend on its place in the word.
    table |= {ord("Σ"): ord("σ"), ord("ς"): ord("σ")}
    # Compatibility ideographs are left to NFKC, so that the quick check still sees them.
    return table | simplified()
