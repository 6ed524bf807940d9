"""A page is handed in by its address, read, understood, reviewed, made into a record, published, matched, exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, fresh, member, reviewer
from heliu.catalog.actions import publish_record, submit_record
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement, Demand
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.ingestion.pages.tests.factories import NEED, TITLE, page_html, site
from heliu.kit.tests.servers import LOOPBACK
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold

from .people import Visitor, follow, with_password

ENGLISH = (
    "On 3 June Professor Mary Whitfield, President of Northgate University, visited Harbour Seals Ltd.",
    "Mary Whitfield stressed that the region should support pilot lines and open laboratories to companies.",
    "Harbour Seals Ltd urgently needs a rubber seal that does not leak below -60 °C, with a budget of 1.5 million CNY.",
    "Northgate University has developed a fluorosilicone rubber seal that stays elastic at -70 °C.",
)
ENGLISH_TITLE = "Harbour town holds a meeting on seals for low temperatures"


@pytest.fixture
def place(settings, monkeypatch):
    """An organisation with somebody in it, a site on this machine that may be asked, and a matching that finds."""
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES, settings.HELIU_INGEST_PAUSE = LOOPBACK, 0
    use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=-9.0, cuts=(-0.5, 0.2, 0.4))
    with site() as web:
        yield web
    encoders.forget_encoder()
    forget_readers()


def hand_in(visitor: Visitor, address: str) -> None:
    visitor.go("/pages/")
    visitor.follow("Hand in a page")
    visitor.page.locator("#id_url").fill(address)
    visitor.click("Read it")
    visitor.page.locator("#mentions").wait_for()


def publish(record: Demand | Achievement) -> None:
    submit_record(actor=fresh(record.created_by), record=record)
    publish_record(actor=fresh(reviewer()), record=type(record).objects.get(pk=record.pk))


def matched(visitor: Visitor, record: Demand | Achievement, other: str) -> None:
    """Once the index has caught up, the record's page shows the other one among its matches."""
    for _try in range(20):
        visitor.go(record.get_absolute_url())
        found = visitor.page.locator("#matches")
        found.scroll_into_view_if_needed()
        try:
            expect(found.get_by_text(other).first).to_be_visible(timeout=2_000)
        except AssertionError:
            continue
        return
    raise AssertionError(f"{other} is not among the matches of {record}.")


def exported(visitor: Visitor, record: Demand | Achievement, address: str, words: str) -> None:
    """Who reads the record's panel fetches its provenance, which names the page and quotes it."""
    visitor.go(record.get_absolute_url())
    panel = visitor.page.locator("#origins")
    panel.locator("summary").click()
    expect(panel).to_contain_text(words)
    with visitor.page.expect_download() as got:
        visitor.page.evaluate(
            "link => { link.download = ''; link.click(); }", panel.get_by_role("link", name="PROV").element_handle()
        )
    graph = json.loads(Path(got.value.path()).read_text(encoding="utf-8"))["@graph"]
    pages = [node for node in graph if node.get("url") == address]
    assert pages
    assert any(words in str(node.get("value")) for node in graph)


def test_in_chinese_on_a_phone_a_stated_need_becomes_a_demand(place, live_server, browser, index_writer, check_page):
    place.put("/news", page_html())
    AchievementFactory(
        title_zh="耐低温橡胶密封圈", description_zh="零下七十度橡胶密封圈不泄漏。", state=State.PUBLISHED
    )  # fmt: skip
    person = member(OrganisationFactory(verified=True))
    buyer = Visitor.arrive(browser, live_server.url, "zh-hans", phone=True)
    buyer.sign_in(with_password(person))
    page = buyer.page
    buyer.go("/pages/new/")
    check_page(page)
    hand_in(buyer, place.url("/news"))
    buyer.sees(TITLE)
    buyer.sees("提出的要求与对应功能")
    check_page(page)
    page.locator("#kind-organisation").get_by_role("button", name="正确").first.click()
    buyer.sees("已确认")
    page.locator(f"a.s-demand:has-text('{NEED}')").first.click()
    row = page.locator("#kind-demand tr", has_text=NEED)
    row.get_by_role("link", name="建为技术需求").click()
    buyer.sees("根据网页填入")
    check_page(page)
    page.locator("#id_title_zh").fill("低温下不漏的橡胶密封圈")
    page.locator("#id_description_zh").fill("橡胶密封圈在零下六十度以下会泄漏，需要解决。")
    buyer.click("Save as a draft")
    buyer.sees("依据的网页")
    check_page(page)
    record = Demand.objects.get()
    assert record.parameters == "泄漏率≤1e-6 Pa·m3/s"
    publish(record)
    matched(buyer, record, "耐低温橡胶密封圈")
    exported(buyer, record, place.url("/news"), "泄漏")


def test_in_english_a_stated_achievement_becomes_a_record(place, live_server, browser, index_writer, check_page):
    place.put("/moved", status=301, Location="/report")
    place.put("/report", page_html(*ENGLISH, title=ENGLISH_TITLE))
    DemandFactory(
        title_en="Rubber seal for the cold", description_en="A rubber seal that does not leak at -60 °C is needed.",
        state=State.PUBLISHED,
    )  # fmt: skip
    person = member(OrganisationFactory(verified=True))
    seller = Visitor.arrive(browser, live_server.url, "en")
    seller.sign_in(with_password(person))
    page = seller.page
    hand_in(seller, place.url("/moved"))
    seller.sees(ENGLISH_TITLE)
    check_page(page)
    follow(page.get_by_role("link", name="An achievement", exact=True))
    check_page(page)
    page.locator("#id_title_en").fill("Fluorosilicone rubber seal")
    page.locator("#id_description_en").fill("A rubber seal that stays elastic at -70 °C and does not leak.")
    seller.click("Save as a draft")
    seller.sees("Made from a page")
    record = Achievement.objects.get()
    publish(record)
    matched(seller, record, "Rubber seal for the cold")
    exported(seller, record, place.url("/report"), ENGLISH_TITLE)
