"""A record on request: asked for, granted, read, revoked; and an organisation with its technology manager."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Mandate
from heliu.accounts.tests.factories import OrganisationFactory, manager, member, owner, with_role
from heliu.catalog.choices import Tier
from heliu.catalog.models import AccessRequest
from heliu.catalog.tests.factories import DemandFactory

from .people import Visitor, with_password

LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def picture(visitor: Visitor, name: str) -> None:
    """Keep what is on the screen, where somebody wants to look at it."""
    if folder := os.environ.get("HELIU_PICTURES"):
        visitor.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@LANGUAGES
@WIDTHS
def test_a_record_is_asked_for_granted_read_and_revoked(live_server, browser, check_page, language, phone):
    demand = DemandFactory(
        tier=Tier.ON_REQUEST, title_zh="车灯防雾涂层", title_en="Anti-fog coating for lamps",
        summary_zh="寻找耐高温防雾涂层，用于车灯内壁。", summary_en="A heat-resistant anti-fog coating for lamps.",
        description_zh="密方丙：现用树脂。", description_en="Recipe gamma: the resin used today.",
    )  # fmt: skip
    secret = {"zh-hans": "密方丙", "en": "Recipe gamma"}[language]
    summary = {"zh-hans": demand.summary_zh, "en": demand.summary_en}[language]
    guest = Visitor.arrive(browser, live_server.url, language, phone=phone)
    boss = Visitor.arrive(browser, live_server.url, language, phone=phone)
    guest.sign_in(with_password(member(name="来客甲 Guest")))
    boss.sign_in(with_password(owner(demand.organisation, name="负责人乙 Boss")))

    # The summary is for everybody, the description for nobody yet.
    guest.go(demand.get_absolute_url())
    guest.sees(summary)
    expect(guest.page.get_by_text(secret)).to_have_count(0)
    check_page(guest.page)
    picture(guest, f"record-{language}-{phone}")
    guest.follow("Ask for access")
    guest.page.locator("textarea[name=reason]").fill("想评估我们的材料是否合适 To see whether our material fits")
    check_page(guest.page)
    picture(guest, f"ask-{language}-{phone}")
    guest.click("Ask the owner")
    guest.sees(guest.words("Waiting for the owner"))

    boss.go(reverse("access_requests"))
    check_page(boss.page)
    picture(boss, f"requests-{language}-{phone}")
    boss.page.locator("main a.list-group-item").first.click()
    boss.sees("来客甲 Guest")
    check_page(boss.page)
    picture(boss, f"answer-{language}-{phone}")
    boss.click("Grant access")
    boss.sees(boss.words("Granted. They can read it now."))

    guest.go(demand.get_absolute_url())
    guest.sees(secret)
    check_page(guest.page)
    picture(guest, f"granted-{language}-{phone}")

    # The owner looks up who has read it, and closes it again.
    boss.go(demand.get_absolute_url())
    boss.follow("Who read it")
    boss.sees("来客甲 Guest")
    check_page(boss.page)
    picture(boss, f"log-{language}-{phone}")
    boss.go(AccessRequest.objects.get().get_absolute_url())
    boss.click("Revoke access")
    boss.sees(boss.words("Revoked. They cannot read it any more."))
    guest.go(demand.get_absolute_url())
    guest.sees(summary)
    expect(guest.page.get_by_text(secret)).to_have_count(0)


@LANGUAGES
@WIDTHS
def test_an_organisation_gives_a_mandate_and_ends_it(live_server, browser, check_page, language, phone):
    organisation = OrganisationFactory(verified=True)
    demand = DemandFactory(organisation=organisation, tier=Tier.CONFIDENTIAL)
    shown = DemandFactory(organisation=organisation, tier=Tier.MEMBERS)
    title, other = {"zh-hans": (demand.title_zh, shown.title_zh), "en": (demand.title_en, shown.title_en)}[language]
    agent = with_password(manager())
    helper = Visitor.arrive(browser, live_server.url, language, phone=phone)
    boss = Visitor.arrive(browser, live_server.url, language, phone=phone)
    helper.sign_in(agent)
    boss.sign_in(with_password(owner(organisation)))

    helper.go(organisation.get_absolute_url())
    helper.click("Offer to work for it")
    boss.go(reverse("organisation_partners", args=[organisation.pk]))
    check_page(boss.page)
    picture(boss, f"partners-{language}-{phone}")
    boss.page.locator(f"form[action$='/{Mandate.objects.get().pk}/accept/'] button").click()
    boss.sees(boss.words("Accepted."))

    helper.go(reverse("portfolio"))
    helper.sees(other)
    expect(helper.page.get_by_text(title, exact=True)).to_have_count(0)
    check_page(helper.page)
    picture(helper, f"portfolio-{language}-{phone}")
    boss.page.locator("form[action$='/change/'] button").click()
    helper.go(reverse("portfolio"))
    helper.sees(title)
    boss.page.locator("form[action$='/end/'] button").click()
    helper.go(reverse("portfolio"))
    expect(helper.page.get_by_text(other, exact=True)).to_have_count(0)


@LANGUAGES
@WIDTHS
def test_an_analyst_looks_at_the_numbers(live_server, browser, check_page, language, phone):
    DemandFactory.create_batch(7)
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    visitor.sign_in(with_password(with_role(PlatformRole.ANALYST)))
    visitor.go(reverse("oversight"))
    visitor.sees("≈ 5")
    check_page(visitor.page)
    picture(visitor, f"oversight-{language}-{phone}")
