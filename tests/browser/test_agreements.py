"""A confidentiality agreement from the introduction to the open record; and one that was signed on paper."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect

from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import fresh
from heliu.agreements.models import Agreement
from heliu.agreements.tests.factories import code, pdf, sides
from heliu.catalog.choices import Tier
from heliu.dealflow.actions import accept_introduction
from heliu.dealflow.tests.factories import two

from .people import Visitor, follow, with_password
from .test_access import picture


def arrive(browser, live_server, user, language: str, *, phone: bool = False) -> Visitor:
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    visitor.sign_in(with_password(user))
    return visitor


def sign(visitor: Visitor, button: str) -> None:
    page = visitor.page
    page.locator("input[name=accept-name]").fill("王签")
    page.locator("input[name=accept-password]").fill("correct horse battery")
    page.locator("input[name=accept-entitled]").check()
    visitor.click(button)


def test_proposed_accepted_by_both_and_the_confidential_demand_opens(live_server, browser, check_page):
    pair = two()
    demand = pair.demand
    for organisation in (pair.enterprise, pair.institute):
        Organisation.objects.filter(pk=organisation.pk).update(uscc=code())
    introduction = accept_introduction(actor=fresh(pair.seller), introduction=pair.introduce())
    type(demand).objects.filter(pk=demand.pk).update(tier=Tier.CONFIDENTIAL, description_zh="密方丙：现用树脂。")
    place = introduction.get_absolute_url()

    # The member proposes on the introduction; accepting is not for them.
    buyer = arrive(browser, live_server, pair.buyer, "zh-hans")
    buyer.go(place)
    check_page(buyer.page)
    picture(buyer, "agreement-introduction")
    buyer.follow("Propose the confidentiality agreement")
    check_page(buyer.page)
    picture(buyer, "agreement-form")
    buyer.click("Look at the text first")
    buyer.sees("拟提出的文本")
    check_page(buyer.page)
    buyer.click("Propose the agreement")
    buyer.sees("已提出，并已通知双方有权签署的人员。")
    agreement = Agreement.objects.get()
    expect(buyer.page.locator("input[name=accept-password]")).to_have_count(0)
    buyer.sees("双方主体的负责人，以及经负责人允许签署协议的成员，可以接受协议。")
    check_page(buyer.page)
    picture(buyer, "agreement-member")

    # Both owners accept, the side that was asked first, on a phone.
    seller_owner = arrive(browser, live_server, pair.seller_owner, "zh-hans", phone=True)
    seller_owner.go("/notices/")
    follow(seller_owner.page.get_by_role("link", name=str(agreement), exact=False).first)
    picture(seller_owner, "agreement-phone")
    check_page(seller_owner.page)
    seller_owner.page.locator("input[name=accept-name]").fill("")
    sign(seller_owner, "Accept the agreement")
    seller_owner.sees("已代表贵方接受。")
    buyer_owner = arrive(browser, live_server, pair.buyer_owner, "zh-hans")
    buyer_owner.go(agreement.get_absolute_url())
    sign(buyer_owner, "Accept the agreement")
    buyer_owner.sees("已接受，协议生效。")
    check_page(buyer_owner.page)
    picture(buyer_owner, "agreement-in-force")

    # The demand alone is not public: its side opens it, and the member of the other side reads it.
    seller = arrive(browser, live_server, pair.seller, "zh-hans")
    seller.go(demand.get_absolute_url())
    expect(seller.page.get_by_text("密方丙")).to_have_count(0)
    buyer_owner.go(place)
    buyer_owner.page.locator("#open-record").check()
    check_page(buyer_owner.page)
    picture(buyer_owner, "agreement-open")
    buyer_owner.click("Open our record")
    buyer_owner.sees("已开放记录")
    seller.go(place)
    seller.page.get_by_role("link", name=demand.title_zh, exact=True).first.click()
    seller.sees("密方丙：现用树脂。")
    seller.go(reverse("agreement_certificate", args=[agreement.pk]))
    seller.sees(agreement.content_hash)
    check_page(seller.page)
    picture(seller, "agreement-certificate")


def test_a_signed_pdf_is_uploaded_and_confirmed(live_server, browser, check_page, tmp_path):
    two_sides = sides()
    scan = tmp_path / "signed agreement.pdf"
    scan.write_bytes(pdf())
    uploader = arrive(browser, live_server, two_sides.owner_a, "en")
    uploader.go(two_sides.b.get_absolute_url())
    uploader.follow("Propose a confidentiality agreement")
    uploader.follow("Upload the signed PDF")
    check_page(uploader.page)
    picture(uploader, "agreement-upload")
    uploader.page.set_input_files("input[name=upload]", str(scan))
    uploader.page.locator("textarea[name=purpose]").fill("Joint development of a seal")
    uploader.page.locator("input[name=name]").fill("Wang Qian")
    uploader.page.locator("input[name=password]").fill("correct horse battery")
    uploader.page.locator("input[name=entitled]").check()
    uploader.click("Upload the PDF")
    uploader.sees("Uploaded. It is in force once the other side confirms it.")
    check_page(uploader.page)
    confirmer = arrive(browser, live_server, two_sides.owner_b, "en", phone=True)
    confirmer.go(Agreement.objects.get().get_absolute_url())
    sign(confirmer, "Confirm the PDF")
    confirmer.sees("Accepted. The agreement is in force.")
    check_page(confirmer.page)
    picture(confirmer, "agreement-paper")
    confirmer.go(reverse("agreement_compare", args=[Agreement.objects.get().pk]))
    confirmer.page.set_input_files("input[name=upload]", str(scan))
    confirmer.click("Compare the text")
    confirmer.sees("This is exactly what was agreed on.")
    check_page(confirmer.page)
    confirmer.go(reverse("agreement_list"))
    check_page(confirmer.page)
    picture(confirmer, "agreement-list")
