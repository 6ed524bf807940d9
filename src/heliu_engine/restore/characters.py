"""How likely a Chinese character is after another: a small bigram model that tells text from garble.

It was counted by ``training/characters.py`` on texts and word lists that may be passed on (which ones: NOTICE and
docs/explanation/restore.md). It knows simplified characters; traditional ones are turned before they are asked for.
"""

from __future__ import annotations

import math
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np

from heliu_engine.text.traditional import simplified

_FILE = Path(__file__).with_name("characters.npz")
STEPS = 8
"""Counts are kept as round(STEPS * log2(count + 1)) in a byte."""
MASS = 40.0
"""Dirichlet smoothing: how many counts the distribution without context is worth."""
_RARE = 0.05
"""The count of a character that was never seen."""
_ALPHABET = 60_000


@lru_cache(maxsize=20_000)
def folded(character: str) -> str:
    """Digits and Latin letters stand for one another; traditional characters for their simplified ones."""
    if character.isascii():
        if character.isdigit():
            return "0"
        return "a" if character.isalpha() else character
    return character.translate(simplified())


class CharacterModel:
    """Counts of characters and of pairs of characters."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self._codes, self._counts = data["codes"], data["counts"]
            self._pairs, self._pair_counts = np.cumsum(data["pairs"], dtype=np.int64), data["pair_counts"]

    @cached_property
    def _single(self) -> dict[int, float]:
        return dict(zip(self._codes.tolist(), _unpacked(self._counts), strict=True))

    @cached_property
    def _double(self) -> dict[int, float]:
        return dict(zip(self._pairs.tolist(), _unpacked(self._pair_counts), strict=True))

    @cached_property
    def _total(self) -> float:
        return sum(self._single.values()) + _RARE * _ALPHABET

    def log_probability(self, character: str, previous: str = "") -> float:
        """ln P(character | previous); without a previous one, ln P(character). Both folded by the caller."""
        return math.log(self.probability(character, previous))

    def probability(self, character: str, previous: str = "") -> float:
        """P(character | previous), as above."""
        code = ord(character)
        alone = self._single.get(code, _RARE) / self._total
        if not previous:
            return alone
        before = ord(previous)
        pair = self._double.get(before << 16 | code, 0.0) if max(code, before) < 0x10000 else 0.0
        return (pair + MASS * alone) / (self._single.get(before, _RARE) + MASS)

    def mean(self, text: str) -> float:
        """Mean of ln P(character | previous) over a text; 0 for an empty one. Readable Chinese is about -5."""
        total, previous = 0.0, ""
        for character in map(folded, text):
            total += self.log_probability(character, previous)
            previous = character
        return total / len(text) if text else 0.0


def _unpacked(counts: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> list[float]:
    return [max(_RARE, 2.0 ** (count / STEPS) - 1.0) for count in counts.tolist()]


@cache
def character_model() -> CharacterModel:
    """The packaged model, read once."""
    return CharacterModel(_FILE)
