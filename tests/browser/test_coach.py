"""A vague need becomes precise beside the coach: what it understood, a question, its answer, what changed, and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from heliu.accounts.tests.factories import OrganisationFactory, owner
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import AchievementFactory

from .people import Visitor, with_password

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
VAGUE = {"zh": "海边钢结构总是生锈，涂层起泡。", "en": "Steel by the sea keeps rusting, the coating blisters."}
LABEL = {"zh": "目标参数", "en": "Target parameters"}
START = {"zh": "目标参数：", "en": "Target parameters: "}
VALUE = {"zh": "耐盐雾试验不少于1000小时", "en": "salt spray resistance at least 1000 h"}
WANTED = {"zh": "高固含环氧漆", "en": "High-solids epoxy"}

CHOSEN = "((box) => box.value.slice(box.selectionStart, box.selectionEnd))(document.activeElement)"
EACH_WAY = pytest.mark.parametrize(
    ("language", "phone"), [("zh-hans", True), ("en", False)], ids=["zh-phone", "en-desktop"]
)


@pytest.fixture
def supply():
    """Coatings that share words with the vague need and state a value; one record has what only the answer asks for."""
    laboratory = OrganisationFactory(verified=True)
    for number in range(12):
        AchievementFactory(
            organisation=laboratory, title_zh=f"涂层{number}", title_en=f"Coating {number}",
            description_zh="钢结构生锈处用，附着力12 MPa。",
            description_en="For steel that keeps rusting, with an adhesion of 12 MPa.",
        )  # fmt: skip
    AchievementFactory(
        organisation=laboratory, title_zh=WANTED["zh"], title_en=WANTED["en"],
        description_zh="目标参数：耐盐雾试验1440小时。",
        description_en="Target parameters: salt spray resistance 1440 h.",
    )  # fmt: skip


def comes(visitor: Visitor, box: Locator, text: str, expected: Locator) -> None:
    """Types the need until the index has followed, as a person would type again."""
    for _ in range(10):
        box.fill("")
        box.press_sequentially(text, delay=2)
        try:
            expect(expected.first).to_be_visible(timeout=4_000)
            return
        except AssertionError:
            continue
    expect(expected.first).to_be_visible()


@LANGUAGES
@WIDTHS
def test_a_vague_need_becomes_precise(live_server, browser, index_writer, supply, check_page, language, phone):
    lang = "zh" if language == "zh-hans" else "en"
    person = with_password(owner(OrganisationFactory(verified=True)))
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    visitor.sign_in(person)
    visitor.go("/demands/new/")
    check_page(page)
    coach = page.locator("#coach")
    box = page.locator(f"[name=description_{lang}]")

    # A vague sentence: what it understood, and what it would find.
    comes(visitor, box, VAGUE[lang], coach.locator("table.coach-results tbody tr"))
    chips = coach.locator(".coach-chip > summary")
    expect(chips.first).to_be_visible()
    expect(coach.get_by_text(WANTED[lang])).to_have_count(0)
    check_page(page)
    # A chip opens its place in the text.
    chips.first.click()
    coach.locator(".coach-chip[open] [data-coach-show]").first.click()
    chosen = page.evaluate(
        "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    )
    assert chosen
    assert chosen in VAGUE[lang]

    # A question is answered, and the page tells what that changed.
    question = coach.locator("#coach-ask-parameters")
    if not question.is_visible():
        coach.locator("#coach-more > summary").click()
    question.locator("textarea").fill(VALUE[lang])
    question.locator("[data-coach-insert][data-answer]").click()
    answered = f"{VAGUE[lang]}\n{START[lang]}{VALUE[lang]}"
    expect(box).to_have_value(answered)
    expect(box).to_be_focused()
    results = coach.locator("table.coach-results")
    expect(results.locator("tr.coach-entered", has_text=WANTED[lang])).to_be_visible()
    expect(results.locator("tr.coach-left").first).to_be_visible()
    expect(coach.locator(".coach-chip > summary", has_text=LABEL[lang])).to_be_visible()
    check_page(page)

    # The way back, after the text was written on before and behind. An answer that is only begun waits where it is.
    if coach.locator("#coach-more:not([open]) > summary").count():
        coach.locator("#coach-more > summary").click()
    coach.locator("#coach-answer-budget").fill("50")
    box.press("Control+End")
    page.keyboard.type(" …")
    box.press("Control+Home")
    page.keyboard.type("A")
    coach.locator(".coach-undo button").click()
    expect(box).to_have_value(f"A{VAGUE[lang]} …")
    expect(coach.locator(".coach-undo")).to_have_count(0)
    expect(coach.locator("#coach-ask-parameters")).to_have_count(1)
    expect(coach.locator("#coach-answer-budget")).to_have_value("50")
    coach.locator("#coach-answer-budget").fill("")

    # What a record states is put in without its numbers; changed since, it stays.
    box.fill(VAGUE[lang])
    typical = coach.locator("#coach-typical-parameters")
    expect(typical).to_have_count(1)
    if not typical.is_visible():
        coach.locator("#coach-more > summary").click()
    typical.locator("summary").click()
    expect(typical.get_by_text("12 MPa").first).to_be_visible()
    expect(typical.get_by_role("link").first).to_have_attribute("target", "_blank")
    typical.locator("[data-coach-insert]").first.click()
    expect(box).to_have_value(re.compile("＿＿"))
    assert "12" not in box.input_value()
    assert page.evaluate(CHOSEN) == "＿＿"
    page.keyboard.type("1000")
    coach.locator(".coach-undo button").click()
    visitor.sees(visitor.words("It was changed since, so it stays. Take it out by hand."))
    assert "1000" in box.input_value()

    # Nothing of it keeps anybody from saving.
    page.locator(f"[name=title_{lang}]").fill(VAGUE[lang][:20])
    box.fill(f"{VAGUE[lang]}\n{START[lang]}{VALUE[lang]}")
    visitor.click("Save as a draft")
    expect(page.get_by_role("heading", level=1)).to_contain_text(VAGUE[lang][:10])
    assert VALUE[lang] in getattr(Demand.objects.get(), f"description_{lang}")


@EACH_WAY
def test_a_part_goes_into_its_field_and_back(live_server, browser, check_page, language, phone):
    lang = "zh" if language == "zh-hans" else "en"
    budget = {"zh": "预算30-50万元", "en": "Budget 300,000 to 500,000 CNY"}[lang]
    person = with_password(owner(OrganisationFactory(verified=True)))
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    visitor.sign_in(person)
    visitor.go("/demands/new/")
    coach = page.locator("#coach")
    page.locator(f"[name=description_{lang}]").fill(f"{VAGUE[lang]}\n{budget}\n{START[lang]}{VALUE[lang]}")
    coach.locator("#coach-element-budget > summary").click()
    coach.locator("[data-coach-into=budget_max]").click()
    expect(page.locator("[name=budget_max]")).to_have_value("50")
    coach.locator(".coach-undo button").click()
    expect(coach.locator("[data-coach-undo]")).to_have_text("")
    expect(page.locator("[name=budget_max]")).to_have_value("")
    coach.locator("#coach-element-parameters > summary").click()
    coach.locator("[data-coach-into=parameters]").first.click()
    expect(page.locator("[name=parameters]")).not_to_have_value("")
    coach.locator(".coach-undo button").click()
    expect(page.locator("[name=parameters]")).to_have_value("")
    check_page(page)


@EACH_WAY
def test_home_asks_and_hands_the_need_over(
    live_server, browser, index_writer, supply, check_page, language, phone
):  # fmt: skip
    lang = "zh" if language == "zh-hans" else "en"
    person = with_password(owner(OrganisationFactory(verified=True)))
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    visitor.sign_in(person)
    visitor.go("/")
    comes(visitor, page.locator("textarea[name=q]"), VAGUE[lang], page.locator("#coach .coach-question"))
    expect(page.locator("#coach .coach-chip").first).to_be_visible()
    check_page(page)
    page.locator("#coach [data-answer]").first.click()
    expect(page.locator("textarea[name=q]")).to_have_value(re.compile(re.escape(VAGUE[lang]) + "\n"))
    page.locator("#coach .coach-undo button").click()
    expect(page.locator("textarea[name=q]")).to_have_value(VAGUE[lang])
    visitor.follow("Write this as a demand")
    expect(page.locator(f"[name=description_{lang}]")).to_have_value(VAGUE[lang])
    expect(page.locator("#coach .coach-chip").first).to_be_visible()


def test_without_javascript_a_button_reads_the_text(live_server, browser, index_writer, supply, check_page):
    person = with_password(owner(OrganisationFactory(verified=True)))
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    visitor = Visitor(context.new_page(), live_server.url, "en")
    visitor.sign_in(person)
    visitor.go("/demands/new/")
    box = visitor.page.locator("[name=description_en]")
    box.fill(VAGUE["en"])
    visitor.click("Read what I have written")
    expect(box).to_have_value(VAGUE["en"])
    visitor.page.locator(".coach-chip > summary").first.click()
    expect(visitor.page.locator(".coach-chip q").first).to_be_visible()
    expect(visitor.page.locator(".coach-action").first).to_be_hidden()
    assert not Demand.objects.exists()
    # Enter in a field saves, as it does on any form, or looks; it never loses what is typed.
    visitor.page.locator("[name=title_en]").fill("Rust")
    visitor.page.locator("[name=title_en]").press("Enter")
    expect(visitor.page.get_by_text(VAGUE["en"]).first).to_be_visible()
