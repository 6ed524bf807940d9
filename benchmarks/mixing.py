"""Vectors for a corpus that would take most of an hour to encode: mixtures of real ones."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from heliu_engine import Encoder, Span
from heliu_engine.encoding import Role, Vectors
from heliu_engine.text import detect_language


class MixingEncoder:
    """Real vectors for queries; for a passage the weighted mean of three real ones of its language, and some noise.

    Which three, is decided by the text's digest. So vectors have the lengths, the narrow cone and the clusters of
    real ones, and no two texts the same, but they say nothing of the text: good for measuring time and space, not
    quality. It bears the name of the encoder it stands for, so that an index takes its vectors.
    """

    def __init__(self, encoder: Encoder, sample: Sequence[str]) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.dimension = encoder.dimension
        vectors = encoder.encode(list(sample), role="passage")
        languages = np.array([detect_language(text) for text in sample])
        self._real = {lang: vectors[languages == lang] for lang in set(languages.tolist())}

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """One unit vector a text."""
        if role == "query":
            return self._encoder.encode(texts, role=role)
        return np.stack([self._mixed(text) for text in texts])

    def encode_parts(self, text: str, spans: Sequence[Span], *, role: Role) -> tuple[Vectors, Vectors]:
        """The whole, and each span a mixture of its own."""
        if role == "query":
            return self._encoder.encode_parts(text, spans, role=role)
        parts = [self._mixed(text[start:end]) for start, end in spans]
        return self._mixed(text)[None, :], np.stack(parts) if parts else np.zeros((0, self.dimension), np.float32)

    def _mixed(self, text: str) -> np.ndarray:
        real = self._real.get(detect_language(text), self._real["zh"])
        random = np.random.default_rng(int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little"))
        weights = random.dirichlet((2.0, 1.0, 0.5))
        mixed = weights @ real[random.integers(0, len(real), 3)] + random.normal(0, 0.005, self.dimension)
        return (mixed / np.linalg.norm(mixed)).astype(np.float32)
