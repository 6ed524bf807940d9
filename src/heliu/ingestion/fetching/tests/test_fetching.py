"""A visit is polite: it asks what it may, keeps its distance, comes back later, and tells who it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import translation

from heliu.ingestion.fetching import FetchError, Limits, PoliteClient
from heliu.ingestion.fetching.client import user_agent
from heliu.ingestion.fetching.errors import REASONS, words_of
from heliu.ingestion.fetching.models import Host, reserve
from heliu.ingestion.fetching.robots import Robots
from heliu.ingestion.fetching.tests.clocks import Clock
from heliu.kit.tests.servers import LOOPBACK, head, serving
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loopback(settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = LOOPBACK


@pytest.fixture
def clock():
    return Clock()


Answer = tuple[int, str, bytes]
"""Status, headers, body."""


@contextmanager
def site(pages: dict[str, list[Answer] | Callable[[bytes], Answer]], robots: Answer = (404, "", b"")):
    """A server with these pages, each answers one after the other; gives its address and the requests."""
    seen: list[bytes] = []

    def answer(line):
        request = head(line)
        seen.append(request)
        path = request.split(b" ")[1].decode()
        page = robots if path == "/robots.txt" else pages[path]
        if callable(page):
            status, headers, body = page(request)
        elif isinstance(page, list):
            status, headers, body = page.pop(0) if len(page) > 1 else page[0]
        else:
            status, headers, body = page
        line.sendall(f"HTTP/1.1 {status} X\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    with serving(answer) as port:
        yield f"http://127.0.0.1:{port}", seen


def asked(seen: list[bytes]) -> list[str]:
    return [request.split(b" ")[1].decode() for request in seen]


def client(clock: Clock, **options) -> PoliteClient:
    return PoliteClient(clock=clock, sleep=clock.sleep, limits=options.pop("limits", Limits(timeout=5)), **options)


def refusal(call: Callable[[], object]) -> FetchError:
    with pytest.raises(FetchError) as caught:
        call()
    return caught.value


def test_the_host_is_asked_first_and_left_alone_in_between(clock):
    pages = {"/a": [(200, "", b"a")], "/b": [(200, "", b"b")]}
    with site(pages) as (address, seen):
        one = client(clock)
        assert one.get(f"{address}/a").body == b"a"
        assert one.get(f"{address}/b").body == b"b"
    assert asked(seen) == ["/robots.txt", "/a", "/b"]
    assert clock.waits == [2.0, 2.0]
    assert one.requests == 3
    agent = user_agent().encode()
    assert agent.startswith(b"Heliu/")
    assert b"+http://127.0.0.1:8000; " in agent
    assert all(b"\r\nUser-Agent: " + agent in request for request in seen)


def test_robots_txt_is_kept_for_a_day_and_obeyed(clock):
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: heliu\nAllow: /open/*.json$\nDisallow: /\nCrawl-delay: 7\n"
    pages = {"/open/a.json": [(200, "", b"a")], "/open/b.xml": [(200, "", b"b")]}
    with site(pages, robots=(200, "", rules)) as (address, seen):
        assert client(clock).get(f"{address}/open/a.json").body == b"a"
        assert refusal(lambda: client(clock).get(f"{address}/open/b.xml")).code == "robots"
        assert asked(seen) == ["/robots.txt", "/open/a.json"]
        clock.now += timedelta(hours=24)
        client(clock).get(f"{address}/open/a.json")
    assert asked(seen) == ["/robots.txt", "/open/a.json", "/robots.txt", "/open/a.json"]
    host = Host.objects.get()
    assert host.next_at == clock.now + timedelta(seconds=7), "Crawl-delay holds where it is longer than our own pause"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_where_robots_txt_cannot_be_read_nothing_is_fetched_for_a_while(clock, status):
    with site({"/a": [(200, "", b"a")]}, robots=(status, "", b"")) as (address, seen):
        for _ in range(2):
            error = refusal(lambda: client(clock).get(f"{address}/a"))
            assert (error.code, error.passing) == ("robots_unread", True)
        assert asked(seen) == ["/robots.txt"]
        clock.now += timedelta(minutes=10)
        refusal(lambda: client(clock).get(f"{address}/a"))
    assert asked(seen) == ["/robots.txt"] * 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_where_there_is_no_robots_txt_everything_is_allowed(clock, status):
    with site({"/a": [(200, "", b"a")]}, robots=(status, "", b"Disallow: /")) as (address, _seen):
        assert client(clock).get(f"{address}/a").body == b"a"


def test_a_redirect_does_not_lead_where_robots_txt_forbids(clock):
    pages = {"/a": [(302, "Location: /b\r\n", b"")], "/b": [(302, "Location: /secret\r\n", b"")]}
    with site(pages, robots=(200, "", b"User-agent: *\nDisallow: /secret")) as (address, seen):
        assert refusal(lambda: client(clock).get(f"{address}/a")).code == "robots"
    assert asked(seen) == ["/robots.txt", "/a", "/b"]


def test_the_redirect_asks_the_other_host_for_its_robots_txt(clock):
    with (
        site({"/end": [(200, "", b"end")]}, robots=(200, "", b"User-agent: *\nDisallow: /end")) as (other, there),
        site({"/a": [(301, f"Location: {other}/end\r\n", b"")]}) as (address, _seen),
    ):
        assert refusal(lambda: client(clock).get(f"{address}/a")).code == "robots"
    assert asked(there) == ["/robots.txt"]


def test_a_delay_that_is_too_long_is_said(clock):
    with site({}, robots=(200, "", b"User-agent: *\nCrawl-delay: 3600")) as (address, _seen):
        error = refusal(lambda: client(clock).get(f"{address}/a"))
    assert (error.code, error.data["seconds"], error.passing) == ("delay", 3600, False)


def test_a_busy_server_is_asked_again_when_it_says_so(clock):
    pages = {"/a": [(503, "Retry-After: 30\r\n", b""), (429, "", b""), (200, "", b"a")]}
    with site(pages) as (address, _seen):
        assert client(clock).get(f"{address}/a").body == b"a"
    robots, first, second = clock.waits
    assert (robots, first) == (2.0, 30.0)
    assert 6.4 <= second <= 9.6


def test_a_server_that_asks_for_a_long_peace_gets_it(clock):
    with site({"/a": [(429, "Retry-After: 7200\r\n", b"")]}) as (address, seen):
        error = refusal(lambda: client(clock).get(f"{address}/a"))
        assert (error.code, error.later, error.passing) == ("busy", 7200.0, True)
        assert refusal(lambda: client(clock).get(f"{address}/a")).code == "crowded", "no other source asks meanwhile"
    assert asked(seen) == ["/robots.txt", "/a"]


def test_three_tries_and_no_more(clock):
    with site({"/a": [(500, "", b"")]}) as (address, seen):
        error = refusal(lambda: client(clock).get(f"{address}/a"))
    assert (error.code, error.data["status"]) == ("busy", 500)
    assert asked(seen) == ["/robots.txt", "/a", "/a", "/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_stays_wrong_is_not_tried_again(clock, status):
    with site({"/a": [(status, "", b"")]}) as (address, seen):
        error = refusal(lambda: client(clock).get(f"{address}/a"))
    assert (error.code, error.passing, len(seen)) == ("status", False, 2)


def test_what_has_not_changed_is_not_sent_again(clock):
    def page(request: bytes) -> Answer:
        if b'If-None-Match: "v1"' in request and b"If-Modified-Since: Mon, 02 Mar 2026 07:00:00 GMT" in request:
            return 304, "", b""
        return 200, 'ETag: "v1"\r\nLast-Modified: Mon, 02 Mar 2026 07:00:00 GMT\r\n', b"a"

    with site({"/a": page}) as (address, _seen):
        first = client(clock)
        assert not first.get(f"{address}/a", conditional=True).unchanged
        assert client(clock, memory=first.remembered).get(f"{address}/a", conditional=True).unchanged
        assert client(clock, memory=first.remembered).get(f"{address}/a").body == b"a", "only where it is asked for"


def test_limits_of_a_visit(clock):
    pages = {f"/{n}": [(200, "", b"x" * 100)] for n in range(9)}
    with site(pages) as (address, _seen):
        few = client(clock, limits=Limits(requests=3, timeout=5))
        few.get(f"{address}/0")
        few.get(f"{address}/1")
        assert refusal(lambda: few.get(f"{address}/2")).code == "requests"
        short = client(clock, limits=Limits(seconds=3, timeout=5))
        clock.now += timedelta(seconds=60)
        assert refusal(lambda: short.get(f"{address}/0")).code == "time"
        small = client(clock, limits=Limits(bytes=99, timeout=5))
        assert refusal(lambda: small.get(f"{address}/3")).code == "too_long"


def test_addresses_inside_are_refused(clock, settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = []
    error = refusal(lambda: client(clock).get("http://127.0.0.1:9/"))
    assert (error.code, error.passing) == ("private", False)
    assert refusal(lambda: client(clock).get("http://user@example.org/")).code == "address"
    assert refusal(lambda: client(clock, resolver=lambda *_: ["10.0.0.1"]).get("http://a.example/")).code == "private"


@pytest.mark.django_db(transaction=True)
def test_two_visits_keep_one_distance(clock):
    waits = at_once(*[lambda: reserve("https://a.example:443", 2.0, clock.now, most=60)] * 4)
    assert sorted(waits) == [0.0, 2.0, 4.0, 6.0]


def test_a_moment_that_nobody_waits_for_is_not_taken(clock):
    waits = [reserve("https://a.example:443", 50.0, clock.now, most=60) for _number in range(5)]
    assert waits == [0.0, 50.0, 100.0, 100.0, 100.0]


def test_request_rate_is_a_delay_too():
    assert Robots(200, "User-agent: *\nRequest-rate: 1/10s\nCrawl-delay: 3", "Heliu").delay == 10.0
    assert Robots(404, "", "Heliu").delay == 0.0


def test_every_reason_has_words_in_both_languages():
    data = {"host": "a.example", "status": 404, "seconds": 9, "most": 5}
    for code in REASONS:
        with translation.override("en"):
            english = words_of(code, data)
        with translation.override("zh-hans"):
            assert words_of(code, data) != english
        assert "%(" not in english
