"""A server that speaks the OpenAI-style chat protocol, in a thread of the test."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "a-key-of-the-chat-server"
MODEL = "tiny-chat"


class ChatServerInThread(ThreadingHTTPServer):
    """Says ``reply`` to whoever has the key, or misbehaves as told; remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict] = []
        self.authorised: list[str | None] = []
        self.reply = "设备在海边使用。"
        self.finish_reason = "stop"
        self.raw: bytes | None = None
        """Sent in place of an answer of the protocol."""
        self.status = 200
        self.location = ""
        self.wait = 0.0
        """Seconds before anything is said."""
        self.trickle = 0.0
        """Seconds between one byte and the next."""
        self.before_answer = threading.Event()
        self.before_answer.set()
        """Cleared, an answer waits until it is set."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def sent_text(self) -> str:
        """Everything the last request said to the model."""
        return "\n".join(message["content"] for message in self.asked[-1]["messages"])


class _Handler(BaseHTTPRequestHandler):
    server: ChatServerInThread

    def do_POST(self) -> None:
        server = self.server
        server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        server.authorised.append(self.headers["Authorization"])
        server.before_answer.wait(10)
        time.sleep(server.wait)
        if self.path != "/v1/chat/completions" or self.headers["Authorization"] != f"Bearer {KEY}":
            return self._answer(401, b"{}")
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": server.reply},
            "finish_reason": server.finish_reason,
        }
        answer = json.dumps({"object": "chat.completion", "model": MODEL, "choices": [choice]}).encode()
        return self._answer(server.status, answer if server.raw is None else server.raw)

    def do_GET(self) -> None:
        self.server.asked.append({"GET": self.path})
        self._answer(200, b"{}")

    def _answer(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            if self.server.location:
                self.send_header("Location", self.server.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not self.server.trickle:
                self.wfile.write(body)
                return
            for place in range(len(body)):
                self.wfile.write(body[place : place + 1])
                self.wfile.flush()
                time.sleep(self.server.trickle)
        except OSError:
            # Whoever asked has gone: that is what some tests are about.
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running_chat_server() -> Iterator[ChatServerInThread]:
    running = ChatServerInThread()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield running
    finally:
        running.before_answer.set()
        running.shutdown()
        thread.join()
        running.server_close()
