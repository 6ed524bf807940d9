"""What pairs the names of properties by their meaning, where the encoder in use is the one this was measured with."""

from __future__ import annotations

import threading

from django.conf import settings

from heliu.matching.adapters.encoders import load_encoder
from heliu_engine.verdicts import Meaning, Nearness

MEASURED = "heliu"
"""Of another encoder nobody knows from which cosine on two names mean the same; and a server would be asked for each
name by itself, while somebody waits."""

_lock = threading.Lock()
_known: dict[str, Meaning] = {}


def load_nearness() -> Nearness | None:
    """One for each encoder, which keeps the names that it has seen; None where names are paired by words alone."""
    if settings.HELIU_ENCODER != MEASURED:
        return None
    encoder = load_encoder().encoder
    if encoder is None:
        return None
    with _lock:
        return _known.setdefault(encoder.name, Meaning(encoder))
