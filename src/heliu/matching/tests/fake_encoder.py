"""A sentence encoder for tests: deterministic, small, and with a notion of meaning one can read."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import numpy.typing as npt

DIMENSION = 64
CONCEPTS = (
    ("锈", "腐蚀", "防腐", "rust", "corrosion", "盐雾"),
    ("电池", "储能", "battery", "续航"),
    ("菌", "发酵", "ferment", "酶"),
    ("振动", "噪声", "noise", "vibration", "异响"),
)
"""Words of one line mean the same to this encoder."""


class FakeEncoder:
    """Bigrams by hash, and a strong direction for each concept."""

    name = "fake"
    dimension = DIMENSION

    def __init__(self) -> None:
        self.texts: list[str] = []
        """Every passage that was ever encoded."""

    def encode(self, texts: Sequence[str], *, role: str) -> npt.NDArray[np.float32]:
        if role == "passage":
            self.texts.extend(texts)
        return np.stack([_vector(text) for text in texts]) if texts else np.zeros((0, DIMENSION), np.float32)

    def encode_parts(self, text: str, spans: Sequence[tuple[int, int]], *, role: str):
        vectors = self.encode([text, *(text[start:end] for start, end in spans)], role=role)
        return vectors[:1], vectors[1:]


def _vector(text: str) -> npt.NDArray[np.float32]:
    vector = np.zeros(DIMENSION, np.float32)
    vector[-1] = 1.0
    for place, words in enumerate(CONCEPTS):
        vector[place] = 6.0 * any(word in text.lower() for word in words)
    for first, second in pairwise(text):
        number = int.from_bytes(blake2b((first + second).encode(), digest_size=2).digest(), "little")
        vector[len(CONCEPTS) + number % (DIMENSION - len(CONCEPTS) - 1)] += 0.1
    return vector / np.linalg.norm(vector)
