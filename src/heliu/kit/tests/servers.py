"""Servers on this machine, for tests of what speaks to other servers."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from heliu.kit.outside import OutsideError

LOOPBACK = ["127.0.0.0/8", "::1/128"]
"""For ``HELIU_ALLOW_PRIVATE_ADDRESSES``."""


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server on this machine that hands each connection to ``answer``; gives its port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            answer(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def head(line: socket.socket) -> bytes:
    """A request up to the end of its headers, and as much of its body as it announces."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += line.recv(4096)
    start, _, body = text.partition(b"\r\n\r\n")
    length = next(
        (int(row.split(b":")[1]) for row in start.split(b"\r\n") if row.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += line.recv(4096)
    return start + b"\r\n\r\n" + body


def saying(text: bytes) -> Callable[[socket.socket], None]:
    def answer(line: socket.socket) -> None:
        head(line)
        line.sendall(text)

    return answer


def failure(call: Callable[[], object]) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        call()
    return caught.value
