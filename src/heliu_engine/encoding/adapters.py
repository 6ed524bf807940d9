"""What training adds to the matrices of the packaged encoder."""

from __future__ import annotations

from typing import Literal

Side = Literal["hidden", "feed_forward"]

MATRICES: dict[str, tuple[Side, Side]] = {
    "q": ("hidden", "hidden"),
    "k": ("hidden", "hidden"),
    "v": ("hidden", "hidden"),
    "ao": ("hidden", "hidden"),
    "fi": ("feed_forward", "hidden"),
    "fo": ("hidden", "feed_forward"),
}
"""The matrices of a layer by their names in the weights' file: rows and columns."""
