"""The table of roles, tiers and fields in the documentation, gone through on every way to a record.

What is expected is read from the page itself, so that what is promised there is what is tested.
"""

from __future__ import annotations

from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from heliu.accounts.tests.factories import OrganisationFactory
from heliu.catalog.access.models import AccessEvent
from heliu.catalog.choices import AccessKind, AccessWay, Tier
from heliu.catalog.disclosure import FIELDS
from heliu.catalog.models import RECORD_MODELS, Attachment
from heliu.catalog.tests.factories import make_record
from heliu.catalog.tests.promises import make_people, promised
from heliu.kit.permissions import allowed

pytestmark = pytest.mark.django_db

SECRETS = {
    "title": {"title_zh": "标题甲", "summary_zh": "摘要乙"},
    "text": {"description_zh": "密方丙", "keywords_zh": ["密词丁"]},
    "contact": {"contact_name": "联系戊", "contact_email": "gamma@example.org"},
}
WORDS = {
    "title": ("标题甲", "摘要乙"),
    "text": ("密方丙", "密词丁", "业主己"),
    "contact": ("联系戊", "gamma@example.org"),
}


@pytest.fixture(params=RECORD_MODELS)
def scene(request):
    """A published record of each tier, and everybody of the table."""
    owner = OrganisationFactory(verified=True, name_zh="业主己", name_en="Ownersix")
    fields = {name: value for group in SECRETS.values() for name, value in group.items()}
    records = {
        tier: make_record(request.param, organisation=owner, tier=tier, title_en="", description_en="", **fields)
        for tier in Tier.values
    }
    return request.param, records, make_people(owner, records.values())


def test_table_has_everybody_and_every_tier(scene):
    _kind, _records, people = scene
    table = promised()
    assert list(table) == list(people)
    assert all(list(row) == Tier.values for row in table.values())


def test_rules_and_querysets(scene):
    kind, records, people = scene
    for (name, tiers), (tier, record) in product(promised().items(), records.items()):
        user, told = people[name], tiers[tier]
        assert {group for group, rule in FIELDS.items() if allowed(user, rule, record)} == told, (name, tier)
        objects = RECORD_MODELS[kind].objects
        assert objects.visible_to(user).filter(pk=record.pk).exists() == ("title" in told), (name, tier)
        assert objects.content_visible_to(user).filter(pk=record.pk).exists() == ("text" in told), (name, tier)


def test_pages_files_and_exports(scene, client):
    kind, records, people = scene
    default_storage.save("x.txt", ContentFile(b"abc"))
    for tier, record in records.items():
        Attachment.objects.create(
            record=record, kind="file", name=f"{tier}.txt", file="x.txt", media_type="text/plain", size=3
        )
    for name, tiers in promised().items():
        client.logout()
        if people[name].is_authenticated:
            client.force_login(people[name])
        exported = client.get(reverse("record_export", args=[kind]), {"format": "jsonl"}).getvalue().decode()
        rows = {line.rsplit("/", 2)[1]: line for line in exported.splitlines()}
        listed = client.get(reverse(f"{kind}_list")).content.decode()
        for tier, record in records.items():
            told = tiers[tier]
            page = client.get(record.get_absolute_url())
            assert page.status_code == (200 if told else 404), (name, tier)
            for group, words in WORDS.items():
                for word in words:
                    assert (word in page.content.decode()) == (group in told), (name, tier, word)
                    assert (word in rows.get(str(record.pk), "")) == (group in told), (name, tier, word)
            assert (f'href="{record.get_absolute_url()}"' in listed) == bool(told), (name, tier)
            file = client.get(reverse("attachment_download", args=[record.attachments.get().pk]))
            assert file.status_code == (200 if "text" in told else 404), (name, tier)
            if file.streaming:
                file.getvalue()
            history = client.get(reverse("record_history", args=[kind, record.pk]))
            expected = 302 if not people[name].is_authenticated else 200 if "versions" in told else 403 if told else 404
            assert history.status_code == expected, (name, tier)


def test_api_and_what_is_noted(scene, client):
    kind, records, people = scene
    for name, tiers in promised().items():
        client.logout()
        user = people[name]
        if user.is_authenticated:
            client.force_login(user)
        listed = {row["id"]: row for row in client.get(f"/api/v1/{kind}s/").json()["results"]}
        for tier, record in records.items():
            told = tiers[tier]
            answer = client.get(f"/api/v1/{kind}s/{record.pk}/")
            assert answer.status_code == (200 if told else 404), (name, tier)
            assert (record.pk in listed) == bool(told), (name, tier)
            row = answer.json() if told else {}
            for group, fields in SECRETS.items():
                for field, value in fields.items():
                    assert (row.get(field) == value) == (group in told), (name, tier, field)
            # Whoever reads the text of what is not for everybody, and is not of the owner, is noted each time.
            noted = AccessEvent.objects.filter(kind=kind, record_id=record.pk, person_id=user.pk, way=AccessWay.API)
            outsider = user.is_authenticated and name != "member of the owner"
            expected = 2 if outsider and tier != Tier.PUBLIC and "text" in told else 0
            assert noted.filter(what=AccessKind.READ).count() == expected, (name, tier)
