"""A whole deal: from the accepted introduction to the distributed benefit, by four people in Chinese."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.models import Organisation
from heliu.agreements.models import Agreement
from heliu.agreements.tests.factories import code, pdf
from heliu.dealflow.tests.factories import two
from heliu.deals.models import Deal
from heliu.deals.notice.actions import close_notices
from heliu.deals.notice.models import PublicNotice
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.tests.factories import Case
from heliu.kit.workdays import local_day

from .four_people import People, save
from .people import Visitor, with_password
from .test_access import picture
from .test_agreements import sign

TECHNOLOGY_CONTRACT, SIGNED_FILE = "技术转让合同", "签署后的合同.pdf"


@pytest.fixture
def people(live_server, browser, check_page, settings, tmp_path) -> People:
    settings.MEDIA_ROOT = tmp_path / "media"
    pair = two()
    Organisation.objects.filter(pk=pair.institute.pk).update(kind=OrganisationKind.UNIVERSITY)
    for organisation in (pair.enterprise, pair.institute):
        Organisation.objects.filter(pk=organisation.pk).update(uscc=code())
    introduction = pair.introduce()

    def arrive(name: str, *, phone: bool = False) -> Visitor:
        visitor = Visitor.arrive(browser, live_server.url, "zh-hans", phone=phone)
        visitor.sign_in(with_password(getattr(pair, name)))
        return visitor

    seller = arrive("seller")
    seller.go(introduction.get_absolute_url())
    seller.page.locator("textarea[name=accept-note]").fill("周三上午联系。")
    seller.click("Accept the introduction")
    seller.sees("周三上午联系。")
    check_page(seller.page)
    return People(
        Case(Deal.objects.get(introduction=introduction), pair), check_page, seller, arrive("seller_owner"),
        arrive("buyer", phone=True), arrive("buyer_owner"),
    )  # fmt: skip


def test_from_the_accepted_introduction_to_the_distributed_benefit(people: People):
    agree_on_confidentiality(people)
    agree_on_terms_and_price(people)
    let_the_notice_run(people)
    sign_the_contract(people)
    register_it(people)
    perform_it(people)
    share_the_benefit(people)
    look_back(people)


def agree_on_confidentiality(people: People) -> None:
    """Proposed by the member who asked, accepted by both owners with their passwords."""
    buyer = people.buyer
    page = people.at_deal(buyer, "contact-phone")
    page.get_by_role("complementary").get_by_role("link", name="引荐").click()
    buyer.follow("Propose the confidentiality agreement")
    buyer.click("Look at the text first")
    people.check(buyer.page)
    buyer.click("Propose the agreement")
    buyer.sees("已提出，并已通知双方有权签署的人员。")
    agreement = Agreement.objects.get()
    for owner in (people.seller_owner, people.buyer_owner):
        owner.go(agreement.get_absolute_url())
        sign(owner, "Accept the agreement")
    people.buyer_owner.sees("已接受，协议生效。")
    people.check(people.buyer_owner.page)
    people.take(buyer, "开始商签保密协议", "保密协议")
    people.take(buyer, "开始评估", "评估", note="先试制一炉。")


def agree_on_terms_and_price(people: People) -> None:
    """The term sheet with the plan is made of the record; an owner sets the price by agreement."""
    people.take(people.seller, "商定条款意向书", "条款意向书", note="双方已就主要条款达成一致。")
    seller, today = people.seller, local_day().isoformat()
    page = people.at_deal(seller, "term-sheet")
    seller.follow("Add a milestone")
    people.check(page)
    save(seller, "保存", name="中试", deliverable="中试样件20件", criteria="冲击韧性不低于67 J", due_on=today)
    people.at_deal(seller)
    seller.follow("Add a payment")
    people.check(page)
    save(
        seller, "保存", kind="milestone", amount="800000.00", milestone=str(Milestone.objects.get().pk),
        days_after="0",
    )  # fmt: skip
    owner = people.seller_owner
    page = people.at_deal(owner)
    page.locator("section", has=page.locator("#facts")).get_by_role("link", name="编辑").click()
    people.check(page)
    save(
        owner, "保存", contract_kind="transfer", pricing="agreement", amount="800000.00",
        technology_amount="600000.00", payment_terms="验收后一次付清。",
    )  # fmt: skip
    owner.sees("¥800,000.00")
    words = people.make(seller, "条款意向书")
    for said in (people.case.deal.title, "捌拾万元整", "中试", "验收后一次付清。"):
        assert said in words
    people.take(owner, "确定价格", "已定价")


def let_the_notice_run(people: People) -> None:
    """A university's price by agreement is announced; a member objects, the owner answers, the days run."""
    owner, member = people.seller_owner, people.seller
    page = people.at_deal(owner, "priced")
    notices = page.locator("section", has=page.locator("#public-notices"))
    notices.get_by_role("link", name=owner.words("State facts")).click()
    people.check(page)
    save(owner, "保存", provider_is_public="true")
    page = people.at_deal(owner)
    owner.sees("需要公示：协议定价。")
    owner.follow("Begin the notice")
    people.check(page)
    owner.click("Put it up today")
    owner.sees(owner.words("The public notice is up. The members of the provider have been told."))
    people.check(page)

    member.go("/notices/")
    notice = PublicNotice.objects.get()
    member.page.get_by_role("link", name="公示已开始").first.click()
    expect(member.page).to_have_url(f"{member.base}{notice.get_absolute_url()}")
    member.page.locator("summary", has_text=member.words("Object")).click()
    member.page.locator("[name=text]").fill("完成人名单有遗漏。")
    member.click("Send the objection")
    member.sees("完成人名单有遗漏。")
    people.check(member.page)

    page = people.at_deal(people.buyer_owner)
    page.locator("summary", has_text="录入已签合同").click()
    people.buyer_owner.sees(owner.words("An objection to the public notice has not been decided yet."))
    page = people.at_deal(owner, "notice-stopped")
    page.get_by_role("link", name=notice.title).first.click()
    page.locator("#objections").locator("xpath=../..").locator("summary").first.click()
    page.get_by_label(owner.words("Rejected: the notice goes on")).check()
    page.locator("textarea[name$=outcome]").fill("名单已复核，无遗漏。")
    people.check(page)
    owner.click("Save the decision")
    owner.sees("名单已复核，无遗漏。")
    notice = PublicNotice.objects.get()
    page = people.at_deal(people.buyer_owner)
    page.locator("summary", has_text="录入已签合同").click()
    last_day = owner.words("The public notice runs until %(day)s.") % {"day": notice.last_day.isoformat()}
    people.buyer_owner.sees(last_day)
    people.case.let_notice_run()
    close_notices()


