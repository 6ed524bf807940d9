"""Handing in, fetching, reading: what is kept, what is refused, what a newer version changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, fresh, manager, member
from heliu.activity.models import Event, Notice
from heliu.ingestion.pages import actions
from heliu.ingestion.pages.choices import PageState
from heliu.ingestion.pages.errors import AddressRefused, NotReadYet
from heliu.ingestion.pages.models import Mention, Page, PageVersion
from heliu.ingestion.pages.selectors import changes_since
from heliu.ingestion.pages.wording import problem_in_words
from heliu.kit.tests.files import workbook
from heliu.kit.tests.servers import LOOPBACK
from heliu.kit.tests.threads import at_once
from heliu.kit.uploads import UploadRefused

from .factories import BODY, TITLE, Site, page_html, page_of, site, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def web(settings):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES, settings.HELIU_INGEST_PAUSE = LOOPBACK, 0
    with site() as made:
        yield made


def add(person, house, url: str) -> Page:
    page = actions.add_address(actor=fresh(person), url=url, organisation=house)
    actions.run_reading(page.pk, page.turn)
    return Page.objects.get(pk=page.pk)


def why(page: Page) -> str:
    with translation.override("en"):
        return problem_in_words(page.problem, page.problem_data)


def test_an_address_is_fetched_read_and_told_of(web: Site, person, house):
    web.put("/robots.txt", b"User-agent: *\nDisallow: /private/\n")
    web.put("/old", status=302, Location="/news/1")
    web.put("/news/1", page_html(), ETag='"1"')
    page = add(person, house, web.url("/old#part"))
    assert (page.state, page.title, page.source, page.published_on) == (PageState.READ, TITLE, "示例日报", "2026-06-04")
    version = page.versions.get()
    assert version.body.split("\n") == list(BODY)
    assert (version.answered_from, version.reading["rights"]["terms"]) == (web.url("/news/1"), "unstated")
    assert page.url == web.url("/old")
    assert Mention.objects.filter(version=version).exists()
    notice = Notice.objects.get(recipient=person)
    assert (notice.event.verb, notice.event.record) == ("page_read", page)
    # What its robots.txt closes is not asked for.
    closed = add(person, house, web.url("/private/1"))
    assert (closed.state, closed.latest, closed.versions.count()) == (PageState.REFUSED, 0, 0)
    assert "robots.txt" in why(closed)
    assert "/private/1" not in web.asked


def test_the_same_address_again_is_asked_whether_it_is_newer(web: Site, person, house):
    web.put("/news", page_html(), ETag='"1"')
    page = add(person, house, web.url("/news"))
    colleague = member(house)
    assert add(colleague, house, web.url("/news")) == page
    assert page.versions.count() == 1
    web.put("/news", page_html(*BODY[:3], "一切照旧，另有新的安排，详情将于近日公布。"), ETag='"2"')
    again = actions.read_again(actor=fresh(person), page=page)
    actions.run_reading(again.pk, again.turn)
    page.refresh_from_db()
    assert (page.latest, page.versions.count(), page.memory) == (2, 2, {"etag": '"2"'})
    newest, before = page.versions.all()
    [change] = changes_since(before, newest) or []
    assert (change.before, change.after) == (BODY[3], "一切照旧，另有新的安排，详情将于近日公布。")
    # The server fails: what was read stays, and the reason is told.
    web.put("/news", b"no", status=410)
    again = actions.read_again(actor=fresh(person), page=page)
    actions.run_reading(again.pk, again.turn)
    page.refresh_from_db()
    assert (page.state, page.latest) == (PageState.REFUSED, 2)
    assert "410" in why(page)
    # Others have a page of their own of the same address.
    assert add(member(OrganisationFactory()), None, web.url("/news")).pk != page.pk


def test_what_is_no_public_address_is_refused(settings, person, house):
    for url in ("ftp://example.org/", "http://user@example.org/", "javascript:alert(1)", "http://2130706433/", "x"):
        with pytest.raises(AddressRefused):
            actions.add_address(actor=fresh(person), url=url, organisation=house)
    page = add(person, house, "http://127.0.0.1:9/")
    assert page.state == PageState.REFUSED
    assert "not public" in why(page)
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES, settings.HELIU_INGEST_PAUSE = LOOPBACK, 0
    with site() as web:
        web.put("/", status=302, Location="http://10.0.0.1/admin")
        assert "not public" in why(add(person, house, web.url("/")))


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"%PDF-1.4 nothing of a pdf follows", "a.pdf", "damaged PDF"),
        (b"\x00\x01\x02\x03" * 200, "a.html", "not text"),
        (b"<html><body><img src=x></body></html>", "a.html", "no text in it"),
    ],
)
def test_what_cannot_be_read_says_why(person, house, content, name, reason):
    page = page_of(person, house, content, name=name)
    assert (page.state, page.latest) == (PageState.REFUSED, 0)
    assert reason in why(page)
    assert page.versions.count() == 1


def test_files_of_other_kinds_are_not_kept(person, house):
    for content, name in ((b"", "a.html"), (b"PK\x03\x04rest", "a.docx"), (b"MZ", "a.exe"), (b"   ", "a.htm")):
        with pytest.raises(UploadRefused):
            actions.add_upload(actor=fresh(person), upload=upload(content, name=name), organisation=house)
    assert not Page.objects.exists()
    assert not PageVersion.objects.exists()


def test_a_workbook_and_a_text_are_read(person, house, tmp_path):
    book = workbook(tmp_path / "book.xlsx", [["名称", "指标"], ["氟硅橡胶", "-70 ℃"]])
    page = page_of(person, house, book.read_bytes(), name="成果.xlsx")
    assert (page.kind, page.title) == ("excel", "成果")
    assert page.versions.get().reading["tables"][0]["rows"][1] == ["氟硅橡胶", "-70 ℃"]
    text = page_of(person, house, "\n".join(BODY).encode("gb18030"), name="notes.txt")
    assert text.versions.get().body.startswith("6月3日")


def test_who_may_hand_in_for_whom(person, house):
    stranger = UserFactory()
    with pytest.raises(PermissionDenied):
        actions.add_upload(actor=stranger, upload=upload(), organisation=None)
    with pytest.raises(PermissionDenied):
        actions.add_upload(actor=fresh(person), upload=upload(), organisation=OrganisationFactory())
    mandated = manager(house)
    assert actions.add_upload(actor=fresh(mandated), upload=upload(), organisation=house).organisation == house
    assert actions.add_upload(actor=fresh(mandated), upload=upload()).organisation is None


def test_a_job_of_an_earlier_start_does_nothing(person, house):
    page = actions.add_upload(actor=fresh(person), upload=upload(), organisation=house)
    with pytest.raises(NotReadYet):
        actions.read_again(actor=fresh(person), page=page)
    Page.objects.filter(pk=page.pk).update(started_at=timezone.now() - timedelta(hours=1))
    again = actions.read_again(actor=fresh(person), page=page)
    actions.run_reading(page.pk, 1)
    assert Page.objects.get(pk=page.pk).state == PageState.WAITING
    actions.run_reading(page.pk, again.turn)
    actions.run_reading(page.pk, again.turn)
    assert Page.objects.get(pk=page.pk).latest == 1
    assert Event.objects.filter(verb="page_read").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_handed_in_twice_at_once_is_one_page(person, house, monkeypatch):
    monkeypatch.setattr("heliu.ingestion.pages.actions.steps.enqueue", lambda *arguments: None)

    def step():
        return actions.add_address(actor=fresh(person), url="https://example.org/news", organisation=house).pk

    first, second = at_once(step, step)
    assert first == second
    assert Page.objects.count() == 1
