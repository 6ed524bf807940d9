"""A contract is made from the record, goes stale, is made again and packed; a template is replaced."""

from __future__ import annotations

import zipfile
from pathlib import Path

from playwright.sync_api import expect

from heliu.accounts.tests.factories import administrator
from heliu.agreements.choices import Language
from heliu.deals.papers.tests.factories import full_case, make, text_of, word_file

from .people import Visitor, with_password


def test_a_contract_is_made_goes_stale_and_is_packed_for_registration(
    live_server, browser, check_page, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    case = full_case()
    visitor = Visitor.arrive(browser, live_server.url, "zh-hans")
    visitor.sign_in(with_password(case.two.seller))
    page = visitor.page
    visitor.go(case.deal.get_absolute_url())
    page.get_by_label("文书种类").select_option("contract_transfer")
    visitor.click("按合作记录生成文书")
    visitor.sees("已生成，由合作记录填写了27个字段。")
    check_page(page)
    with page.expect_download() as download:
        visitor.click("下载 Word 文件", role="link")
    assert "壹拾万元零伍分" in text_of(Path(download.value.path()).read_bytes())

    visitor.go(f"{case.deal.get_absolute_url()}edit/")
    page.locator("[name=amount]").fill("120000.00")
    visitor.click("保存")
    visitor.sees("已过时")
    expect(page.locator("section[aria-labelledby=papers] del").first).to_have_text("¥100,000.05")
    check_page(page)
    page.get_by_role("button", name="重新生成").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("技术转让合同 · 第2版")

    visitor.go(case.deal.get_absolute_url())
    visitor.follow("合同登记")
    visitor.sees("以下规则已过有效期，不再使用：")
    visitor.sees("尚未上传签署后的合同。")
    check_page(page)
    with page.expect_download() as download:
        visitor.click("下载登记材料包（ZIP）", role="link")
    with zipfile.ZipFile(Path(download.value.path())) as package:
        assert package.namelist() == [f"01-{case.deal.number}-contract_transfer-zh-2.docx", "manifest.json"]


def test_a_template_is_refused_mended_and_used_on_a_phone(live_server, browser, check_page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    case = full_case()
    boss = Visitor.arrive(browser, live_server.url, "en", phone=True)
    boss.sign_in(with_password(administrator(language="en")))
    page = boss.page
    boss.go("/deals/papers/templates/")
    check_page(page)
    boss.follow("List of fields")
    boss.sees("amount_capital")
    check_page(page)

    boss.go("/deals/papers/templates/new/?kind=term_sheet&language=en")
    for codes, said in ((["MERGEFIELD prize"], "These fields mean nothing: prize"),
                        (["MERGEFIELD deal_title", "MERGEFIELD amount_capital"], "Put it in force")):  # fmt: skip
        file = tmp_path / "ours.docx"
        file.write_bytes(word_file(codes, split=True))
        page.locator("[name=upload]").set_input_files(file)
        boss.click("Upload")
        boss.sees(said)
        check_page(page)
    page.get_by_role("button", name="Put in force").click()
    boss.sees("The next papers are made from it.")
    paper = make(case, "term_sheet", Language.ENGLISH)
    assert list(paper.values) == ["deal_title", "amount_capital"]
