"""A search is saved, something that fits is published, the person is told once and compares it; a bookmark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from heliu.accounts.tests.factories import fresh, reviewer
from heliu.activity.models import Notice
from heliu.catalog.actions import publish_record
from heliu.catalog.choices import State
from heliu.interest.alerts.models import Alert
from heliu.interest.bookmarks.models import Bookmark
from heliu.interest.tests.factories import COATING, market
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold

from .people import Visitor, follow, with_password


@pytest.fixture
def place(settings, monkeypatch):
    """An enterprise and an institute, and a matching that tells one subject from another."""
    use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=-9.0, cuts=(-0.5, 0.2, 0.4))
    yield market()
    encoders.forget_encoder()
    forget_readers()


def test_told_once_of_what_fits_and_compared_with_two_others(place, live_server, browser, index_writer, check_page):
    others = [place.achievement(title_zh=f"防腐底漆{number}") for number in (1, 2)]
    demand = place.demand(description_zh="希望耐盐雾，涂层厚度≤80 μm。")
    buyer = Visitor.arrive(browser, live_server.url, "zh-hans", phone=True)
    buyer.sign_in(with_password(place.buyer))
    page = buyer.page
    buyer.go("/?q=海边钢结构三年就锈&kind=achievement")
    page.locator("article.match").first.wait_for()
    follow(page.get_by_role("link", name="保存搜索"))
    check_page(page)
    page.get_by_label("名称").fill("防腐涂料")
    buyer.click("Save")
    buyer.sees("已保存，可在“已存搜索”中找到。")
    check_page(page)

    fits = place.achievement(state=State.IN_REVIEW, description_zh="耐盐雾一千小时，涂层厚度60 μm。")
    publish_record(actor=fresh(reviewer()), record=fits)
    for _ in range(20):
        if Notice.objects.filter(recipient=place.buyer, event__verb="new_fits").count() == 2:
            break
        page.wait_for_timeout(500)
    buyer.go("/notices/")
    buyer.sees("1 项新成果：防腐涂料")
    buyer.sees(f"1 项新成果：{demand.title_zh}")
    check_page(page)
    buyer.go("/searches/")
    expect(page.locator("td .badge", has_text="1")).to_have_count(1)
    check_page(page)
    page.get_by_role("link", name="防腐涂料", exact=True).click()
    expect(page.locator("td.first", has_text=COATING["title_zh"])).to_have_count(1)
    check_page(page)
    page.locator("td.first").get_by_role("button", name="对比").click()
    expect(page.locator("#basket .badge")).to_contain_text("1")
    buyer.go("/achievements/")
    for other in others:
        row = page.locator("td.first", has_text=other.title_zh)
        row.get_by_role("button", name="对比").click()
        expect(row.get_by_role("button", name="对比")).to_have_attribute("aria-pressed", "true")
    check_page(page)
    buyer.go("/compare/")
    page.get_by_label("我方的一项需求").select_option(label=demand.title_zh)
    page.locator("main form").get_by_role("button", name="对比", exact=True).click()
    table = page.locator(".compare-table")
    expect(table.locator("thead th")).to_have_count(4)
    expect(table).to_contain_text("满足")
    expect(table).to_contain_text("未说明")
    expect(table).to_contain_text("≠ 不同")
    check_page(page)
    # Nothing comes a second time, whatever is changed.
    assert Alert.objects.filter(object_id=fits.pk, kind="achievement", known=False).count() == 2
    buyer.go("/notices/")
    expect(page.get_by_text("1 项新成果：防腐涂料")).to_have_count(1)


def test_a_bookmark_outlives_its_record(place, live_server, browser, check_page):
    record = place.achievement(title_en="Water-based coating")
    reader = Visitor.arrive(browser, live_server.url, "en")
    reader.sign_in(with_password(place.buyer))
    page = reader.page
    reader.go(record.get_absolute_url())
    page.get_by_role("button", name="Bookmark").click()
    expect(page.get_by_role("button", name="Bookmark")).to_have_attribute("aria-pressed", "true")
    check_page(page)
    reader.go("/bookmarks/")
    page.get_by_role("link", name="Label and note").click()
    page.get_by_label("Label").fill("coatings")
    page.get_by_label("Note").fill("Call on Wednesday")
    check_page(page)
    reader.click("Save")
    reader.sees("Call on Wednesday")
    type(record).objects.filter(pk=record.pk).update(state=State.CLOSED)
    reader.go("/bookmarks/?label=coatings")
    reader.sees("No longer published")
    expect(page.get_by_text("Water-based coating")).to_have_count(0)
    check_page(page)
    assert Bookmark.objects.get().note == "Call on Wednesday"
