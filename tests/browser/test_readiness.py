"""An achievement is assessed by its owner in Chinese, then by an invited reviewer in English, and the level falls."""

from __future__ import annotations

from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, owner, reviewer
from heliu.catalog.models import Achievement
from heliu.catalog.tests.factories import AchievementFactory
from heliu.readiness.actions import invite_reviewer
from heliu.readiness.models import Assessment
from heliu.readiness.tests.factories import signed, text_file

from .people import Visitor, with_password


def answer(visitor: Visitor, choice: str, *criteria: str) -> None:
    for criterion in criteria:
        asked = visitor.page.locator(f"#ask_{criterion.replace('.', '_')}")
        asked.get_by_label(choice, exact=True).check()


def test_the_owner_assesses_in_chinese(live_server, browser, check_page):
    institute = OrganisationFactory(verified=True)
    achievement = AchievementFactory(organisation=institute, readiness_scale="iso16290", readiness_level=7)
    visitor = Visitor.arrive(browser, live_server.url, "zh-hans", phone=True)
    visitor.sign_in(with_password(owner(institute, name="王研")))
    page = visitor.page
    visitor.go(achievement.get_absolute_url())
    visitor.sees("权属方自述")
    page.locator("#readiness").get_by_role("link", name="评估", exact=True).click()
    visitor.sees("2022-10-11失效")
    check_page(page)
    page.locator("button[value=iso16290]").click()
    answer(visitor, "满足", "1.1", "1.2", "2.1")
    evidence = page.locator("#ask_1_1")
    evidence.get_by_text("依据", exact=True).click()
    upload = text_file()
    evidence.locator("input[type=file]").set_input_files(
        {"name": upload.name, "mimeType": "text/plain", "buffer": upload.read()}
    )
    visitor.click("保存")
    visitor.sees("已答3条，共25条")
    visitor.sees("目前等级：1")
    check_page(page)
    answer(visitor, "满足", "2.2", "2.3")
    answer(visitor, "不满足", "3.1")
    page.get_by_label("与权属方有利益关系").check()
    page.get_by_label("何种关系").fill("本单位职工")
    visitor.click("保存并查看结果")
    expect(page.locator(".ready-is-next")).to_contain_text("卡在这一级")
    check_page(page)
    visitor.click("按2级签署")
    visitor.sees("自评")
    visitor.go(achievement.get_absolute_url())
    visitor.sees("王研于")
    visitor.sees("评估（自评）")
    assert Achievement.objects.get().readiness_level == 2


def test_an_invited_reviewer_assesses_in_english_and_the_level_falls(live_server, browser, check_page):
    institute = OrganisationFactory(verified=True)
    boss, guest = owner(institute), reviewer(language="en", name="Ada Test")
    achievement = AchievementFactory(organisation=institute)
    signed(boss, achievement, level=3)
    invite_reviewer(actor=boss, achievement=achievement, email=guest.email, note="Please look at the trial.")
    visitor = Visitor.arrive(browser, live_server.url, "en")
    visitor.sign_in(with_password(guest))
    page = visitor.page
    visitor.go("/today/")
    page.get_by_text("Assess the readiness of an achievement").first.wait_for()
    visitor.go(f"/achievements/{achievement.pk}/readiness/")
    visitor.sees("Please look at the trial.")
    visitor.follow("Assess it")
    page.get_by_label("Take over the answers").check()
    page.locator("button[value=iso16290]").click()
    visitor.sees("Level so far: 3")
    answer(visitor, "Not met", "2.3")
    page.get_by_label("No relation to the owner").check()
    visitor.click("Save and show the result")
    page.get_by_label("The level falls from 3 to 1. Why?").fill("No list of risks was shown.")
    visitor.click("Sign with level 1")
    visitor.sees("The level fell from 3 to 1.")
    check_page(page)
    visitor.go(f"/achievements/{achievement.pk}/readiness/")
    expect(page.locator(".ready-differs")).to_have_count(1)
    check_page(page)
    visitor.go(achievement.get_absolute_url())
    visitor.sees("by Ada Test (Third party)")
    assert Assessment.objects.filter(state="signed").count() == 2
