"""What training adds to the matrices of the packaged encoder.

To a matrix ``W`` belongs a product ``up @ down`` of low rank, which is added to it when the model is converted (E. Hu
et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022). So an adapted model is as large and as fast
as the original. Adapters lie beside the weights of the ranking they were trained for, in ``heliu_engine/models``.

Several trainings that differ by their seed alone may stand side by side in one file. What is added then is the mean of
their products, which is better on what was not trained on than one of them (M. Wortsman et al., "Model soups", ICML
2022); each can still be taken alone, to see how far they differ.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

Side = Literal["hidden", "feed_forward"]

REFERENCES = "references"
REFERENCES_EACH = "references_each"
"""Of each training alone: (trainings, texts, dimension)."""

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
    """The products of one or more trainings, kept in bytes."""

    def __init__(self, path: Path, training: int | None = None) -> None:
        """Read a file of arrays ``l7.fi.up`` (rows, rank), ``l7.fi.down`` (rank, columns) and ``l7.fi.scale`` (rank,):
        what each term of the product is to be multiplied by.

        ``training``: of those that stand side by side, this one alone, from 0; IndexError where there are fewer.
        """
        with path.open("rb") as file:
            self.digest = hashlib.file_digest(file, "sha256").hexdigest()
        """Of the file: two trainings never pass for one another."""
        with np.load(path) as arrays:
            self._arrays = {name: arrays[name] for name in arrays.files}
        references = self._arrays.pop(REFERENCES)
        each = self._arrays.pop(REFERENCES_EACH, references[None])
        self.trainings = len(each)
        self._training = training
        self.references: npt.NDArray[np.float32] = (references if training is None else each[training]).astype(
            np.float32
        )
        """Vectors that the trained model gave to the texts of `heliu_engine.encoding.packaged.REFERENCES`."""

    def addition(self, layer: int, name: str) -> npt.NDArray[np.float32] | None:
        """What to add to a matrix (rows, columns); None where nothing was trained."""
        down = self._arrays.get(f"l{layer}.{name}.down")
        if down is None:
            return None
        scale = self._arrays[f"l{layer}.{name}.scale"].astype(np.float32)
        up = self._arrays[f"l{layer}.{name}.up"] * scale
        if self._training is None:
            taken, share = slice(None), 1 / self.trainings
        else:
            rank = len(down) // self.trainings
            taken, share = slice(self._training * rank, (self._training + 1) * rank), 1.0
        product: npt.NDArray[np.float32] = up[:, taken] @ down[taken].astype(np.float32) * np.float32(share)
        return product
