"""Any other sentence model that lies in a folder as ``model.onnx`` and ``tokenizer.json``.

An optional ``heliu.json`` beside them says how its vectors are made; every key may be left out::

    {"pooling": "mean", "query_prefix": "", "passage_prefix": "", "window": 512, "windows": 4}

``pooling`` is ``mean``, ``cls`` or ``last`` and is not asked for where the model gives one vector a text itself.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from heliu_engine.encoding.onnx_encoder import OnnxEncoder, Pooling, Recipe
from heliu_engine.encoding.tokenizer import FileCutter
from heliu_engine.errors import EncoderError

MODEL, TOKENIZER, CONFIG = "model.onnx", "tokenizer.json", "heliu.json"
_POOLINGS: tuple[Pooling, ...] = ("mean", "cls", "last")


def onnx_folder_encoder(folder: Path, *, threads: int = 2) -> OnnxEncoder:
    """Open the model of a folder; EncoderError says what is wrong with it."""
    for name in (MODEL, TOKENIZER):
        if not (folder / name).is_file():
            raise EncoderError(f"There is no {name} in {folder}.")
    recipe = _recipe(folder / CONFIG)
    with (folder / MODEL).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        cutter = FileCutter(folder / TOKENIZER)
    except Exception as error:  # The tokenizer's errors have no common base but this.
        raise EncoderError(f"{folder / TOKENIZER} cannot be read: {error}") from error
    # Pooling and prefixes change the vectors as much as the weights do.
    made = hashlib.sha256(repr((digest, recipe)).encode()).hexdigest()
    return OnnxEncoder(
        folder / MODEL, cutter, name=f"{folder.resolve().name}.{made[:12]}", recipe=recipe, threads=threads
    )


def _recipe(path: Path) -> Recipe:
    try:
        given = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (ValueError, OSError) as error:
        raise EncoderError(f"{path} cannot be read: {error}") from error
    if not isinstance(given, dict):
        raise EncoderError(f"{path} must hold a JSON object.")
    unknown = sorted(set(given) - {"pooling", "query_prefix", "passage_prefix", "window", "windows"})
    if unknown:
        raise EncoderError(f"{path} has keys that are not known: {', '.join(unknown)}.")
    pooling = given.get("pooling", "mean")
    if pooling not in _POOLINGS:
        raise EncoderError(f"{path}: pooling is {pooling!r}; it may be {', '.join(_POOLINGS)}.")
    return Recipe(
        prefixes={role: _text(path, given, f"{role}_prefix") for role in ("query", "passage")},
        pooling=pooling,
        window=_count(path, given, "window", 512, least=16),
        windows=_count(path, given, "windows", 4, least=1),
    )


def _text(path: Path, given: dict[str, Any], key: str) -> str:
    value = given.get(key, "")
    if not isinstance(value, str):
        raise EncoderError(f"{path}: {key} must be a text.")
    return value


def _count(path: Path, given: dict[str, Any], key: str, default: int, *, least: int) -> int:
    value = given.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise EncoderError(f"{path}: {key} must be a whole number of at least {least}.")
    return value
