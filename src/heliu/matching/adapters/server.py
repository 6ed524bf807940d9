"""Client of an embeddings server that speaks the OpenAI-style protocol: ``POST <base>/embeddings``."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import urldefrag, urlsplit

import numpy as np
import numpy.typing as npt

from heliu_engine.errors import EncoderError

Floats = npt.NDArray[np.float32]
Span = tuple[int, int]

BATCH = 32
"""Texts in one request."""
TIMEOUT = {"query": 4.0, "passage": 60.0}
"""Seconds: somebody waits for a query, nobody for a passage."""
TRIES = {"query": 1, "passage": 3}
REST = 30.0
"""Seconds for which a server that failed is not asked again for a query."""
_AGAIN = {429, 500, 502, 503, 504}


class EmbeddingServer:
    """A sentence encoder behind an address such as ``https://server/v1#model-name``.

    An instance may be shared between threads. Every failure is an ``EncoderError``, which the
    callers take as "go on without meaning".
    """

    def __init__(self, address: str, key: str = "") -> None:
        base, self.model = urldefrag(address)
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.netloc or not self.model:
            raise EncoderError(f"An embeddings server is named like https://server/v1#model, not like {address!r}.")
        self._url = base.rstrip("/") + "/embeddings"
        self._key = key
        # Not the address: a server that moves keeps its vectors.
        self._name = f"server:{self.model}"
        self._dimension = 0
        self._resting_until = 0.0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        """Length of the vectors; the first answer tells it."""
        if not self._dimension:
            self.encode(["dimension"], role="query")
        return self._dimension

    def encode(self, texts: Sequence[str], *, role: str) -> Floats:
        """One unit vector a text, in the order given."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        if role == "query" and time.monotonic() < self._resting_until:
            raise EncoderError("The embeddings server failed a moment ago and is not asked again yet.")
        batches = [texts[first : first + BATCH] for first in range(0, len(texts), BATCH)]
        vectors = np.concatenate([self._batch(batch, role) for batch in batches])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return unit

    def encode_parts(self, text: str, spans: Sequence[Span], *, role: str) -> tuple[Floats, Floats]:
        """The text and its parts, encoded one by one: the protocol knows no tokens."""
        vectors = self.encode([text, *(text[start:end] for start, end in spans)], role=role)
        return vectors[:1], vectors[1:]

    def _batch(self, texts: Sequence[str], role: str) -> Floats:
        # An empty text is refused by most servers.
        body = json.dumps({"model": self.model, "input": [text or " " for text in texts]}).encode()
        for attempt in range(1, TRIES[role] + 1):
            try:
                answer = self._post(body, TIMEOUT[role])
                self._resting_until = 0.0
                return self._vectors(answer, len(texts))
            except urllib.error.HTTPError as error:
                problem = f"HTTP {error.code}"
                error.close()
                if error.code not in _AGAIN:
                    break
            except (OSError, ValueError) as error:
                problem = str(error) or type(error).__name__
            if attempt < TRIES[role]:
                time.sleep(0.5 * 2 ** (attempt - 1))
        self._resting_until = time.monotonic() + REST
        raise EncoderError(f"The embeddings server does not answer: {problem}.")

    def _post(self, body: bytes, timeout: float) -> Any:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")  # noqa: S310 - see __init__
        with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310 - http or https, by __init__
            return json.load(response)

    def _vectors(self, answer: Any, count: int) -> Floats:
        try:
            rows = sorted(answer["data"], key=lambda row: row["index"])
            vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"its answer is not of the embeddings protocol ({error!r})") from error
        if vectors.ndim != 2 or len(vectors) != count or not np.isfinite(vectors).all():
            raise ValueError(f"{count} vectors were asked for, its answer has the shape {vectors.shape}")
        with self._lock:
            self._dimension = self._dimension or vectors.shape[1]
        if vectors.shape[1] != self._dimension:
            raise ValueError(f"its vectors changed from {self._dimension} to {vectors.shape[1]} numbers")
        return vectors
