"""Sources of the web on a server of this machine: manners, what has not changed, a broken one beside a good one."""

from __future__ import annotations

import json

import pytest

from heliu.accounts.tests.factories import fresh
from heliu.catalog.models import Achievement
from heliu.ingestion.feeds.actions.deciding import accept_finding
from heliu.ingestion.feeds.actions.sources import add_source
from heliu.ingestion.feeds.actions.trying import try_source
from heliu.ingestion.feeds.choices import FindingState, ItemKind, Quarantine, VisitState
from heliu.ingestion.feeds.errors import TrialFailed
from heliu.ingestion.feeds.models import Source
from heliu.ingestion.feeds.tests.factories import visited
from heliu.ingestion.feeds.tests.test_visiting import PAGE
from heliu.ingestion.fetching import Limits, PoliteClient
from heliu.ingestion.fetching.tests.clocks import Clock
from heliu.ingestion.fetching.tests.test_fetching import asked, site
from heliu.kit.tests.servers import LOOPBACK
from heliu.provenance.selectors import origins_of

pytestmark = pytest.mark.django_db

MAPPING = {"external_id": "no", "title": "name", "description": "text", "price": "price"}


@pytest.fixture(autouse=True)
def loopback(settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = LOOPBACK


@pytest.fixture
def clock():
    return Clock()


def looked(source: Source, clock: Clock):
    """A visit in which waiting takes no time."""

    def client_of(source: Source) -> PoliteClient:
        memory = source.memory.get("validators")
        return PoliteClient(memory=memory, clock=clock, sleep=clock.sleep, limits=Limits(timeout=5))

    return visited(source, clock=clock, client_of=client_of)


def answer(*entries: dict) -> bytes:
    return json.dumps({"data": {"items": entries}}, ensure_ascii=False).encode()


def local_system(owner, place, address: str, **options) -> Source:
    fields = {
        "name": "本单位系统", "address": f"{address}/results.json", "item_kind": ItemKind.ACHIEVEMENT,
        "options": {"list": "data.items", "mapping": MAPPING} | options,
    }  # fmt: skip
    return add_source(actor=fresh(owner), organisation=place, kind="json", fields=fields)


def test_a_local_system_by_a_mapping(owner, place, clock):
    one, two = {"no": "A1", "name": "密封圈", "text": "说明", "price": "30万元"}, {"no": "A2", "name": "泵"}
    pages = {"/results.json": [(200, "", answer(one, two)), (200, "", answer({**one, "price": "50万元"}))]}
    with site(pages) as (address, seen):
        source = local_system(owner, place, address)
        first = looked(source, clock)
        assert (first.state, first.new, first.requests) == (VisitState.DONE, 2, 2), first.error
        finding = source.findings.get(external_id="A1")
        assert finding.fields["title_zh"] == "密封圈"
        assert float(finding.fields["price_min"]) == 30
        second = looked(source, clock)
        assert (second.changed, second.gone) == (1, 1)
    assert asked(seen) == ["/robots.txt", "/results.json", "/results.json"]


def test_the_address_of_a_source_is_told_to_nobody_who_reads_what_came_of_it(owner, place, clock):
    answered = [(200, "", answer({"no": "A1", "name": "密封圈", "text": "说明"}))]
    with site({"/results.json?key=qzsecret": answered}) as (address, _seen):
        source = local_system(owner, place, address)
        Source.objects.filter(pk=source.pk).update(address=f"{address}/results.json?key=qzsecret")
        source.refresh_from_db()
        looked(source, clock)
    finding = source.findings.get()
    accept_finding(actor=fresh(owner), finding=finding, version=finding.version)
    [title, *_rest] = origins_of(Achievement.objects.get())
    assert (title.origin.name, title.origin.item, title.origin.url) == ("本单位系统", "A1", "")


def test_a_visit_that_breaks_off_has_kept_what_it_got(owner, place, clock):
    with site({"/results.json": [(200, "", b"{not json")]}) as (address, _seen):
        source = local_system(owner, place, address)
        visit = looked(source, clock)
    assert (visit.state, source.failures) == (VisitState.FAILED, 1)
    assert visit.error == "not_json"


def test_watched_pages_are_read_and_what_is_spam_or_unreadable_waits(owner, place, clock):
    page = (200, 'Content-Type: text/html; charset=utf-8\r\nETag: "1"\r\n', PAGE.encode())
    listing = "<html><body><ul>" + "".join(
        f'<li><a href="/news/{n}.html">第{n}条新闻公告</a></li>' for n in (1, 2, 3)
    ) + '<li><a href="/about.html">关于我们</a></li></ul></body></html>'  # fmt: skip
    unchanged = [page, (304, "", b"")]
    pages = {
        "/list/": [(200, "Content-Type: text/html; charset=utf-8\r\n", listing.encode())],
        "/news/1.html": unchanged, "/news/2.html": [(404, "", b"")],
        "/news/3.html": [(200, "Content-Type: application/pdf\r\n", b"%PDF-1.7 nothing")],
    }  # fmt: skip
    with site(pages) as (address, seen):
        fields = {
            "name": "新闻", "address": f"{address}/list/", "item_kind": ItemKind.PAGE, "options": {"links": "/news/"}
        }  # fmt: skip
        source = add_source(actor=fresh(owner), organisation=place, kind="pages", fields=fields)
        first = looked(source, clock)
        assert (first.state, first.new, first.refused) == (VisitState.DONE, 1, 1), first.error
        assert source.findings.get(state=FindingState.WAITING).title == "项目申报公告"
        assert source.findings.get(state=FindingState.QUARANTINED).reason == Quarantine.UNREADABLE
        assert looked(source, clock).unchanged == 1
    assert "/about.html" not in asked(seen)
    assert asked(seen).count("/robots.txt") == 1


def test_robots_that_forbid_are_said_in_the_readers_language(owner, place, clock):
    with site({}, robots=(200, "", b"User-agent: *\nDisallow: /")) as (address, seen):
        source = local_system(owner, place, address)
        assert looked(source, clock).error == "robots"
        client = PoliteClient(clock=clock, sleep=clock.sleep)
        fields = {name: getattr(source, name) for name in ("name", "address", "item_kind")} | {
            "options": {"list": "data.items", "mapping": MAPPING}
        }
        with pytest.raises(TrialFailed, match=r"127\.0\.0\.1 的 robots\.txt 不允许访问该地址"):
            try_source(
                actor=fresh(owner), organisation=place, kind="json", fields=fields, clock=clock, client=client
            )  # fmt: skip
    assert asked(seen) == ["/robots.txt"]
    assert not source.findings.exists()


def test_an_address_inside_is_refused_when_the_source_is_visited(owner, place, clock, settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES = []
    source = local_system(owner, place, "http://127.0.0.1:9")
    assert looked(source, clock).error == "private"
