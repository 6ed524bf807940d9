"""The registration: what the rules of a day say, and what the package holds."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import UserFactory, fresh
from heliu.deals.models import Enclosure
from heliu.deals.papers import facts as fact_sources
from heliu.deals.papers.actions import add_enclosure, remove_enclosure
from heliu.deals.papers.errors import RulesUnreadable
from heliu.deals.papers.facts import facts_of, register_facts
from heliu.deals.papers.registration import registration_of
from heliu.deals.papers.tests.factories import full_case, make
from heliu.deals.tests.factories import Case, open_case

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
SCAN = b"%PDF-1.4\n1 0 obj <<>> endobj\n"


def enclose(case: Case, item: str, content: bytes = SCAN, name: str = "扫描件.pdf") -> Enclosure:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return add_enclosure(actor=fresh(case.two.seller), deal=case.now(), item=item, upload=file)


def answers(case: Case, day: date = DAY) -> dict[str, bool | None]:
    [decision] = registration_of(case.now(), day).decisions
    return {one.clause.id: one.answer for one in decision.clauses}


# -- the checklist ---------------------------------------------------------------------------------


def test_each_clause_is_met_not_met_or_unknown_and_says_what_would_decide():
    case = open_case()
    assert answers(case) == {"kind": None, "signed": False, "amounts": False, "place": True, "once": None}
    case.say(contract_kind="service", amount=Decimal(10), technology_amount=Decimal(10), signed_on=DAY)
    assert answers(case) == {"kind": True, "signed": True, "amounts": True, "place": True, "once": None}
    [decision] = registration_of(case.now(), DAY).decisions
    assert decision.deciding == ["registered_elsewhere"]
    assert not decision.is_verified
    assert all(one.clause.article for one in decision.clauses)


def test_a_fact_that_another_part_states_decides(monkeypatch):
    monkeypatch.setattr(fact_sources, "_sources", [])
    case = full_case()
    assert answers(case)["once"] is None
    register_facts(lambda deal: {"registered_elsewhere": True})
    assert answers(case)["once"] is False
    assert facts_of(case.now())["cross_border"] is False


def test_whether_a_border_is_crossed_is_not_guessed_where_a_side_lies_outside_the_mainland():
    case = full_case()
    Organisation.objects.filter(pk=case.two.enterprise.pk).update(region="810000")
    assert "cross_border" not in facts_of(case.now())


def test_a_rule_whose_date_has_passed_is_not_used_and_the_page_says_so(client):
    case = full_case()
    found = registration_of(case.now(), DAY)
    assert found.decisions[0].version.valid_from == date(2026, 3, 1)
    assert [version.valid_to for version in found.not_used] == [date(2026, 2, 28)]
    assert registration_of(case.now(), date(2026, 2, 28)).decisions[0].version.valid_to == date(2026, 2, 28)
    before = registration_of(case.now(), date(1999, 1, 1))
    assert (before.answer, before.in_force) == (None, [])
    client.force_login(case.two.seller)
    shown = client.get(
        f"/deals/{case.deal.pk}/papers/registration/", {"day": "2026-11-26"}, headers={"Accept-Language": "en"}
    ).content.decode()
    assert "Its date has passed, so it is not used:" in shown
    assert "until 2026-02-28" in shown
    assert "not read in the rule" in shown
    assert "This would decide: the same contract was submitted for registration elsewhere" in shown


def test_a_large_contract_takes_the_registrar_longer():
    case = full_case()
    assert registration_of(case.now(), DAY).working_days() == 15
    case.say(amount=Decimal(5_000_000))
    assert registration_of(case.now(), DAY).working_days() == 30
    assert registration_of(case.now(), date(2020, 1, 1)).working_days() is None


def test_a_rule_file_that_cannot_be_read_is_shown_and_nothing_is_claimed(client, settings, tmp_path):
    settings.HELIU_RULES = tmp_path
    (tmp_path / "broken.toml").write_text("[rule", encoding="utf-8")
    case = full_case()
    with pytest.raises(RulesUnreadable, match=r"broken\.toml"):
        registration_of(case.now(), DAY)
    client.force_login(case.two.seller)
    address = f"/deals/{case.deal.pk}/papers/registration/"
    shown = client.get(address, headers={"Accept-Language": "en"})
    assert shown.status_code == 503
    assert "broken.toml" in shown.content.decode()
    assert client.get(f"{address}package/").status_code == 302
    assert client.get(f"/api/v1/deals/{case.deal.pk}/registration/").status_code == 503


def test_a_new_rule_takes_a_file_and_may_ask_for_a_document_nobody_here_makes(client, settings, tmp_path):
    settings.HELIU_RULES = tmp_path
    (tmp_path / "registration-2027.toml").write_text(
        '[rule]\nname = "contract-registration"\nsubject = "registration"\njurisdiction = "CN"\n'
        'zh = "登记"\nen = "Reg"\n'
        '[[version]]\ninstrument = "新办法"\nissuer = "某部"\nvalid_from = 2027-01-01\nsource = "试"\nverified = true\n'
        '[version.parameters]\ndocuments = ["contract", "invoice"]\n'
        '[[version.clause]]\nid = "signed"\narticle = "第一条"\nzh = "已签订"\nen = "signed"\nverified = true\n'
        'when = { fact = "contract_signed", is = true }\n',
        encoding="utf-8",
    )
    case = full_case()
    found = registration_of(case.now(), date(2027, 1, 1))
    assert [(item.name, item.answer) for item in found.items] == [("contract", False), ("invoice", None)]
    assert found.decisions[0].answer is True
    assert len(found.not_used) == 2
    assert len(registration_of(case.now(), DAY).items) == 5


# -- the package -----------------------------------------------------------------------------------


def unpacked(content: bytes) -> tuple[dict[str, bytes], dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return files, json.loads(files.pop("manifest.json"))


def test_the_package_holds_what_is_there_with_hashes_and_says_what_is_stale_or_missing(client):
    case = full_case()
    for kind in ("contract_transfer", "registration_application", "amount_statement"):
        make(case, kind)
    enclose(case, "contract")
    enclose(case, "provider_certificate", name="../法人证书.pdf")
    case.say(contract_number="HT-2026-032")
    make(case, "amount_statement")
    client.force_login(case.two.buyer)
    address = f"/deals/{case.deal.pk}/papers/registration/package/"
    answer = client.get(address, {"day": "2026-11-26"})
    files, manifest = unpacked(b"".join(answer.streaming_content))
    number = case.deal.number
    assert list(files) == [
        "01-contract-扫描件.pdf", f"01-{number}-contract_transfer-zh-1.docx",
        f"02-{number}-registration_application-zh-1.docx", f"03-{number}-amount_statement-zh-2.docx",
        "04-provider_certificate-法人证书.pdf",
    ]  # fmt: skip
    for entry in manifest["files"]:
        assert hashlib.sha256(files[entry["name"]]).hexdigest() == entry["sha256"]
        assert len(files[entry["name"]]) == entry["size"]
    assert [entry["stale"] for entry in manifest["files"]] == [False, True, True, False, False]
    assert manifest["missing"] == ["application", "recipient_certificate"]
    assert manifest["rules_of"] == "2026-11-26"
    assert list(manifest["amounts"].values()) == ["100000.05", "80000.00", "20000.05", "CNY"]
    assert manifest["not_used"][0]["valid_to"] == "2026-02-28"
    assert manifest["lost"] == []


def test_a_complete_package_is_met_once_nothing_is_unknown(monkeypatch):
    monkeypatch.setattr(fact_sources, "_sources", [lambda deal: {"registered_elsewhere": False}])
    case = full_case()
    incomplete = registration_of(case.now(), DAY)
    assert (incomplete.answer, incomplete.is_held_up_by_papers) == (False, True)
    for kind in ("registration_application", "amount_statement"):
        make(case, kind)
    for item in ("contract", "provider_certificate", "recipient_certificate"):
        enclose(case, item)
    assert registration_of(case.now(), DAY).answer is True
    case.say(amount=Decimal("90000.00"))
    assert registration_of(case.now(), DAY).answer is False
    case.say(signed_on=None)
    assert not registration_of(case.now(), DAY).is_held_up_by_papers, "a clause is not met either"


def test_enclosures_are_checked_kept_apart_and_taken_out_by_both_sides_alone(client):
    case = full_case()
    first = enclose(case, "contract")
    base = f"/deals/{case.deal.pk}/papers/enclosures/"
    client.force_login(UserFactory())
    assert client.get(f"{base}{first.pk}/").status_code == 404
    assert client.post(base, {"item": "contract"}).status_code == 404
    assert client.post(f"{base}{first.pk}/remove/").status_code == 404
    client.force_login(case.two.buyer)
    saved = client.get(f"{base}{first.pk}/")
    assert b"".join(saved.streaming_content) == SCAN
    refused = client.post(
        base, {"item": "contract", "upload": SimpleUploadedFile("x.exe", b"MZ\0\0")}, headers={"Accept-Language": "en"}
    )
    assert refused.status_code == 422
    assert "not accepted" in refused.content.decode()
    # The same bytes for another item are kept once and go with the last row that names them.
    second = enclose(case, "recipient_certificate")
    assert second.file.name == first.file.name
    storage, name = first.file.storage, first.file.name
    remove_enclosure(actor=fresh(case.two.buyer), enclosure=first)
    assert storage.exists(name)
    case.take("lose", reason="price")
    client.post(f"{base}{second.pk}/remove/")
    assert Enclosure.objects.filter(pk=second.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_bytes_go_with_the_last_row():
    case = full_case()
    only = enclose(case, "contract")
    storage, name = only.file.storage, only.file.name
    remove_enclosure(actor=fresh(case.two.seller), enclosure=only)
    assert not storage.exists(name)


def test_the_api_of_papers_registration_and_enclosures(client):
    case = full_case()
    base = f"/api/v1/deals/{case.deal.pk}/"
    client.force_login(case.two.seller)
    assert "contract_transfer" in {one["name"] for one in client.get(f"{base}papers/kinds/").json()}
    made = client.post(f"{base}papers/", {"kind": "contract_transfer", "language": "zh"}, "application/json")
    assert made.status_code == 201, made.content
    assert made.json()["values"]["amount_capital"] == "壹拾万元零伍分"
    unsuited = client.post(f"{base}papers/", {"kind": "contract_licence", "language": "zh"}, "application/json")
    assert unsuited.status_code == 409
    case.say(terms="另行约定")
    [shown] = client.get(f"{base}papers/").json()["results"]
    assert shown["stale"] is True
    assert [one["name"] for one in shown["changes"]] == ["terms"]
    saved = client.get(f"{base}papers/{shown['id']}/file/")
    assert hashlib.sha256(b"".join(saved.streaming_content)).hexdigest() == shown["content_hash"]

    added = client.post(f"{base}enclosures/", {"item": "contract", "upload": SimpleUploadedFile("合同.pdf", SCAN)})
    assert added.status_code == 201
    found = client.get(f"{base}registration/", {"day": "2026-11-26"}).json()
    assert found["met"] is False
    assert [one["for"] for one in found["files"]] == ["contract", "contract"]
    assert {one["article"] for one in found["rules"][0]["clauses"]}
    assert client.get(f"{base}registration/", {"day": "x"}).status_code == 400
    assert client.get(f"{base}registration/package/").status_code == 200
    assert client.delete(f"{base}enclosures/{added.json()['id']}/").status_code == 204

    client.force_login(UserFactory())
    for address in ("papers/", "papers/kinds/", f"papers/{shown['id']}/", f"papers/{shown['id']}/file/",
                    "registration/", "registration/package/", "enclosures/"):  # fmt: skip
        assert client.get(base + address).status_code == 404, address
    assert client.post(f"{base}papers/", {"kind": "term_sheet", "language": "zh"}).status_code == 404
