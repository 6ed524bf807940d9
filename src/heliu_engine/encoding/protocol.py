"""The one thing the engine asks of a sentence encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Span

Vectors = npt.NDArray[np.float32]
"""Shape (texts, dimension), each row of unit length."""

Role = Literal["query", "passage"]


class Encoder(Protocol):
    """Turns texts into vectors whose cosine tells how near they are in meaning.

    Deterministic: the same text gives the same vector whatever else is in the call.
    """

    @property
    def name(self) -> str:
        """Identity of model and variant; vectors of different names are never compared."""

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """One unit vector a text."""

    def encode_parts(self, text: str, spans: Sequence[Span], *, role: Role) -> tuple[Vectors, Vectors]:
        """The vector of the whole text, shape (1, d), and one for each of its spans, shape (n, d).

        An encoder that reads tokens takes both from one pass; others encode the spans one by one.
        """
