"""Feeds, sitemaps and pages of links. Written after RSS 2.0, RFC 4287 and sitemaps.org, not recorded."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from heliu.ingestion.connectors.base import AnswerError, SettingsError
from heliu.ingestion.connectors.lists import fits
from heliu.ingestion.connectors.registry import CONNECTORS
from heliu.ingestion.connectors.tests.samples import ATOM, RSS, SITEMAP
from heliu.ingestion.connectors.tests.sources import Source, always, entries, run, troubles
from heliu.kit.outside import Reply

AT = {"address": "https://news.example/list"}


def test_a_feed_names_the_pages_of_its_host_that_are_new() -> None:
    source = Source(always(RSS))
    assert [one.url for one in entries(run("list", AT, source))] == [
        "https://news.example/a/1.html",
        "https://news.example/a/3.html",
    ]
    (new,) = entries(run("list", AT, source, datetime(2026, 11, 23, 12, tzinfo=UTC)))
    assert new.kind == "page"
    assert new.fields == {"title": "Seals & rings call", "date": "2026-11-23T00:00:00Z"}
    assert len(run("list", {**AT, "hosts": "any"}, source)) == 3


def test_atom_and_sitemaps_tell_dates() -> None:
    (entry,) = entries(run("list", AT, Source(always(ATOM))))
    assert entry.fields == {"title": "Seals now", "date": "2026-11-20T00:00:00Z"}
    assert entry.modified == "2026-11-22T00:00:00Z"
    (entry,) = entries(run("list", AT, Source(always(gzip.compress(SITEMAP.encode())))))
    assert entry.fields == {"title": "密封圈征集", "date": "2026-11-20"}
    assert entry.modified == "2026-11-22"


def test_an_index_of_sitemaps_is_followed_and_a_broken_one_stops_none() -> None:
    index = "<sitemapindex>{}</sitemapindex>".format(
        "".join(f"<sitemap><loc>{where}</loc></sitemap>" for where in
                ("https://news.example/1", "https://news.example/2", "https://other.example/3", "https://news.example/list"))
    )  # fmt: skip
    answers = {"/list": Reply(200, {}, index.encode()), "/1": Reply(404), "/2": Reply(200, {}, SITEMAP.encode())}
    state: dict[str, object] = {}
    source = Source(lambda url, _question: answers[url.removeprefix("https://news.example")])
    found = run("list", AT, source, state=state)
    assert [one.where for one in troubles(found)] == ["https://news.example/1"]
    assert len(found) == 2
    assert len(source.urls) == 3
    assert state == {}


def test_links_of_a_page_are_kept_where_they_fit() -> None:
    html = (
        '<html><head><meta charset="utf-8"></head><body><ul><li><a href="/t/1.html">密封圈技术需求征集公告</a></li>'
        '<li><a href="t/2.html">第二批技术需求</a></li><li><a href="/about">关于我们</a></li>'
        '<li><a href="https://other.example/t/3.html">别处</a></li>'
        '<li><a href="javascript:x()">x</a></li></ul></body></html>'
    )
    found = entries(run("list", {**AT, "match": "/t/*.html"}, Source(always(html))))
    assert [(one.external_id, one.fields["title"]) for one in found] == [
        ("https://news.example/t/1.html", "密封圈技术需求征集公告"),
        ("https://news.example/t/2.html", "第二批技术需求"),
    ]  # fmt: skip
    assert fits(["a*b"], "xaxbx")
    assert not fits(["a*b"], "ba")
    assert fits([], "x")


def test_long_addresses_and_wrong_shapes() -> None:
    long = SITEMAP.replace("/a/1", "/a/" + "x" * 300)
    assert entries(run("list", AT, Source(always(long))))[0].external_id.startswith("sha256:")
    for shape in ("feed", "sitemap"):
        with pytest.raises(AnswerError):
            run("list", {**AT, "shape": shape}, Source(always("<html><p>x</p></html>")))
    with pytest.raises(SettingsError):
        CONNECTORS["list"].check({**AT, "match": "**"})
