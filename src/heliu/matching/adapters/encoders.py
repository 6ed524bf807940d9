"""The sentence encoder that the setting names, once a process."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from django.conf import settings

from heliu.matching.adapters.server import EmbeddingServer
from heliu_engine.encoding import Encoder, open_encoder
from heliu_engine.errors import EncoderError

logger = logging.getLogger(__name__)

RETRY = 60.0
"""Seconds until an encoder that could not be had is tried again."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """An encoder, or why there is none."""

    encoder: Encoder | None
    problem: str = ""


_lock = threading.Lock()
_loaded: dict[tuple[str, str], tuple[float, Loaded]] = {}


def load_encoder() -> Loaded:
    """The encoder of ``HELIU_ENCODER``, loaded at the first call; threads that come meanwhile wait."""
    setting, key = settings.HELIU_ENCODER, settings.HELIU_ENCODER_KEY
    with _lock:
        at, loaded = _loaded.get((setting, key), (0.0, Loaded(None)))
        if not at or (loaded.problem and time.monotonic() - at > RETRY):
            loaded = _load(setting, key)
            _loaded[setting, key] = time.monotonic(), loaded
        return loaded


def forget_encoder() -> None:
    """Load anew at the next call, for example after the setting changed."""
    with _lock:
        _loaded.clear()


def _load(setting: str, key: str) -> Loaded:
    if setting == "none":
        return Loaded(None)
    try:
        encoder = _open(setting, key)
        # Asks a server for its first vector: one that is down is better known now.
        _ = encoder.dimension
    except EncoderError as error:
        logger.warning("Semantic search is off: %s", error)
        return Loaded(None, str(error))
    return Loaded(encoder)


def _open(setting: str, key: str) -> Encoder:
    if setting.startswith(("http://", "https://")):
        return EmbeddingServer(setting, key)
    encoder = open_encoder(setting, settings.HELIU_CACHE)
    if encoder is None:
        raise EncoderError(f"HELIU_ENCODER is {setting!r}, which names no encoder.")
    return encoder
