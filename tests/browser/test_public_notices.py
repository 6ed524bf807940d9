"""A price by agreement is announced, somebody objects, an owner decides, and the contract waits for the end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from heliu.accounts.models import Organisation, User
from heliu.deals.choices import Pricing, Stage
from heliu.deals.notice.models import PublicNotice
from heliu.deals.tests.factories import case_at

from .people import Visitor, with_password


@pytest.mark.parametrize(("language", "phone"), [("zh-hans", False), ("en", True)])
def test_announced_objected_decided_and_run(live_server, browser, check_page, language, phone):
    case = case_at(Stage.PRICED, pricing=Pricing.AGREEMENT)
    Organisation.objects.filter(pk=case.two.institute.pk).update(kind="university")
    User.objects.update(language=language)
    owner, member = (Visitor.arrive(browser, live_server.url, language, phone=phone) for _ in range(2))
    for visitor, person in ((owner, case.two.seller_owner), (member, case.two.seller)):
        visitor.sign_in(with_password(User.objects.get(pk=person.pk)))
    page, words = owner.page, owner.words

    owner.go(case.deal.get_absolute_url())
    check_page(page)
    page.locator("#public-notices").locator("xpath=../..").get_by_role("link", name=words("State facts")).click()
    page.locator("[name=provider_is_public]").select_option("true")
    check_page(page)
    owner.click("Save")
    owner.follow("Begin the notice")
    check_page(page)
    expect(page.locator("[name=title]")).not_to_have_value("")
    owner.click("Put it up today")
    owner.sees(words("The public notice is up. The members of the provider have been told."))
    check_page(page)

    notice = PublicNotice.objects.get()
    member.go(notice.get_absolute_url())
    member.page.locator("summary", has_text=words("Object")).click()
    member.page.locator("[name=text]").fill("完成人名单有遗漏。")
    member.click("Send the objection")
    member.sees("完成人名单有遗漏。")

    owner.go(notice.get_absolute_url())
    owner.sees(str(case.two.seller))
    page.locator("#objections").locator("xpath=../..").locator("summary").first.click()
    page.get_by_label(words("Rejected: the notice goes on")).check()
    page.locator("textarea[name$=outcome]").fill("名单已复核。")
    check_page(page)
    owner.click("Save the decision")
    owner.sees("名单已复核。")

    owner.go(case.deal.get_absolute_url())
    with_day = words("The public notice runs until %(day)s.") % {"day": PublicNotice.objects.get().last_day.isoformat()}
    expect(page.get_by_text(with_day)).to_have_count(1)
    case.let_notice_run()
    page.reload()
    expect(page.get_by_text(with_day)).to_have_count(0)
    check_page(page)