def sign_the_contract(people: People) -> None:
    """The contract is made of the record and signed outside; the enterprise's owner enters it."""
    owner = people.buyer_owner
    words = people.make(owner, TECHNOLOGY_CONTRACT)
    assert "捌拾万元整" in words
    page = people.at_deal(owner)
    page.locator("section", has=page.locator("#facts")).get_by_role("link", name="编辑").click()
    save(owner, "保存", signed_on=local_day().isoformat(), contract_number="HT-2026-031")
    page = people.at_deal(owner)
    page.locator("section", has=page.locator("#files")).locator("summary", has_text="添加文件").click()
    files = page.locator("section", has=page.locator("#files"))
    files.locator("input[type=file]").set_input_files(signed())
    files.locator("[name$=kind]").select_option("contract")
    files.get_by_role("button", name=owner.words("Add the file")).click()
    owner.sees(SIGNED_FILE)
    people.take(owner, "录入已签合同", "已签约")


def signed() -> dict[str, object]:
    return {"name": SIGNED_FILE, "mimeType": "application/pdf", "buffer": pdf()}


def register_it(people: People) -> None:
    """The package is put together and saved; the number comes back from the registrar."""
    owner = people.seller_owner
    page = people.at_deal(owner, "contracted")
    owner.follow("Registration of the contract")
    owner.sees(owner.words("The signed contract is not uploaded."))
    people.check(page)
    picture(owner, "registration")
    page.locator("summary", has_text=owner.words("Upload a file for the package")).click()
    page.locator("main input[type=file]").set_input_files(signed())
    owner.click("Upload")
    owner.sees(SIGNED_FILE)
    with page.expect_download() as download:
        owner.click("Save the package (ZIP)", role="link")
    with zipfile.ZipFile(Path(download.value.path())) as package:
        names = package.namelist()
    assert any(name.endswith(".pdf") for name in names), names
    page = people.at_deal(owner)
    page.locator("section", has=page.locator("#facts")).get_by_role("link", name="编辑").click()
    people.check(page)
    save(owner, "保存", registration_number="2026120001", registered_on=local_day().isoformat())
    people.take(owner, "录入登记结果", "已登记")


