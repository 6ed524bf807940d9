"""The pages of agreements, from proposing to ending, and what is taken along."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from django.urls import reverse

from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import administrator, fresh, member, owner, reviewer
from heliu.agreements.choices import State
from heliu.agreements.models import Acceptance, Agreement, AgreementTemplate
from heliu.agreements.tests.factories import accept, pdf, pdf_upload, sides
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}


@pytest.fixture
def two():
    return sides()


def page(client, user, address: str, **query) -> str:
    client.force_login(user)
    response = client.get(address, query, headers=EN)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def step(agreement, name: str) -> str:
    return reverse("agreement_step", args=[agreement.pk, name])


def accept_data(agreement, **changes) -> dict[str, str]:
    values = {"name": "王签", "position": "总经理", "password": "password", "entitled": "on"}
    values |= {"content_hash": agreement.content_hash, **changes}
    return {f"accept-{name}": value for name, value in values.items()}


def test_proposed_previewed_and_accepted_by_both(client, two):
    client.force_login(two.member_a)
    assert reverse("agreement_create") in client.get(two.b.get_absolute_url()).content.decode()
    address = f"{reverse('agreement_create')}?with={two.b.pk}&purpose=联合开发"
    assert "联合开发" in page(client, two.member_a, address)
    terms = {"party_a": two.a.pk, "purpose": "联合开发", "direction": "mutual", "language": "zh", "term_months": 24,
             "survival_months": 36}  # fmt: skip
    draft = client.post(address, {**terms, "preview": "yes"}).content.decode()
    assert two.b.uscc in draft
    assert not Agreement.objects.exists()
    assert client.post(address, {**terms, "term_months": 0}).status_code == 422
    answer = client.post(address, terms)
    agreement = Agreement.objects.get()
    assert answer["Location"] == agreement.get_absolute_url()
    # The member sees the text, and nothing to accept it with.
    shown = page(client, two.member_a, agreement.get_absolute_url())
    assert agreement.content_hash in shown
    assert "Computed anew just now" in shown
    assert "no lawyer of this installation has checked it" in shown
    assert 'name="accept-password"' not in shown
    client.post(step(agreement, "accept"), accept_data(agreement))
    assert not Acceptance.objects.exists()
    for user in (two.owner_b, two.owner_a):
        assert 'name="accept-password"' in page(client, user, agreement.get_absolute_url())
        client.post(step(agreement, "accept"), accept_data(agreement))
    assert Agreement.objects.get().state == State.IN_FORCE
    listed = page(client, two.member_b, reverse("agreement_list"))
    assert "1 agreement" in listed
    assert agreement.reference in listed


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"entitled": ""}, {"name": ""}])
def test_what_is_missing_is_said_beside_its_field(client, two, changes):
    agreement = two.propose()
    client.force_login(two.owner_b)
    answer = client.post(step(agreement, "accept"), accept_data(agreement, **changes))
    assert answer.status_code == 422
    assert f'id="error_1_id_accept-{next(iter(changes))}"' in answer.content.decode()
    assert not Acceptance.objects.exists()


def test_another_text_than_the_one_that_was_read_is_not_accepted(client, two):
    agreement = two.propose()
    client.force_login(two.owner_b)
    answer = client.post(step(agreement, "accept"), accept_data(agreement, content_hash="0" * 64), follow=True)
    assert "未作任何接受" in answer.content.decode()
    Agreement.objects.update(text="另一份文本\n")
    shown = page(client, two.owner_b, agreement.get_absolute_url())
    assert "What is stored now does not have this hash" in shown


def test_outsiders_find_nothing(client, two):
    agreement = two.in_force()
    addresses = [
        agreement.get_absolute_url(),
        *(reverse(f"agreement_{name}", args=[agreement.pk]) for name in ("text", "file", "certificate", "compare")),
    ]
    for user in (owner(), reviewer(), administrator()):
        client.force_login(user)
        assert {client.get(address).status_code for address in addresses} == {404}
        posts = [step(agreement, name) for name in ("accept", "decline", "withdraw", "terminate")]
        assert {client.post(address).status_code for address in posts} == {404}
        assert "There are no agreements yet." in page(client, user, reverse("agreement_list"))
        assert agreement.reference not in client.get(two.b.get_absolute_url()).content.decode()
    client.logout()
    for address in [*addresses, reverse("agreement_list"), reverse("agreement_create"), reverse("agreement_templates")]:
        assert client.get(address).status_code == 302
    for user in (two.member_a, two.member_b):
        client.force_login(user)
        assert client.post(step(agreement, "terminate"), {"terminate-note": "不再合作"}).status_code == 403
    assert Agreement.objects.get().state == State.IN_FORCE


def test_declining_withdrawing_and_terminating(client, two):
    for name, user, state in (("decline", two.owner_b, "declined"), ("withdraw", two.member_a, "withdrawn")):
        agreement = two.propose()
        assert step(agreement, name) in page(client, user, agreement.get_absolute_url())
        client.post(step(agreement, name), {f"{name}-note": "条款须改"})
        assert (Agreement.objects.get(pk=agreement.pk).state, Agreement.objects.get(pk=agreement.pk).end_note) == (
            state, "条款须改",
        )  # fmt: skip
    agreement = two.in_force()
    client.force_login(two.owner_a)
    assert client.post(step(agreement, "terminate"), {"terminate-note": ""}).status_code == 422
    client.post(step(agreement, "terminate"), {"terminate-note": "合作结束"})
    shown = page(client, two.owner_b, agreement.get_absolute_url())
    assert "合作结束" in shown
    assert step(agreement, "terminate") not in shown
    assert client.post(step(agreement, "nonsense")).status_code == 404


def test_papers_hold_exactly_what_was_agreed(client, two):
    agreement = two.in_force()
    client.force_login(two.member_b)
    text = client.get(reverse("agreement_text", args=[agreement.pk]))
    assert hashlib.sha256(text.getvalue()).hexdigest() == agreement.content_hash
    assert text["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("agreement_file", args=[agreement.pk])).status_code == 404
    address = reverse("agreement_certificate", args=[agreement.pk])
    printed = page(client, two.member_b, address)
    found = json.loads(client.get(address, {"format": "json"}).getvalue())
    written = client.get(address, {"format": "txt"}).getvalue().decode()
    assert found["sha256"] == found["sha256_computed_now"] == agreement.content_hash
    assert found["text"] == agreement.text
    assert [one["name"] for one in found["acceptances"]] == ["王签", "王签"]
    for certificate in (printed, written):
        assert all(word in certificate for word in (agreement.content_hash, "王签", two.a.uscc, agreement.reference))
    assert client.get(address, {"format": "pdf"}).status_code == 404


def test_a_copy_is_compared(client, two):
    agreement = two.in_force()
    address = reverse("agreement_compare", args=[agreement.pk])
    client.force_login(two.member_a)
    windows = agreement.text.replace("\n", "\r\n")
    for text, found in (
        (agreement.text, "与协议文本完全一致"),
        (windows, "仅换行或空白不同"),
        (agreement.text[:-5], "与协议文本不一致"),
    ):
        assert found in client.post(address, {"upload": pdf_upload(text.encode(), "x.txt")}).content.decode()
    # A browser sends a pasted text with line ends of its own.
    assert "仅换行或空白不同" in client.post(address, {"text": windows}).content.decode()
    assert client.post(address, {}).status_code == 422


def test_a_signed_pdf_is_uploaded_confirmed_and_served_as_an_attachment(client, two):
    address = f"{reverse('agreement_upload')}?with={two.b.pk}"
    last = local_day() + timedelta(days=365)
    values = {"party_a": two.a.pk, "purpose": "联合开发", "direction": "mutual", "survival_months": 36, "name": "王签",
              "ends_on": last.isoformat(), "password": "password", "entitled": "on"}  # fmt: skip
    assert "Uploading binds your organisation" in page(client, two.member_a, address)
    client.force_login(two.owner_a)
    for content, message in (
        (pdf(password="geheim"), "密码保护"), (b"GIF89a", "不是 PDF"), (b"%PDF-1.7\nbroken", "已损坏"),
        (pdf()[:200], "已损坏"),
    ):  # fmt: skip
        answer = client.post(address, {**values, "upload": pdf_upload(content)})
        assert answer.status_code == 422
        assert message in answer.content.decode()
    wrong = client.post(address, {**values, "upload": pdf_upload(pdf()), "password": "wrong"})
    assert wrong.status_code == 422
    assert not Agreement.objects.exists()
    content = pdf(pages=2)
    client.post(address, {**values, "upload": pdf_upload(content, "../../保密协议.pdf")})
    agreement = Agreement.objects.get()
    assert agreement.content_hash == hashlib.sha256(content).hexdigest()
    assert agreement.file.name == f"agreements/{agreement.content_hash[:2]}/{agreement.content_hash}.pdf"
    assert agreement.file_name == "保密协议.pdf"
    assert agreement.state == State.PROPOSED
    # Who uploaded is bound already; somebody entitled on the other side confirms.
    assert 'name="accept-password"' not in page(client, two.owner_a, agreement.get_absolute_url())
    client.force_login(two.owner_b)
    client.post(step(agreement, "accept"), accept_data(agreement))
    stored = Agreement.objects.get()
    assert (stored.state, stored.ends_on) == (State.IN_FORCE, last)
    served = client.get(reverse("agreement_file", args=[agreement.pk]))
    assert served.getvalue() == content
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Type"] == "application/pdf"
    assert client.get(reverse("agreement_text", args=[agreement.pk])).status_code == 404


def test_a_pdf_that_was_changed_on_the_disk_is_not_confirmed(client, two):
    agreement = two.upload()
    with agreement.file.storage.open(agreement.file.name, "wb") as stream:
        stream.write(pdf(pages=3))
    client.force_login(two.owner_b)
    client.post(step(agreement, "accept"), accept_data(agreement))
    assert Agreement.objects.get().state == State.PROPOSED
    assert "What is stored now does not have this hash" in page(client, two.owner_b, agreement.get_absolute_url())


def test_the_list_filters_sorts_and_exports(client, two, django_assert_num_queries):
    agreement = two.in_force()
    other = sides(a=two.a).propose(purpose="另一个目的", actor=two.member_a)
    address = reverse("agreement_list")
    for query, found in (
        ({"q": "另一个目的"}, {other}), ({"state": "in_force"}, {agreement}), ({"waiting": "us"}, {other}),
        ({"waiting": "them"}, set()), ({"way": "paper"}, set()), ({"sort": "ends"}, {agreement, other}),
    ):  # fmt: skip
        shown = page(client, two.member_a, address, **query)
        assert {one for one in (agreement, other) if one.reference in shown} == found, query
    csv = client.get(reverse("agreement_export"), {"format": "csv", "state": "in_force"}).getvalue().decode("utf-8-sig")
    assert agreement.content_hash in csv
    assert other.reference not in csv
    assert client.get(reverse("agreement_export"), {"format": "pdf"}).status_code == 404
    with django_assert_num_queries(60, exact=False) as few:
        client.get(address)
    for _ in range(3):
        sides(a=two.a).propose(actor=two.member_a)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_administrators_write_the_template_and_everybody_reads_it(client, two):
    admin, version = administrator(), AgreementTemplate.objects.get()
    new, edit = reverse("agreement_template_create"), reverse("agreement_template_edit", args=[version.pk])
    for user in (two.owner_a, reviewer()):
        assert "Draft, not checked" in page(client, user, reverse("agreement_templates"))
        assert "保密协议" in page(client, user, reverse("agreement_template", args=[version.pk]))
        assert {client.get(new).status_code, client.get(edit).status_code} == {403}
    assert "party_a_code" in page(client, admin, new)
    texts = {"text_zh": version.text_zh, "text_en": version.text_en}
    answer = client.post(new, {**texts, "text_zh": "{{nonsense}}"})
    assert answer.status_code == 422
    assert "nonsense" in answer.content.decode()
    client.post(new, {**texts, "note": "经律师审核", "checked": "on"})
    second = AgreementTemplate.objects.get(number=2)
    client.post(reverse("agreement_template_in_force", args=[second.pk]))
    agreement = two.propose()
    assert agreement.template == second
    assert "no lawyer" not in page(client, two.owner_b, agreement.get_absolute_url())
    client.force_login(admin)
    answer = client.post(reverse("agreement_template_edit", args=[second.pk]), texts)
    assert answer.status_code == 422
    assert "不能再修改" in answer.content.decode()


def test_a_copy_of_ones_data_holds_what_one_has_signed(two):
    agreement = two.propose(two.owner_a)
    accept(agreement, two.owner_a)
    data = personal_data(fresh(two.owner_a))
    assert data["agreements_accepted"][0]["sha256"] == agreement.content_hash
    assert data["agreements_proposed"][0]["reference"] == agreement.reference
    assert personal_data(member())["agreements_accepted"] == []
