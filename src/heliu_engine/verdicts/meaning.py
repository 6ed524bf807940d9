"""How near two names of properties are in meaning, by an encoder of sentences.

An encoder of sentences knows a name better within one, and vectors of short texts of one language lie close together
whatever they mean; so each name is read in a frame, and centred by the mean of standard names of its language. On the
names of tests/names.py, which are in no table (89 pairs of one meaning, 15 of them within a language; 1,196 pairs of
other meanings that share their unit), with the encoder ``heliu``:

=========  ============================  ======================
cosine     of one meaning reach it       of others
=========  ============================  ======================
.450       65 %                          3.3 %
.475       64 %                          2.3 %
.500       56 %                          2.0 %
.525       53 %                          1.3 %
.550       44 %                          1.0 %
.600       35 %                          0.3 %
=========  ============================  ======================

A wrong pair says something false of a record, a missing one only that something is not stated; so .525 was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from heliu_engine.encoding.protocol import Encoder, Vectors
from heliu_engine.text import detect_language
from heliu_engine.verdicts.properties import first_names

THRESHOLD = 0.525
_FRAMES = {True: "测量{}。", False: "measure the {}."}
"""Tried beside others and beside none, by how many of one meaning are found at 2 % of others."""
_EVERY = 2
"""So many names of the table are left out for each that is taken: the mean needs no more."""
_KEPT = 4096
_CHINESE = "zh"


class Meaning:
    """A `heliu_engine.verdicts.Nearness`. Names are encoded when first compared, and kept. Threads may share it."""

    def __init__(self, encoder: Encoder, threshold: float = THRESHOLD) -> None:
        """``threshold``: the cosine from which on two names mean the same; the default is for the packaged encoder."""
        self._encoder = encoder
        self._threshold = threshold
        self._vector = lru_cache(_KEPT)(self._encoded)
        self._centre = lru_cache(None)(self._mean)

    @property
    def threshold(self) -> float:
        """The cosine from which on two names mean the same."""
        return self._threshold

    def __call__(self, first: str, second: str) -> float:
        """Centred cosine of two names, -1 to 1."""
        return float(self._vector(first) @ self._vector(second))

    def _encoded(self, name: str) -> Vectors:
        centred = self._framed([name], _is_chinese(name))[0] - self._centre(_is_chinese(name))
        length = float(np.linalg.norm(centred))
        return np.asarray(centred / length if length else centred, dtype=np.float32)

    def _mean(self, chinese: bool) -> Vectors:
        names = [pair[0 if chinese else 1] for pair in first_names()[::_EVERY]]
        return np.asarray(self._framed(names, chinese).mean(axis=0), dtype=np.float32)

    def _framed(self, names: Sequence[str], chinese: bool) -> Vectors:
        return self._encoder.encode([_FRAMES[chinese].format(name) for name in names], role="query")


def _is_chinese(name: str) -> bool:
    return detect_language(name) == _CHINESE
