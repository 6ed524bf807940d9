"""Redirects are followed a few times, and each leads where the first address could have led, or nowhere."""

from __future__ import annotations

import ssl

import pytest

from heliu.kit.outside import OutsideError, follow, requests
from heliu.kit.tests.certificate import PEM
from heliu.kit.tests.servers import LOOPBACK, failure, head, serving


@pytest.fixture(autouse=True)
def loopback(settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = LOOPBACK


def sending_on(*locations: str, seen: list[bytes], body: bytes = b"here"):
    """Sends on to each of these, one after the other, and then answers."""
    left = list(locations)

    def answer(line):
        seen.append(head(line))
        if left:
            line.sendall(f"HTTP/1.1 302 Found\r\nLocation: {left.pop(0)}\r\nContent-Length: 0\r\n\r\n".encode())
        else:
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    return answer


def paths(seen: list[bytes]) -> list[str]:
    return [text.split(b" ")[1].decode() for text in seen]


def test_three_redirects_are_followed_and_a_fourth_is_not():
    seen: list[bytes] = []
    with serving(sending_on("/b", "c?x=1#part", "/中文/%E4%BA%8C", seen=seen)) as port:
        end = follow(f"http://127.0.0.1:{port}/a/")
    assert end.reply.body == b"here"
    assert paths(seen) == ["/a/", "/b", "/c?x=1", "/%E4%B8%AD%E6%96%87/%E4%BA%8C"]
    assert end.url.endswith("/%E4%B8%AD%E6%96%87/%E4%BA%8C")

    seen = []
    with serving(sending_on("/1", "/2", "/3", "/4", seen=seen)) as port:
        assert failure(lambda: follow(f"http://127.0.0.1:{port}/")).reason == "circles"
    assert paths(seen) == ["/", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://10.0.0.1/", "private"), ("http://169.254.169.254/latest/meta-data/", "private"),
        ("//192.168.1.1/", "private"), ("http://[fd00::1]/", "private"), ("http://[fe80::1]/", "private"),
        ("http://[::ffff:10.0.0.1]/", "private"), ("http://[64:ff9b::a00:1]/", "private"),
        ("http://[2002:a00:1::]/", "private"), ("http://[::10.0.0.1]/", "private"), ("http://0.0.0.0/", "private"),
        ("http://[fe80::1%25eth0]/", "address"), ("http://167772161/", "address"), ("http://0x0a000001/", "address"),
        ("http://012.0.0.1/", "address"), ("http://10.1/", "address"), ("http://１0.0.0.1/", "address"),
        ("http://example.org@10.0.0.1/", "address"), ("http://example.org:80@10.0.0.1/", "address"),
        ("http://10.0.0.1\\@example.org/", "address"), ("http://exa mple.org/", "address"), ("http://[::1/", "address"),
        ("file:///etc/passwd", "address"), ("ftp://example.org/", "address"), ("gopher://example.org/", "address"),
        ("data:text/plain,x", "address"), ("http://example.org:0/", "address"), ("", "moved"),
    ],
)  # fmt: skip
def test_a_redirect_leads_nowhere_that_an_address_may_not(location, reason):
    seen: list[bytes] = []
    with serving(sending_on(location, seen=seen)) as port:
        assert failure(lambda: follow(f"http://127.0.0.1:{port}/", timeout=2)).reason == reason
    assert len(seen) == 1


def test_a_name_is_looked_at_again_for_every_redirect():
    """It answered with an allowed address the first time; the second time it leads inside (DNS rebinding)."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    seen: list[bytes] = []
    with serving(sending_on("/inside", seen=seen)) as port:
        error = failure(lambda: follow(f"http://feed.example:{port}/", resolver=rebinding))
    assert (error.reason, asked, len(seen)) == ("private", ["feed.example"] * 2, 1)


def test_from_https_never_to_http(tmp_path, monkeypatch):
    pem = tmp_path / "hook.pem"
    pem.write_text(PEM)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    monkeypatch.setattr(requests, "_tls", lambda: ssl.create_default_context(cafile=str(pem)))

    def answer(line):
        with server.wrap_socket(line, server_side=True) as secure:
            head(secure)
            secure.sendall(b"HTTP/1.1 301 X\r\nLocation: http://hook.example/\r\nContent-Length: 0\r\n\r\n")

    with serving(answer) as port:
        error = failure(lambda: follow(f"https://hook.example:{port}/", resolver=lambda *_: ["127.0.0.1"]))
    assert error.reason == "downgrade"


def test_each_address_may_be_refused_before_anything_is_sent_to_it():
    seen: list[bytes] = []
    looked_at: list[str] = []

    def refusing(url: str) -> None:
        looked_at.append(url)
        if url.endswith("/private/"):
            raise LookupError(url)

    with serving(sending_on("/private/", seen=seen)) as port, pytest.raises(LookupError):
        follow(f"http://127.0.0.1:{port}/", before=refusing)
    assert [url.rsplit("/", 2)[-2] for url in looked_at][-1] == "private"
    assert paths(seen) == ["/"]


def test_what_is_meant_for_one_server_is_not_told_to_another():
    first: list[bytes] = []
    second: list[bytes] = []
    headers = {"Authorization": "Bearer secret", "If-None-Match": '"1"', "User-Agent": "Heliu test"}
    with (
        serving(sending_on(seen=second)) as other,
        serving(sending_on("/same", f"http://127.0.0.1:{other}/other", seen=first)) as port,
    ):
        follow(f"http://127.0.0.1:{port}/", headers=headers)
    assert [b"secret" in text for text in first] == [True, True]
    assert b"secret" not in second[0]
    assert b"none-match" not in second[0].lower()
    assert b"Heliu test" in second[0]


def test_other_redirects_have_no_address_to_follow():
    def answer(line):
        head(line)
        line.sendall(b"HTTP/1.1 300 Multiple Choices\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")

    with serving(answer) as port, pytest.raises(OutsideError, match="moved"):
        follow(f"http://127.0.0.1:{port}/")
