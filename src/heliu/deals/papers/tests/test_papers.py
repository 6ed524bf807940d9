"""Papers made from the record: how many fields it fills, when they are stale, who may have them."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document
from docx.oxml.ns import qn

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, administrator, fresh, member
from heliu.activity.models import Event, Notice
from heliu.agreements.choices import Language
from heliu.catalog.choices import State, Tier
from heliu.deals.errors import StepNotPossible
from heliu.deals.models import Paper
from heliu.deals.papers.errors import PaperUnsuited
from heliu.deals.papers.fields import Field, fields, register_field
from heliu.deals.papers.inspecting import inspect
from heliu.deals.papers.kinds import Kind, kinds, register_kind
from heliu.deals.papers.record_fields import rights, supply_title
from heliu.deals.papers.selectors import CurrentValues, changes_since, personal_papers
from heliu.deals.papers.tests.factories import full_case, make, text_of
from heliu.kit.tests.threads import at_once

pytestmark = pytest.mark.django_db


def head_of(content: bytes) -> str:
    """What stands at the head of every page."""
    return "".join(paragraph.text for paragraph in Document(io.BytesIO(content)).sections[0].header.paragraphs)


def content_of(paper: Paper) -> bytes:
    with paper.file.open("rb") as stream:
        return bytes(stream.read())


# -- nothing is typed again -----------------------------------------------------------------------


FIELDS = {
    "term_sheet": 21, "public_notice": 9, "contract_development": 27, "contract_transfer": 27, "contract_licence": 27,
    "contract_consulting": 25, "contract_service": 25, "registration_application": 24, "amount_statement": 13,
}  # fmt: skip
"""Kind of paper → how many fields of the record its draft takes, in either language."""


@pytest.mark.parametrize("language", Language.values)
def test_every_blank_of_a_paper_is_filled_from_the_record(language):
    case, counted = full_case(), {}
    for kind in kinds():
        case.say(contract_kind=kind.removeprefix("contract_") if kind.startswith("contract_") else "transfer")
        wanted = inspect(kinds()[kind].draft(language))
        paper = make(case, kind, language)
        content = content_of(paper)
        assert set(paper.values) == set(wanted)
        assert paper.gaps == []
        # None is left, none is blank, and each value stands in the file as the record says it.
        assert inspect(content) == []
        shown = text_of(content)
        assert "____" not in shown
        assert "«" not in shown
        assert [name for name, value in paper.values.items() if value not in shown] == []
        assert ("草案" if language == Language.CHINESE else "Draft") in head_of(content)
        assert ("律师" if language == Language.CHINESE else "lawyer") in head_of(content)
        counted[kind] = len(paper.values)
    assert counted == FIELDS


def test_a_contract_takes_this_many_fields_from_the_record():
    paper = make(full_case(), "contract_transfer")
    assert len(paper.values) == 27
    assert paper.values["amount"] == "¥100,000.05"
    assert paper.values["amount_capital"] == "壹拾万元零伍分"
    assert paper.values["other_amount"] == "¥20,000.05"
    assert paper.values["signed_on"] == "2026年11月20日"
    assert paper.values["provider_code"].startswith("9112010300")
    assert "ZL202410000001.X" in paper.values["rights"]
    assert make(full_case(), "contract_transfer", Language.ENGLISH).values["signed_on"] == "20 November 2026"


def test_what_the_record_does_not_say_is_a_visible_blank_and_listed():
    case = full_case(payment_terms="", ends_on=None)
    paper = make(case, "contract_transfer")
    assert set(paper.gaps) == {"payment_terms", "ends_on"}
    assert text_of(content_of(paper)).count("____") == 2


def test_the_file_is_kept_with_its_hash_and_its_properties_say_nobody():
    case = full_case()
    paper = make(case, "term_sheet")
    content = content_of(paper)
    assert hashlib.sha256(content).hexdigest() == paper.content_hash
    assert len(content) == paper.size
    properties = Document(io.BytesIO(content)).core_properties
    assert case.deal.number in properties.title
    assert case.two.seller.name not in (properties.author, properties.last_modified_by)
    assert not Document(io.BytesIO(content)).element.body.findall(f".//{qn('w:fldSimple')}")


def test_a_field_of_another_part_and_a_kind_of_its_own(tmp_path, monkeypatch):
    from heliu.deals.papers import fields as registry
    from heliu.deals.papers import kinds as kind_registry

    monkeypatch.setattr(registry, "_fields", dict(registry._fields))
    monkeypatch.setattr(kind_registry, "_kinds", dict(kind_registry._kinds))
    register_field(Field("milestone_list", "Milestones", ("1. 样机", "1. Prototype"), lambda deal: f"1. {deal.title}"))
    own = Field("share_list", "Shares", ("甲 60%", "A 60 %"), lambda deal: "甲 60%\n乙 40%")
    for language in Language.values:
        text = "! 草案 Draft\n# 清单\n| {deal_number} | {milestone_list}\n\n{share_list}\n"
        (tmp_path / f"share_sheet.{language}.txt").write_text(text, encoding="utf-8")
    register_kind(Kind("share_sheet", "Sheet of shares", folder=tmp_path, fields=(own,)))
    case = full_case()
    paper = make(case, "share_sheet")
    assert paper.values["milestone_list"] == f"1. {case.deal.title}"
    assert "乙 40%" in text_of(content_of(paper))
    with pytest.raises(ValueError, match="already"):
        register_field(Field("deal_number", "Other", ("", ""), lambda deal: ""))
    with pytest.raises(ValueError, match="Not a name"):
        register_field(Field("Deal number", "Other", ("", ""), lambda deal: ""))


# -- stale ----------------------------------------------------------------------------------------


def test_a_changed_record_marks_the_paper_stale_and_names_the_fields(client):
    case = full_case()
    first = make(case, "contract_transfer")
    assert changes_since(first, CurrentValues(case.now())) == []
    case.say(amount=Decimal("120000.00"), terms="由双方另行商定。")
    found = {one.name: (one.old, one.new) for one in changes_since(first, CurrentValues(case.now()))}
    assert found == {
        "amount": ("¥100,000.05", "¥120,000.00"), "amount_capital": ("壹拾万元零伍分", "壹拾贰万元整"),
        "other_amount": ("¥20,000.05", "¥40,000.00"), "terms": ("改进成果归完成方所有。", "由双方另行商定。"),
    }  # fmt: skip
    client.force_login(case.two.buyer)
    shown = client.get(case.deal.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "Stale" in shown
    assert "<del>¥100,000.05</del> → <ins>¥120,000.00</ins>" in shown

    second = make(case, "contract_transfer")
    assert (first.number, second.number) == (1, 2)
    assert changes_since(second, CurrentValues(case.now())) == []
    assert content_of(first) != content_of(second)
    assert Paper.objects.filter(deal=case.deal).count() == 2
    shown = client.get(case.deal.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert "Stale" not in shown


def test_what_changes_at_an_organisation_or_a_record_makes_it_stale_too():
    case = full_case()
    paper = make(case, "term_sheet")
    provider = case.now().provider
    type(provider).objects.filter(pk=provider.pk).update(name_zh="改名后的大学")
    case.now().supply.intellectual_property.update(number="ZL202410000002.X")
    assert {one.name for one in changes_since(paper, CurrentValues(case.now()))} == {"provider_name", "rights"}


# -- what both sides may know ---------------------------------------------------------------------


def test_nothing_of_a_confidential_record_or_one_that_is_rewritten_stands_in_a_paper():
    case = full_case()
    record: Any = case.now().supply
    assert record.title_zh in supply_title(case.now())
    type(record).objects.filter(pk=record.pk).update(tier=Tier.ON_REQUEST)
    # Its title is told to everybody, its rights only to whom it was opened.
    assert supply_title(case.now())
    assert rights(case.now()) == ""
    type(record).objects.filter(pk=record.pk).update(tier=Tier.CONFIDENTIAL, title_zh="绝密成果")
    assert supply_title(case.now()) == ""
    type(record).objects.filter(pk=record.pk).update(tier=Tier.PUBLIC, state=State.DRAFT)
    assert supply_title(case.now()) == ""
    paper = make(case, "term_sheet")
    assert {"supply_title", "rights", "readiness"} <= set(paper.gaps)
    assert "绝密成果" not in text_of(content_of(paper))


def test_no_field_reads_a_confidential_demand():
    case = full_case()
    demand: Any = case.now().demand
    type(demand).objects.filter(pk=demand.pk).update(tier=Tier.CONFIDENTIAL, title_zh="绝密需求")
    deal = case.now()
    assert all("绝密需求" not in field.read(deal) for field in fields().values())


# -- who may --------------------------------------------------------------------------------------


def test_both_sides_make_and_read_papers_and_nobody_else_knows_of_them(client):
    case = full_case()
    paper = make(case, "term_sheet", actor=case.two.buyer)
    events = Event.objects.filter(verb="paper_made")
    assert events.count() == 1
    assert case.two.seller.pk in Notice.objects.filter(event=events[0]).values_list("recipient_id", flat=True)
    base = f"/deals/{case.deal.pk}/papers/"
    other = full_case()
    for reader in (case.two.seller, case.two.buyer):
        client.force_login(reader)
        assert client.get(f"{base}{paper.pk}/").status_code == 200
        saved = client.get(f"{base}{paper.pk}/file/")
        assert saved.status_code == 200
        assert b"".join(saved.streaming_content) == content_of(paper)
        assert "attachment" in saved["Content-Disposition"]
        # A paper is found under its own deal only.
        assert client.get(f"/deals/{other.deal.pk}/papers/{paper.pk}/file/").status_code == 404
    for stranger in (UserFactory(), member(OrganisationFactory(verified=True)), administrator()):
        client.force_login(stranger)
        for address in (f"{base}{paper.pk}/", f"{base}{paper.pk}/file/", f"{base}registration/",
                        f"{base}registration/package/"):  # fmt: skip
            assert client.get(address).status_code == 404, address
        made = client.post(f"{base}new/", {"kind": "term_sheet", "language": "zh"})
        assert made.status_code == 404
        with pytest.raises(PermissionDenied):
            make(case, "term_sheet", actor=stranger)
    assert Paper.objects.filter(deal=case.deal).count() == 1


def test_a_paper_has_to_fit_the_deal_and_a_deal_that_is_over_gets_none(client):
    case = full_case()
    with pytest.raises(PaperUnsuited):
        make(case, "contract_licence")
    client.force_login(case.two.seller)
    client.post(f"/deals/{case.deal.pk}/papers/new/", {"kind": "contract_licence", "language": "zh"})
    assert Paper.objects.count() == 0
    answer = client.post(f"/deals/{case.deal.pk}/papers/new/", {"kind": "contract_transfer", "language": "en"})
    assert answer["Location"] == Paper.objects.get().get_absolute_url()
    wrong = client.post(f"/api/v1/deals/{case.deal.pk}/papers/", {"kind": "treaty", "language": "zh"})
    assert (wrong.status_code, list(wrong.json())) == (400, ["kind"])
    case.take("lose", reason="price")
    with pytest.raises(StepNotPossible):
        make(case, "term_sheet")


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_same_paper_at_once_get_two_versions():
    case = full_case()
    outcomes = at_once(
        lambda: make(case, "term_sheet"), lambda: make(case, "term_sheet", actor=fresh(case.two.buyer))
    )  # fmt: skip
    assert sorted(outcome.number for outcome in outcomes) == [1, 2]


def test_a_person_gets_what_papers_hold_about_them():
    case = full_case()
    paper = make(case, "term_sheet")
    assert [one["file"] for one in personal_papers(case.two.seller)["papers"]] == [paper.file_name]
    assert personal_papers(case.two.buyer) == {"papers": [], "enclosures": [], "paper_templates": []}


# -- other programs open them ---------------------------------------------------------------------


def writer() -> str | None:
    """LibreOffice's program with its part for texts; None where either is not there."""
    found = shutil.which("soffice")
    has_texts = found is not None and Path(found).resolve().with_name("libswlo.so").exists()
    return found if has_texts else None


@pytest.mark.skipif(writer() is None, reason="LibreOffice Writer is not installed: no paper was opened in it")
def test_libreoffice_turns_every_draft_into_pages(tmp_path):
    case, files = full_case(), []
    for kind in kinds():
        case.say(contract_kind=kind.removeprefix("contract_") if kind.startswith("contract_") else "transfer")
        for language in Language.values:
            file = tmp_path / f"{kind}-{language}.docx"
            file.write_bytes(content_of(make(case, kind, language)))
            files.append(file)
    subprocess.run(
        [str(writer()), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), *map(str, files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for file in files:
        assert file.with_suffix(".pdf").read_bytes().startswith(b"%PDF-"), file.name
