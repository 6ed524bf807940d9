"""A confidential demand is matched blindly: both are told, both say yes, and only then do they know each other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from heliu.accounts.models import Organisation
from heliu.agreements.models import Agreement
from heliu.agreements.tests.factories import code
from heliu.dealflow.blind.actions import find_blind_matches, finding, run_round
from heliu.dealflow.blind.rounds import round_to_find
from heliu.dealflow.blind.tests.factories import NEED, OFFER, Region, region
from heliu.dealflow.models import Introduction
from heliu.dealflow.tests.factories import Calendar
from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tasks import update_index
from heliu.matching.tests.calibration import use_fake_encoder, use_threshold

from .people import Visitor, with_password
from .test_agreements import sign

LANGUAGES = pytest.mark.parametrize(("language", "phone"), [("zh-hans", True), ("en", False)])


@pytest.fixture
def pair(settings, monkeypatch):
    """Two confidential records that have been there for a month, told today."""
    use_fake_encoder(settings, monkeypatch)
    use_threshold(monkeypatch, credible=0.2)
    monkeypatch.setattr(finding, "sits_out", lambda *facts: False)
    today = timezone.localdate()
    # The round that began last, so that its last day is still to come.
    opens_on = today - timedelta(days=today.weekday())
    friday = opens_on - timedelta(days=3)
    assert round_to_find(friday) == opens_on
    with monkeypatch.context() as patched:
        Calendar(patched).set(today - timedelta(days=60))
        found = region(
            demand={"title_en": "Corrosion of steel at sea"},
            supply={"title_en": "Water-based coating", "summary_zh": "可在海上施工。", "summary_en": "Applied at sea."},
        )
    update_index()
    assert find_blind_matches(day=friday) == 1
    assert run_round(day=opens_on).told == 1
    yield found
    encoders.forget_encoder()
    forget_readers()


def arrive(browser, live_server, user, language: str, phone: bool) -> Visitor:
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    visitor.sign_in(with_password(user))
    return visitor


@LANGUAGES
def test_both_are_told_both_say_yes_and_are_introduced(pair: Region, live_server, browser, check_page, language, phone):
    buyer = arrive(browser, live_server, pair.buyer, language, phone)
    own = "Corrosion of steel at sea" if language == "en" else NEED["title_zh"]
    others = "Water-based coating" if language == "en" else OFFER["title_zh"]
    buyer.go("/notices/")
    check_page(buyer.page)
    buyer.page.get_by_role("link", name=f"{buyer.words('A credible match exists')} · {own}").click()
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text(buyer.words("A credible match exists"))
    expect(buyer.page.get_by_text(others)).to_have_count(0)
    check_page(buyer.page)
    buyer.click("Yes, show us to each other")
    buyer.sees(buyer.words("Your side said yes."))
    expect(buyer.page.get_by_text(others)).to_have_count(0)
    check_page(buyer.page)

    seller = arrive(browser, live_server, pair.seller, language, not phone)
    seller.go("/blind-matches/")
    seller.sees(seller.words("Your turn"))
    check_page(seller.page)
    seller.page.locator("td.first a").click()
    # Says no first, and by keyboard.
    seller.page.locator("summary", has_text=seller.words("No, leave it")).focus()
    seller.page.keyboard.press("Enter")
    seller.page.locator("textarea[name=reason]").fill("先问问同事 ask colleagues first")
    check_page(seller.page)
    seller.click("Say no")
    seller.sees("先问问同事 ask colleagues first")
    seller.follow("Take the answer back", role="button")
    assert not Introduction.objects.exists()
    seller.click("Yes, show us to each other")
    expect(seller.page.get_by_role("heading", level=1)).to_have_text(seller.words("Both said yes"))
    seller.sees(own)
    check_page(seller.page)

    buyer.page.reload()
    buyer.sees(others)
    buyer.sees("Applied at sea." if language == "en" else "可在海上施工。")
    check_page(buyer.page)
    buyer.follow("Open the introduction")
    buyer.sees(buyer.words("Introduced: both said yes to a blind match"))
    buyer.sees(others)
    check_page(buyer.page)


def test_four_people_from_a_blind_match_to_open_records(pair: Region, live_server, browser, check_page):
    """Both say yes, both owners accept the agreement, and only then can either side read the other's text."""
    for organisation in (pair.enterprise, pair.institute):
        Organisation.objects.filter(pk=organisation.pk).update(uscc=code())
    people = {name: getattr(pair, name) for name in ("buyer", "seller", "buyer_owner", "seller_owner")}
    visitors = {name: arrive(browser, live_server, user, "zh-hans", False) for name, user in people.items()}
    for name in ("buyer", "seller"):
        visitors[name].go("/blind-matches/")
        visitors[name].page.locator("td.first a").click()
        visitors[name].follow("Yes, show us to each other", role="button")
    introduction = Introduction.objects.get()
    place = introduction.get_absolute_url()

    buyer = visitors["buyer"]
    buyer.go(place)
    buyer.follow("Propose the confidentiality agreement")
    buyer.click("Look at the text first")
    buyer.click("Propose the agreement")
    buyer.sees("已提出，并已通知双方有权签署的人员。")
    agreement = Agreement.objects.get()
    for name in ("seller_owner", "buyer_owner"):
        visitors[name].go(agreement.get_absolute_url())
        sign(visitors[name], "Accept the agreement")
    visitors["buyer_owner"].sees("已接受，协议生效。")

    # One side alone opens nothing: the records of both are confidential, so they open together.
    texts = {"buyer": OFFER["description_zh"], "seller": NEED["description_zh"]}
    records = {"buyer": pair.supply, "seller": pair.demand}
    for name, opened in (("buyer_owner", False), ("seller_owner", True)):
        visitors[name].go(place)
        visitors[name].page.locator("#open-record").check()
        check_page(visitors[name].page)
        visitors[name].click("Open our record")
        for reader, text in texts.items():
            visitors[reader].go(records[reader].get_absolute_url())
            expect(visitors[reader].page.get_by_text(text)).to_have_count(1 if opened else 0)
    check_page(buyer.page)
