"""A demand becomes a sheet that is read, printed and taken along, by its owner and by a supplier."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from heliu.accounts.tests.factories import member
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold

from .people import Visitor, with_password

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


@pytest.fixture
def calibrated(settings, monkeypatch):
    """Everything that is found is credible."""
    use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=-9.0)
    yield
    encoders.forget_encoder()
    forget_readers()


@pytest.fixture
def demand():
    return DemandFactory(
        title_zh="钢结构防腐涂层", title_en="Anti-corrosion coating of steel",
        description_zh="钢结构防腐涂层一年就脱落，要求在-20 ℃下涂层厚度≥0.3mm，预算50万元。",
        description_en="The coating of steel peels off within a year. Coating thickness must be at least 0.3 mm.",
        need_confidentiality="配方不公开 recipe is secret", cooperation=["joint_development"],
        deadline=date(2027, 6, 30), contact_name="王工 Wang", illustrative=True,
    )  # fmt: skip


def download(page: Page, name: str) -> tuple[str, bytes]:
    """What the link of this name gives."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    found = waiting.value
    return found.suggested_filename, found.path().read_bytes()


def paper(page: Page) -> tuple[int, list[str]]:
    """The width of the page as it prints on A4 in pixels, and what of it must not be printed but is shown."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    hidden = ["header.navbar", "footer.footer", "nav .breadcrumb", "[data-print]", "a.btn"]
    shown = [each for each in hidden if page.locator(each).first.is_visible()]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert page.locator(".sheet-parameters thead").is_visible(), "a table stays one on paper, however narrow"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
    page.emulate_media(media="screen")
    return width, shown


@LANGUAGES
@WIDTHS
def test_a_sheet_is_read_printed_and_taken_along(
    calibrated, live_server, browser, index_writer, check_page, demand, language, phone
):  # fmt: skip
    achievement = AchievementFactory(
        title_zh="钢结构防腐涂层技术", title_en="Anti-corrosion coating of steel, technology",
        description_zh="涂层厚度0.5mm，不脱落。", description_en="The coating of steel does not peel off.",
    )  # fmt: skip
    supplier = with_password(member(achievement.organisation))
    title = {"zh-hans": demand.title_zh, "en": demand.title_en}[language]

    # A visitor sees the sheet, but neither the contact nor what is confidential.
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    visitor.go(demand.get_absolute_url())
    check_page(page)
    visitor.follow("Open the sheet")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    visitor.sees(visitor.words("Illustrative: this demand and its organisation are invented."))
    visitor.sees(visitor.words("told to members of verified organisations"))
    expect(page.locator("main")).not_to_contain_text("王工")
    check_page(page)

    # From what was read to its place in the owner's words.
    row = page.locator(".sheet-elements tr").filter(has=page.get_by_text(visitor.words("read from the description")))
    link = row.first.get_by_role("link").first
    link.click()
    target = link.get_attribute("href")
    expect(page.locator(f"mark:has({target})")).to_be_in_viewport()

    # A supplier comes to it from the match on the page of their achievement.
    visitor.sign_in(supplier)
    sheet = page.locator("article.match").filter(has=page.get_by_role("link", name=title, exact=True))
    for _ in range(10):
        visitor.go(f"/match/achievement/{achievement.pk}/")
        if sheet.count():
            break
        page.wait_for_timeout(1_000)
    check_page(page)
    sheet.get_by_role("link", name=visitor.words("Sheet")).first.click()
    page.wait_for_url(f"**/demands/{demand.pk}/sheet/")
    visitor.sees("王工 Wang")
    visitor.sees("配方不公开 recipe is secret")
    check_page(page)

    name, content = download(page, "Word")
    assert name.startswith(visitor.words("Demand sheet"))
    assert name.endswith(f"{title}.docx")
    document = Document(io.BytesIO(content))
    assert document.paragraphs[0].text == title
    name, content = download(page, "JSON")
    assert json.loads(content)["demand"]["id"] == demand.pk

    # Printing is one press of a button, and paper gets the document alone.
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    visitor.click("Print, or save as PDF")
    expect(page).to_have_title("printed")
    width, shown = paper(page)
    assert width <= 680
    assert shown == []
