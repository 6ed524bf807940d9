"""Vectors of a text's parts, for every encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from heliu_engine.documents import Span
from heliu_engine.encoding.protocol import Role, Vectors


class TextsEncoder(Protocol):
    """As much of an encoder as is needed here."""

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """One unit vector a text."""


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)


def encode_parts_alone(
    encoder: TextsEncoder, text: str, spans: Sequence[Span], *, role: Role
) -> tuple[Vectors, Vectors]:
    """``encode_parts`` for encoders that give only one vector a text: the parts are encoded one by one."""
    vectors = encoder.encode([text, *(text[start:end] for start, end in spans)], role=role)
    return vectors[:1], vectors[1:]