def perform_it(people: People) -> None:
    """Delivered by the university, accepted by the enterprise on a phone, paid."""
    seller, buyer, milestone = people.seller, people.buyer, Milestone.objects.get()
    people.take(seller, "开始履行", "履行中")
    page = people.at_deal(seller, "performing")
    page.locator(f"#milestone-{milestone.pk} a.btn-primary").click()
    people.check(page)
    page.locator("main form [name=note]").fill("样件已寄出，单号SF1002。")
    page.locator("main form button").click()
    seller.sees("样件已寄出，单号SF1002。")

    buyer.go("/today/")
    people.check(buyer.page)
    picture(buyer, "today-phone")
    buyer.page.locator(f"a[href$='#milestone-{milestone.pk}']").first.click()
    buyer.page.locator(f"#milestone-{milestone.pk} a.btn-primary").click()
    people.check(buyer.page)
    buyer.page.locator("main form button").click()
    expect(buyer.page.locator(f"#milestone-{milestone.pk} .chip-green")).to_be_visible()
    picture(buyer, "deal-accepted-phone")

    payment = Payment.objects.get()
    page = people.at_deal(seller)
    page.locator(f"#payment-{payment.pk} a.btn-primary").click()
    expect(page.locator("main form [name=amount]")).to_have_value("800000.00")
    people.check(page)
    page.locator("main form button").click()
    expect(page.locator(f"#payment-{payment.pk} .chip-green")).to_be_visible()
    people.take(seller, "确认款项付清", "已付清")


def share_the_benefit(people: People) -> None:
    """Drafted from what came in, approved, paid out; then the benefit counts as distributed."""
    owner = people.seller_owner
    page = people.at_deal(owner, "paid")
    page.locator("#benefit .card-actions a").click()
    people.check(page)
    owner.click("Begin the split")
    people.check(page)
    picture(owner, "benefit-form")
    expect(page.locator("[name=income]")).to_have_value("800000.00")
    page.locator("[name=people-0-is_main]").check()
    save(owner, "保存", **{
        "off-0-name": "增值税附加", "off-0-amount": "48000", "basis": "own_rule", "rule_name": "科技成果转化管理办法",
        "rule_date": "2024-03-01", "pool_percentage": "70",
        "people-0-name": "许国强", "people-0-percentage": "66.66",
        "people-1-name": "沈敏", "people-1-percentage": "33.34",
    })  # fmt: skip
    people.check(page)
    picture(owner, "benefit-draft")
    page.get_by_role("button", name="批准", exact=True).click()
    owner.sees("¥526,400.00")
    owner.follow("Payment list")
    for _person in range(2):
        page.get_by_text(owner.words("Mark as paid")).first.click()
        page.locator("details[open]").get_by_role("button", name="保存").click()
    expect(page.get_by_text("¥0.00").first).to_be_visible()
    people.check(page)
    people.take(owner, "确认收益已分配", "收益已分配")
    people.take(people.buyer, "结案", "已结案")


def look_back(people: People) -> None:
    """Both sides read the same way; the other side nothing of the reward; the year's report counts the contract."""
    page = people.at_deal(people.seller_owner, "closed")
    timeline = page.locator("section", has=page.locator("#timeline"))
    for said in ("先试制一炉。", "已登记", "已结案"):
        expect(timeline.get_by_text(said).first).to_be_visible()
    buyer = people.at_deal(people.buyer, "closed-phone")
    expect(buyer.locator("#benefit")).to_have_count(0)
    assert "526,400" not in buyer.content()
    people.seller_owner.go("/reports/")
    people.check(page)
    picture(people.seller_owner, "report")
    amount = people.seller_owner.words("Amount of transfer contracts")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=amount, exact=True))
    expect(row.locator("td").first).to_have_text("¥800,000.00")
    row.locator("td a").click()
    people.seller_owner.sees(people.case.deal.title)
    people.check(page)
