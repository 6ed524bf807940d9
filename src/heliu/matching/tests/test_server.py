"""An embeddings server in place of the packaged model: a real HTTP server in a thread."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from heliu.matching.adapters import encoders, server
from heliu.matching.adapters.encoders import load_encoder
from heliu.matching.adapters.server import BATCH, EmbeddingServer
from heliu.matching.tests.fake_encoder import FakeEncoder
from heliu_engine.errors import EncoderError

KEY = "a-key"


class Answering(ThreadingHTTPServer):
    """Answers like an OpenAI-style server, or as ``answers`` says; remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict] = []
        self.failures: list[int] = []
        """Status codes to answer with before being well again."""
        self.broken: bytes | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1#tiny"


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        if self.path != "/v1/embeddings" or self.headers["Authorization"] != f"Bearer {KEY}":
            return self._answer(401, b"{}")
        if self.server.failures:
            return self._answer(self.server.failures.pop(0), b"{}")
        vectors = FakeEncoder().encode(body["input"], role="query")
        rows = [{"index": place, "embedding": (3 * vector).tolist()} for place, vector in enumerate(vectors)]
        return self._answer(200, self.server.broken or json.dumps({"data": rows[::-1]}).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def answering():
    running = Answering()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def test_vectors_come_in_order_and_of_unit_length(answering):
    encoder = EmbeddingServer(answering.address, KEY)
    texts = [f"第{number}条防腐涂料" for number in range(BATCH + 5)]
    vectors = encoder.encode(texts, role="passage")
    assert np.allclose(vectors, FakeEncoder().encode(texts, role="query"), atol=1e-6)
    assert [len(body["input"]) for body in answering.asked] == [BATCH, 5]
    assert {body["model"] for body in answering.asked} == {"tiny"}
    assert encoder.dimension == vectors.shape[1]
    whole, parts = encoder.encode_parts("锈蚀。电池。", [(0, 3), (3, 6)], role="passage")
    assert whole.shape == (1, encoder.dimension)
    assert np.allclose(parts, encoder.encode(["锈蚀。", "电池。"], role="passage"))
    assert encoder.encode([], role="query").shape == (0, encoder.dimension)


def test_a_passage_is_tried_again_and_a_query_is_not(answering, monkeypatch):
    monkeypatch.setattr(server.time, "sleep", lambda seconds: None)
    encoder = EmbeddingServer(answering.address, KEY)
    answering.failures = [503, 429]
    assert encoder.encode(["锈"], role="passage").shape[0] == 1
    answering.failures = [503]
    with pytest.raises(EncoderError, match="503"):
        encoder.encode(["锈"], role="query")
    asked = len(answering.asked)
    with pytest.raises(EncoderError, match="not asked again"):
        encoder.encode(["锈"], role="query")
    assert len(answering.asked) == asked, "somebody who searches does not wait for a server that is down"
    assert encoder.encode(["锈"], role="passage").shape[0] == 1
    assert encoder.encode(["锈"], role="query").shape[0] == 1, "it is well again"


@pytest.mark.parametrize(
    "broken",
    [b"no json", b"{}", b'{"data": []}', b'{"data": [{"index": 0, "embedding": [NaN]}]}'],
)  # fmt: skip
def test_an_answer_of_another_form_is_refused(answering, broken, monkeypatch):
    monkeypatch.setattr(server.time, "sleep", lambda seconds: None)
    answering.broken = broken
    with pytest.raises(EncoderError, match="does not answer"):
        EmbeddingServer(answering.address, KEY).encode(["锈"], role="passage")


def test_a_refused_key_is_not_tried_again(answering):
    with pytest.raises(EncoderError, match="401"):
        EmbeddingServer(answering.address, "wrong").encode(["锈"], role="passage")
    assert len(answering.asked) == 1


@pytest.mark.parametrize("address", ["http://server/v1", "ftp://server/v1#model", "http://#model", "nonsense"])
def test_an_address_names_server_and_model(address):
    with pytest.raises(EncoderError, match="#model"):
        EmbeddingServer(address)


def test_the_setting_chooses_the_encoder(settings, answering, monkeypatch, tmp_path):
    settings.HELIU_ENCODER, settings.HELIU_ENCODER_KEY = answering.address, KEY
    loaded = load_encoder()
    assert loaded.encoder is not None
    assert loaded.encoder.name == "server:tiny"
    assert load_encoder() is loaded, "loaded once a process"
    settings.HELIU_ENCODER = "none"
    assert load_encoder() == encoders.Loaded(None)
    for setting in ("nonsense", f"onnx:{tmp_path}"):
        settings.HELIU_ENCODER = setting
        assert load_encoder().encoder is None
        assert load_encoder().problem


def test_an_encoder_that_is_down_is_tried_again_later(settings, answering, monkeypatch):
    settings.HELIU_ENCODER, settings.HELIU_ENCODER_KEY = answering.address, KEY
    answering.failures = [500]
    assert "500" in load_encoder().problem
    assert load_encoder().encoder is None
    monkeypatch.setattr(encoders, "RETRY", 0.0)
    assert load_encoder().encoder is not None
