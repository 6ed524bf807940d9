"""Servers for tests, in threads of this process: one that takes mails, one that takes calls.

Both keep what arrived and can be told to fail, or to do something at a step of the conversation.
"""

from __future__ import annotations

import email
import email.policy
import http.server
import json
import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import TracebackType
from typing import Any

STEPS = ("connect", "mail", "rcpt", "data", "body", "end")
"""Of a conversation with a mail server: before each, ``SmtpSink.before`` is asked."""


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False
    sink: Any


class _Sink:
    """A server on a port of this machine, for as long as the ``with`` lasts."""

    handler: type[socketserver.BaseRequestHandler]

    def __enter__(self) -> Any:
        self.server = _Server(("127.0.0.1", 0), self.handler)
        self.server.sink = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Smtp(socketserver.StreamRequestHandler):
    """Enough of RFC 5321 for one client: whatever ``before`` gives is answered instead of what is usual."""

    def handle(self) -> None:
        with suppress(OSError, _HangUp):
            self._converse()

    def _converse(self) -> None:
        sink: SmtpSink = self.server.sink  # type: ignore[attr-defined]
        self._say(sink.ask("connect", "") or "220 sink ESMTP")
        recipient = ""
        while line := self.rfile.readline():
            words = line.decode().strip()
            verb = words.split(" ")[0].split(":")[0].upper()
            if verb in ("EHLO", "HELO"):
                self._say("250 sink")
            elif verb == "MAIL":
                self._say(sink.ask("mail", words) or "250 ok")
            elif verb == "RCPT":
                recipient = words[words.index("<") + 1 : words.index(">")]
                self._say(sink.ask("rcpt", recipient) or "250 ok")
            elif verb == "DATA":
                refused = sink.ask("data", recipient)
                self._say(refused or "354 go on")
                if not refused:
                    self._data(sink, recipient)
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _data(self, sink: SmtpSink, recipient: str) -> None:
        rows: list[bytes] = []
        while (row := self.rfile.readline()) != b".\r\n":
            if not row:
                return  # broken off in the middle: nothing was taken
            if not rows:
                sink.ask("body", recipient)
            rows.append(row[1:] if row.startswith(b"..") else row)
        taken = sink.ask("end", recipient)
        if taken is None or taken.startswith("2"):
            sink.keep(b"".join(rows))
        if taken == "take and hang up":
            sink.keep(b"".join(rows))
            raise _HangUp
        self._say(taken or "250 queued")

    def _say(self, answer: str) -> None:
        if answer == "hang up":
            raise _HangUp
        self.wfile.write(answer.encode() + b"\r\n")


class _HangUp(Exception):
    pass


@dataclass
class SmtpSink(_Sink):
    """``before(step, about)`` may give another answer than the usual one, ``hang up``, or at the end ``take and hang
    up``; it may also do something and give None."""

    before: Callable[[str, str], str | None] = lambda step, about: None
    mails: list[EmailMessage] = field(default_factory=list)
    handler = _Smtp

    def __post_init__(self) -> None:
        self.lock = threading.Lock()

    def ask(self, step: str, about: str) -> str | None:
        return self.before(step, about)

    def keep(self, text: bytes) -> None:
        message = email.message_from_bytes(text, policy=email.policy.default)
        with self.lock:
            self.mails.append(message)  # type: ignore[arg-type]

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        with self.lock:
            return Counter(str(mail["Message-ID"]) for mail in self.mails)

    def settings(self) -> dict[str, Any]:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", "EMAIL_TIMEOUT": 5,
        }  # fmt: skip


class _Http(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        sink: HttpSink = self.server.sink  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call = Call(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        answer = sink.answer(call)
        if answer is None:
            self.close_connection = True
            return
        status, headers, text = answer
        if 200 <= status < 300:
            with sink.lock:
                sink.taken.append(call)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(text)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: Any) -> None:
        pass


@dataclass
class Call:
    """One request that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


Answer = tuple[int, dict[str, str], bytes]


@dataclass
class HttpSink(_Sink):
    """``answer(call)`` gives status, headers and body; None breaks the connection off without a word."""

    answer: Callable[[Call], Answer | None] = lambda call: (200, {}, b"{}")
    taken: list[Call] = field(default_factory=list)
    handler = _Http

    def __post_init__(self) -> None:
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"
