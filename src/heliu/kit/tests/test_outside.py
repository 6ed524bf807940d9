"""Requests to addresses that other people name reach public servers only, in time, and say what became of them."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from heliu.kit.checks import check_private_addresses
from heliu.kit.outside import WHY, OutsideError, get, is_public, parse_url, post, request, requests
from heliu.kit.tests.certificate import PEM
from heliu.kit.tests.servers import LOOPBACK, failure, head, saying, serving

# -- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/", "example.org", "",
        "http://", "https:///path", "http://user@example.org/", "http://user:word@example.org/",
        "http://example.org@127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/",
        "http://127.1/", "http://127.0.0.1.0x/", "http://１２７.0.0.1/", "http://127.0.0.①/", "http://[::1/",
        "http://[fe80::1%25eth0]/", "http://example.org:0/", "http://example.org:70000/", "http://exa mple.org/",
        "http://example.org/\r\nHost: other", "http://example.org\\@127.0.0.1/", "http://a..example.org/",
        "http://exa%6dple.org/", "http://example.org/路径", f"http://example.org/{'x' * 2000}",
    ],
)  # fmt: skip
def test_what_is_plainly_no_address_is_refused_before_anything_is_asked(url):
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(host)

    assert failure(lambda: get(url, resolver=never)).reason == "address"


def test_an_address_is_taken_apart():
    target = parse_url("https://Hook.例子.example:8443/in?key=1#part")
    assert (target.secure, target.host, target.port, target.path) == (
        True, "hook.xn--fsqu00a.example", 8443, "/in?key=1"
    )  # fmt: skip
    assert target.lane == "hook.xn--fsqu00a.example:8443"
    assert parse_url("http://[2606:4700::1111]").host == "2606:4700::1111"
    assert parse_url("http://example.org.").host == "example.org", "a last dot is no other server"


NOT_PUBLIC = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1",
    "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "100::1", "192.88.99.1", "3fff::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))
    literal = f"[{address}]" if ":" in address else address
    assert failure(lambda: get(f"http://{literal}/", timeout=1)).reason == "private"
    assert failure(lambda: get("http://name.example/", resolver=lambda *_: [address])).reason == "private"


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "223.5.5.5", "2606:4700:4700::1111", "2400:3200::1", "::ffff:8.8.8.8"]
)
def test_public_addresses(address):
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_dress(address):
    number = int(address)
    for dress in (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::"):
        assert is_public(ipaddress.ip_address(dress)) == is_public(address), dress


def test_one_forbidden_address_among_several_forbids_the_name():
    assert failure(lambda: get("http://two.example/", resolver=lambda *_: ["8.8.8.8", "10.0.0.1"])).reason == "private"
    assert failure(lambda: get("http://zone.example/", resolver=lambda *_: ["fe80::1%eth0"])).reason == "private"
    assert failure(lambda: get("http://none.example/", resolver=lambda *_: [])).reason == "unknown"


def test_networks_that_the_operator_names(settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["127.0.0.0/8"]
    with serving(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) as port:
        assert get(f"http://127.0.0.1:{port}/").body == b"ok"
        assert get(f"http://[::ffff:127.0.0.1]:{port}/").body == b"ok"
        assert failure(lambda: get(f"http://[::1]:{port}/")).reason == "private"
        settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["10.0.0.0/8"]
        assert failure(lambda: get(f"http://127.0.0.1:{port}/")).reason == "private"


def test_a_setting_that_names_no_network_is_said_before_anything_starts(settings):
    assert check_private_addresses(None) == []
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = ["10.0.0.0/8", "our network"]
    [problem] = check_private_addresses(None)
    assert "HELIU_ALLOW_PRIVATE_ADDRESSES: 'our network'" in problem.msg


def test_the_name_is_asked_once_and_the_answer_is_where_the_connection_goes(settings):
    """A name that leads elsewhere the second time (DNS rebinding) is not asked a second time."""
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = LOOPBACK
    asked: list[str] = []
    seen: list[bytes] = []

    def answer(line: socket.socket) -> None:
        seen.append(head(line))
        line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    with serving(answer) as port:
        reply = post(f"http://hook.example:{port}/in?a=1", b"{}", resolver=rebinding)
    assert (reply.status, reply.ok) == (204, True)
    assert asked == ["hook.example"]
    assert seen[0].startswith(b"POST /in?a=1 HTTP/1.1\r\n")
    assert f"\r\nHost: hook.example:{port}\r\n".encode() in seen[0]
    assert seen[0].endswith(b"\r\n\r\n{}")


def test_plain_http_only_where_the_operator_allows_the_network(settings):
    assert failure(
        lambda: post("http://hook.example/", b"", https_only=True, resolver=lambda *_: ["8.8.8.8"])
    ).reason == ("insecure")
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = LOOPBACK
    with serving(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as port:
        assert post(f"http://127.0.0.1:{port}/", b"", https_only=True).ok


# -- answers --------------------------------------------------------------------------------------


@pytest.fixture
def loopback(settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = LOOPBACK


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(loopback, status):
    hits: list[bytes] = []

    def answer(line: socket.socket) -> None:
        hits.append(head(line))
        line.sendall(f"HTTP/1.1 {status} X\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n".encode())

    with serving(answer) as port:
        error = failure(lambda: get(f"http://127.0.0.1:{port}/"))
    assert (error.reason, error.sent, len(hits)) == ("moved", True, 1)


def test_any_other_status_is_a_reply(loopback):
    for status in (200, 304, 404, 410, 429, 500, 503):
        text = f"HTTP/1.1 {status} X\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(saying(text)) as port:
            reply = get(f"http://127.0.0.1:{port}/")
        assert (reply.status, reply.ok, reply.headers["retry-after"]) == (status, status == 200, "7")


def test_an_answer_has_a_longest_length(loopback):
    long = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5_000
    with serving(saying(long)) as port:
        assert len(get(f"http://127.0.0.1:{port}/", most_bytes=5_000).body) == 5_000
        assert failure(lambda: get(f"http://127.0.0.1:{port}/", most_bytes=4_999)).reason == "too_long"
        assert get(f"http://127.0.0.1:{port}/", most_bytes=10, cut=True).body == b"x" * 10


@pytest.mark.parametrize("chunk", [b"H", b"HTTP/1.1 200 OK\r\nX-A: b\r\n", b"HTTP/1.1 200 OK\r\n\r\nx"])
def test_a_server_that_trickles_is_left_when_the_time_is_over(loopback, chunk):
    """The limit of a socket begins anew with each byte; the limit here does not."""

    def answer(line: socket.socket) -> None:
        head(line)
        line.sendall(chunk)
        for _ in range(100):
            time.sleep(0.05)
            try:
                line.sendall(b"x")
            except OSError:
                return

    with serving(answer) as port:
        began = time.monotonic()
        error = failure(lambda: get(f"http://127.0.0.1:{port}/", timeout=0.4))
    assert (error.reason, error.sent) == ("slow", True)
    assert time.monotonic() - began < 2


def test_with_the_status_a_webhook_has_its_answer_however_the_body_ends(loopback):
    with serving(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour")) as port:
        assert failure(lambda: get(f"http://127.0.0.1:{port}/")).reason == "broken"
        assert get(f"http://127.0.0.1:{port}/", cut=True).body == b"four"


def test_whether_the_other_side_may_have_got_it(loopback):
    steps: list[str] = []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = free.getsockname()[1]
    error = failure(lambda: post(f"http://127.0.0.1:{nobody}/", b"", before_sending=lambda: steps.append("no")))
    assert (error.reason, error.sent, steps) == ("unreachable", False, [])

    def hang_up(line: socket.socket) -> None:
        head(line)
        steps.append("read")

    with serving(hang_up) as port:
        error = failure(lambda: post(f"http://127.0.0.1:{port}/", b"", before_sending=lambda: steps.append("sending")))
    assert (error.reason, error.sent, steps) == ("broken", True, ["sending", "read"])
    with serving(saying(b"SSH-2.0-OpenSSH\r\n")) as port:
        assert failure(lambda: get(f"http://127.0.0.1:{port}/")).reason == "broken"


def test_what_stops_the_sender_before_sending_reaches_nobody(loopback):
    seen: list[bytes] = []

    def stop() -> None:
        raise RuntimeError

    with serving(lambda line: seen.append(line.recv(100))) as port, pytest.raises(RuntimeError):
        post(f"http://127.0.0.1:{port}/", b"", before_sending=stop)
    assert not b"".join(seen)


def test_a_server_without_a_valid_certificate_gets_nothing(loopback):
    """A server that speaks no TLS at all, and one whose handshake never ends."""
    with serving(saying(b"HTTP/1.1 200 OK\r\n\r\n")) as port:
        error = failure(lambda: get(f"https://127.0.0.1:{port}/", timeout=1))
        assert (error.reason in ("broken", "slow"), error.sent) == (True, False)
    with serving(lambda line: time.sleep(1)) as port:
        began = time.monotonic()
        error = failure(lambda: get(f"https://127.0.0.1:{port}/", timeout=0.3))
    assert (error.reason, error.sent) == ("slow", False)
    assert time.monotonic() - began < 0.9


def test_name_and_certificate_are_those_that_were_asked_for(loopback, tmp_path, monkeypatch):
    """The connection goes to the address; the name goes into SNI, ``Host`` and the check of the certificate."""
    pem = tmp_path / "hook.pem"
    pem.write_text(PEM)
    names: list[str | None] = []
    seen: list[bytes] = []
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    server.sni_callback = lambda line, name, context: names.append(name)

    def answer(line: socket.socket) -> None:
        try:
            with server.wrap_socket(line, server_side=True) as secure:
                seen.append(head(secure))
                secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        except OSError:
            pass  # the client did not like the certificate

    def call(name: str, port: int) -> bytes:
        return get(f"https://{name}:{port}/in", resolver=lambda *_: ["127.0.0.1"]).body

    with serving(answer) as port:
        unknown = failure(lambda: call("hook.example", port))
        assert (unknown.reason, unknown.sent) == ("certificate", False)
        trusting = ssl.create_default_context(cafile=str(pem))
        monkeypatch.setattr(requests, "_tls", lambda: trusting)
        assert call("hook.example", port) == b"ok"
        other = failure(lambda: call("other.example", port))
        assert (other.reason, other.sent) == ("certificate", False)
    assert names == ["hook.example", "hook.example", "other.example"]
    assert len(seen) == 1
    assert f"\r\nHost: hook.example:{port}\r\n".encode() in seen[0]


def test_a_name_server_that_does_not_answer_costs_the_limit_and_no_more():
    began = time.monotonic()
    error = failure(lambda: get("http://slow.example/", timeout=0.2, resolver=lambda *_: time.sleep(1) or []))
    assert (error.reason, error.sent) == ("slow", False)
    assert time.monotonic() - began < 0.9


def test_an_unknown_name(monkeypatch):
    def nobody(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert failure(lambda: request("GET", "http://nobody.example/")).reason == "unknown"


def test_each_reason_has_words_in_both_languages():
    for reason in WHY:
        with translation.override("en"):
            english = OutsideError(reason).message
        with translation.override("zh-hans"):
            assert OutsideError(reason).message != english
