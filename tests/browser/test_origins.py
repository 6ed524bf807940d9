"""What was read from a page is confirmed by the owner in Chinese; a visitor reads in English who stands behind it."""

from __future__ import annotations

from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog import actions as catalog
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement
from heliu.catalog.origins import Origin, OriginKind, Origins

from .people import Visitor, with_password

PAGE = Origin(
    OriginKind.PAGE, name="成果推介", url="https://example.org/a.html", rule="understanding-1", confidence=0.9,
    quote="价格约30万元",
)  # fmt: skip


def test_a_field_is_confirmed_and_a_visitor_sees_by_whom(live_server, browser, check_page):
    institute = OrganisationFactory(verified=True, name_zh="示例研究院", name_en="Example Institute")
    person = member(institute, name="王研")
    record = catalog.create_record(
        actor=person, kind="achievement", organisation=institute,
        fields={"title_zh": "低温密封件", "title_en": "Cold seal", "description_zh": "耐零下六十度。", "price_min": 30},
        origins=Origins(PAGE),
    )  # fmt: skip
    Achievement.objects.filter(pk=record.pk).update(state=State.PUBLISHED)
    visitor = Visitor.arrive(browser, live_server.url, "zh-hans", phone=True)
    visitor.sign_in(with_password(person))
    visitor.go(record.get_absolute_url())
    panel = visitor.page.locator("#origins")
    expect(panel).to_contain_text("4 个字段待核实")
    panel.locator("summary").click()
    expect(panel).to_contain_text("价格约30万元")
    panel.get_by_label("价格下限").check()
    check_page(visitor.page)
    visitor.click("The ticked ones are right")
    visitor.sees("已核实 1 个字段。")
    expect(panel).to_contain_text("3 个字段待核实")
    # Somebody without an account reads that the owner stands behind it, and not who.
    reader = Visitor.arrive(browser, live_server.url, "en")
    reader.go(record.get_absolute_url())
    panel = reader.page.locator("#origins")
    panel.locator("summary").click()
    confirmed = panel.locator("li").filter(has_text="Confirmed by hand")
    expect(confirmed).to_contain_text("Price from")
    expect(confirmed).to_contain_text("Example Institute")
    expect(panel).not_to_contain_text("王研")
    expect(panel.get_by_role("link", name="成果推介").first).to_have_attribute("rel", "noopener nofollow")
    check_page(reader.page)
    with reader.page.expect_response(lambda response: response.url.endswith("provenance.jsonld")) as got:
        reader.page.evaluate("url => fetch(url)", f"{record.get_absolute_url()}provenance.jsonld")
    assert got.value.headers["content-type"] == "application/ld+json"
