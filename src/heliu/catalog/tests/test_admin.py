"""The administration is no way around the tiers, not for superusers either."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, reviewer
from heliu.catalog import actions
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS, Demand
from heliu.catalog.tests.factories import make_record

pytestmark = pytest.mark.django_db
SECRET = {"description_zh": "密方甲", "keywords_zh": ["密词乙"], "contact_name": "联系丙", "region": "130102"}


def superuser(**fields):
    return UserFactory(is_superuser=True, is_staff=True, **fields)


@pytest.fixture
def owner():
    return OrganisationFactory(verified=True, name_zh="业主丁", name_en="")


@pytest.fixture(params=RECORD_MODELS)
def kind(request):
    return request.param


def addresses(kind: str, record) -> dict[str, str]:
    admin = f"admin:catalog_{kind}"
    version = record.history.order_by("pk").first().pk
    return {
        "list": reverse(f"{admin}_changelist"),
        "change": reverse(f"{admin}_change", args=[record.pk]),
        "history": reverse(f"{admin}_history", args=[record.pk]),
        "version": reverse(f"{admin}_simple_history", args=[record.pk, version]),
    }


def test_confidential_records_do_not_exist_for_an_administrator(client, kind, owner):
    record = make_record(kind, organisation=owner, tier=Tier.CONFIDENTIAL, title_zh="绝密标题", **SECRET)
    where = addresses(kind, record)
    client.force_login(superuser())
    assert "绝密标题" not in client.get(where["list"]).content.decode()
    for page in ("change", "history", "version"):
        answer = client.get(where[page], follow=True)
        assert answer.status_code in (200, 404), page
        assert not any(secret in answer.content.decode() for secret in ("绝密标题", "密方甲", "联系丙")), page
    judge = reviewer(is_superuser=True, is_staff=True)
    client.force_login(judge)
    for page in where.values():
        assert "绝密标题" in client.get(page).content.decode()


def test_of_records_on_request_an_administrator_sees_the_title(client, kind, owner):
    record = make_record(kind, organisation=owner, tier=Tier.ON_REQUEST, title_zh="露出的标题", **SECRET)
    where = addresses(kind, record)
    client.force_login(superuser())
    for page in ("list", "change"):
        text = client.get(where[page]).content.decode()
        assert "露出的标题" in text
        assert not any(secret in text for secret in ("密方甲", "密词乙", "联系丙", "130102", "业主丁")), page
    for page in ("history", "version"):
        assert client.get(where[page]).status_code == 404
    insider = superuser()
    insider.memberships.create(organisation=owner)
    client.force_login(insider)
    assert "密方甲" in client.get(where["change"]).content.decode()
    assert client.get(where["history"]).status_code == 200


def test_the_address_cannot_ask_for_what_is_hidden(client, kind, owner):
    make_record(kind, organisation=owner, tier=Tier.ON_REQUEST, title_zh="露出的标题", **SECRET)
    client.force_login(superuser())
    where = reverse(f"admin:catalog_{kind}_changelist")
    for query in ("description_zh__contains=密方甲", "region=130102", "contact_name=联系丙", f"organisation={owner.pk}",
                  f"organisation__memberships__user={1}", "description_zh__startswith=错"):  # fmt: skip
        answer = client.get(f"{where}?{query}")
        assert answer.status_code == 400, query
    assert "露出的标题" not in client.get(where, {"q": "密方甲"}).content.decode()
    assert "露出的标题" in client.get(where, {"q": "露出"}).content.decode()
    assert client.get(where, {"state": State.PUBLISHED, "tier": Tier.ON_REQUEST}).status_code == 200


def test_nothing_is_written_here(client, kind, owner):
    record = make_record(kind, organisation=owner, title_zh="原名")
    record.title_zh = "新名"
    record.save()
    insider = reviewer(is_superuser=True, is_staff=True)
    client.force_login(insider)
    where = addresses(kind, record)
    assert client.post(where["change"], {"title_zh": "改"}).status_code == 403
    assert client.post(where["version"], {"title_zh": "改"}).status_code == 403
    assert client.get(reverse(f"admin:catalog_{kind}_add")).status_code == 403
    assert client.get(reverse(f"admin:catalog_{kind}_delete", args=[record.pk])).status_code == 403
    client.post(where["list"], {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"})
    assert type(record).objects.get(pk=record.pk).title_zh == "新名"


def test_staff_needs_djangos_permission_too(client, owner):
    record = make_record("demand", organisation=owner)
    client.force_login(UserFactory(is_staff=True))
    assert client.get(addresses("demand", record)["list"]).status_code == 403
    client.force_login(member())
    assert client.get(addresses("demand", record)["list"]).status_code == 302


def test_files_of_records_one_may_not_read(client, owner):
    insider = member(owner)
    for tier in (Tier.ON_REQUEST, Tier.PUBLIC):
        record = make_record("demand", organisation=owner, tier=tier)
        actions.attach_file(actor=insider, record=record, upload=SimpleUploadedFile(f"{tier}.pdf", b"%PDF-1"))
    client.force_login(superuser())
    page = client.get(reverse("admin:catalog_attachment_changelist")).content.decode()
    assert "public.pdf" in page
    assert "on_request.pdf" not in page
    hidden = Demand.objects.get(tier=Tier.ON_REQUEST).attachments.get()
    answer = client.get(reverse("admin:catalog_attachment_change", args=[hidden.pk]), follow=True)
    assert "on_request.pdf" not in answer.content.decode()
