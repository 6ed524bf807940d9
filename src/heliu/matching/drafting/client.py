"""Client of a server that speaks the OpenAI-style chat protocol: ``POST <base>/chat/completions``."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from typing import IO, Any, NoReturn

from heliu_engine.coach import WordingRequest, messages_for
from heliu_engine.errors import DrafterError

MOST_BYTES = 256 * 1024
"""Of an answer; a wording has one or two, the thoughts of a model before it some tens of thousands."""
MOST_TOKENS = 2_000
"""What the server is asked to stop at."""
_CHUNK = 16 * 1024


class ChatServer:
    """A drafter behind an address such as ``http://127.0.0.1:8080/v1``.

    Every failure is a ``DrafterError``. Neither texts nor the key are in any message. It is asked once: somebody
    waits, and can ask again.
    """

    def __init__(self, base: str, model: str, key: str = "", timeout: float = 20.0) -> None:
        self._url = base.rstrip("/") + "/chat/completions"
        self._model = model
        self._key = key
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirects)

    @property
    def name(self) -> str:
        return self._model

    def draft(self, request: WordingRequest) -> str:
        """The reply as it came."""
        body = json.dumps(
            {
                "model": self._model,
                "messages": messages_for(request),
                # The same answer to the same question, as far as the server can.
                "temperature": 0,
                "max_tokens": MOST_TOKENS,
                "stream": False,
            }
        ).encode()
        return _content(self._post(body))

    def _post(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, data=body, headers=headers, method="POST")  # noqa: S310 - see checks
        end = time.monotonic() + self._timeout
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return _read(response, end)
        except urllib.error.HTTPError as error:
            error.close()
            raise DrafterError("refused", f"HTTP {error.code}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            cause = getattr(error, "reason", error)
            late = isinstance(cause, TimeoutError)
            raise DrafterError("slow" if late else "unreachable", type(cause).__name__) from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What a person wrote, and the key, go to the server that the operator named and to no other."""

    def redirect_request(self, req: Any, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> NoReturn:
        fp.close()
        raise DrafterError("moved", f"HTTP {code}")


def _read(response: Any, end: float) -> bytes:
    """The body, as long as it is neither too long nor too slow: the limit of a socket starts anew with every byte."""
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise DrafterError("too_long", f"more than {MOST_BYTES} bytes")
        if time.monotonic() > end:
            raise DrafterError("slow", "the answer trickled in")
    return bytes(body)


def _content(body: bytes) -> str:
    try:
        choice = json.loads(body)["choices"][0]
        content = choice["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise DrafterError("unreadable", "not of the chat protocol") from None
    if choice.get("finish_reason") == "length":
        raise DrafterError("too_long", f"cut off after {MOST_TOKENS} tokens")
    if content is None:
        raise DrafterError("empty")
    if not isinstance(content, str):
        raise DrafterError("unreadable", "its content is no text")
    return content
