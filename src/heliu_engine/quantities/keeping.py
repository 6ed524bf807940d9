"""Parameters of texts that were read lately, kept in memory."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b
from threading import Lock

from heliu_engine.quantities.extraction import extract
from heliu_engine.quantities.parameter import Parameter


class ParameterReader:
    """Reads a text once: parameters by a digest of the text, those asked for longest ago forgotten first.

    Threads may share it.
    """

    def __init__(self, kept: int) -> None:
        """``kept`` is how many texts are remembered; their parameters take some 2 kB each."""
        self._kept = kept
        self._lock = Lock()
        self._known: OrderedDict[bytes, tuple[Parameter, ...]] = OrderedDict()

    def read(self, text: str, lang: str = "") -> tuple[Parameter, ...]:
        """What `extract` gives for the text."""
        if not text:
            return ()
        key = blake2b(f"{lang}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        # Outside the lock: two threads may read the same text, but none waits for another's.
        found = extract(text, lang)
        with self._lock:
            self._known[key] = found
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return found
