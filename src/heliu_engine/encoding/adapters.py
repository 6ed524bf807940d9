"""What training adds to the matrices of the packaged encoder.

To a matrix ``W`` belongs a product ``up @ down`` of low rank, which is added to it when the model is converted (E. Hu
et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022). So an adapted model is as large and as fast
as the original. Adapters lie beside the weights of the ranking they were trained for, in ``heliu_engine/models``.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

Side = Literal["hidden", "feed_forward"]

REFERENCES = "references"

MATRICES: dict[str, tuple[Side, Side]] = {
    "q": ("hidden", "hidden"),
    "k": ("hidden", "hidden"),
    "v": ("hidden", "hidden"),
    "ao": ("hidden", "hidden"),
    "fi": ("feed_forward", "hidden"),
    "fo": ("hidden", "feed_forward"),
}
"""The matrices of a layer by their names in the weights' file: rows and columns."""


class Adapters:
    """The products of one training, kept as half floats."""

    def __init__(self, path: Path) -> None:
        """Read a file of arrays ``l7.fi.up`` (rows, rank) and ``l7.fi.down`` (rank, columns)."""
        with path.open("rb") as file:
            self.digest = hashlib.file_digest(file, "sha256").hexdigest()
        """Of the file: two trainings never pass for one another."""
        with np.load(path) as arrays:
            self._arrays = {name: arrays[name] for name in arrays.files}
        self.references: npt.NDArray[np.float32] = self._arrays.pop(REFERENCES).astype(np.float32)
        """Vectors that the trained model gave to the texts of `heliu_engine.encoding.packaged.REFERENCES`."""

    def addition(self, layer: int, name: str) -> npt.NDArray[np.float32] | None:
        """What to add to a matrix (rows, columns); None where nothing was trained."""
        up = self._arrays.get(f"l{layer}.{name}.up")
        if up is None:
            return None
        product: npt.NDArray[np.float32] = up.astype(np.float32) @ self._arrays[f"l{layer}.{name}.down"].astype(
            np.float32
        )
        return product
