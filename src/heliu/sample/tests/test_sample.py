"""Loading and removing the sample region."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from heliu.accounts.models import Membership, Organisation, User
from heliu.accounts.signals import account_deleted
from heliu.accounts.tests.factories import MembershipFactory
from heliu.activity.delivery.models import Delivery
from heliu.activity.models import Event
from heliu.agreements.tests.factories import sides
from heliu.catalog.models import Achievement, Demand, Expert, IntellectualProperty, Work
from heliu.catalog.signals import record_published, record_withdrawn
from heliu.dealflow.models import Introduction
from heliu.deals.models import Deal, DealTask, Milestone, Payment
from heliu.desk.models import TimeEntry
from heliu.ingestion.pages.models import Mention, Page
from heliu.sample.actions import load_sample, remove_sample
from heliu.sample.selectors import demo_accounts_path, demonstration_lines, sample_organisations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.HELIU_HOME = tmp_path


def test_loading_twice_changes_nothing():
    first = load_sample()
    assert first["created"] == (
        Organisation.objects.count() + Demand.objects.count() + Achievement.objects.count() + Expert.objects.count()
    )
    rows = [model.objects.count() for model in (Work, IntellectualProperty, Achievement.history.model)]
    announced = []

    def announce(sender, record, **kwargs):
        announced.append(record)

    record_published.connect(announce)
    try:
        second = load_sample()
    finally:
        record_published.disconnect(announce)
    assert (second["created"], second["updated"]) == (0, 0)
    assert announced == []
    assert rows == [model.objects.count() for model in (Work, IntellectualProperty, Achievement.history.model)]


def test_loading_again_restores_what_was_changed():
    load_sample()
    demand = Demand.objects.get(external_id="ne-dem-swell")
    title, version = demand.title_zh, demand.version
    Demand.objects.filter(pk=demand.pk).update(title_zh="改过的标题")
    assert load_sample()["updated"] == 1
    demand = Demand.objects.get(pk=demand.pk)
    assert demand.title_zh == title
    assert demand.version == version + 1


def test_illustrative_is_what_belongs_to_invented_organisations():
    load_sample()
    assert not Organisation.objects.filter(illustrative=True, uscc__isnull=False).exists()
    for model in (Demand, Achievement, Expert):
        assert not model.objects.filter(illustrative=False).exists()
        assert not model.objects.filter(organisation__illustrative=False).exists()
    assert Organisation.objects.get(external_id="tju").illustrative is False


def test_removing_takes_out_what_was_loaded_and_nothing_else():
    own = MembershipFactory().organisation
    load_sample()
    kept = sample_organisations().get(external_id="ne-org-anchu")
    Demand.objects.create(organisation=kept, title_zh="自己的需求")
    partner = sample_organisations().get(external_id="ne-org-jinghan")
    sides(kept, partner).propose()
    Membership.objects.filter(organisation__in=[kept, partner]).delete()
    findable = sum(model.objects.findable().count() for model in (Demand, Achievement, Expert))
    withdrawn = []

    def withdraw(sender, record, **kwargs):
        withdrawn.append(record.pk)

    record_withdrawn.connect(withdraw)
    try:
        counts = remove_sample()
    finally:
        record_withdrawn.disconnect(withdraw)
    assert counts["kept"] == 2
    assert len(withdrawn) == findable + counts["organisation"], "a confidential record was never found"
    assert set(Organisation.objects.all()) == {own, kept, partner}, "what was agreed with invented bodies stays as well"
    assert Demand.objects.count() == 1
    assert load_sample()["created"] > 300


def test_removing_leaves_no_trace(django_capture_on_commit_callbacks):
    call_command("sample", "load", verbosity=0)
    gone = []

    def hear(sender, user, **kwargs):
        gone.append(user.email)

    account_deleted.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            remove_sample()
    finally:
        account_deleted.disconnect(hear)
    assert "enterprise@demo.example" in gone
    for model in (Organisation, Demand, Achievement, Expert):
        assert not model.objects.exists()
        assert not model.history.exists()
    assert not Event.objects.exists()


def test_demonstration_accounts_keep_their_passwords_and_find_a_page(client):
    call_command("sample", "load", verbosity=0)
    before = demonstration_lines()
    call_command("sample", "load", verbosity=0)
    assert demonstration_lines() == before
    assert demo_accounts_path().stat().st_mode & 0o077 == 0
    assert any("reviewer@demo.example" in line for line in before)
    page = Page.objects.get()
    assert (page.state, page.illustrative, page.organisation.external_id) == ("read", True, "ne-org-anchu")
    kinds = set(Mention.objects.filter(version__page=page).values_list("kind", flat=True))
    assert {"organisation", "person", "measure", "demand", "achievement"} <= kinds
    call_command("sample", "remove", verbosity=0)
    assert demonstration_lines() == []
    assert not Page.objects.exists()
    assert not User.objects.filter(email__endswith="@demo.example").exists()


def test_the_manager_of_the_demonstration_has_a_case_on_its_way():
    call_command("sample", "load", verbosity=0)
    found = Introduction.objects.get(state="sent")
    assert (found.demand.external_id, found.demand.illustrative) == ("ne-dem-cold", True)
    assert found.meetings.count() == 1
    assert TimeEntry.objects.count() == 2
    call_command("sample", "load", verbosity=0)
    assert (Introduction.objects.count(), TimeEntry.objects.count()) == (2, 2), "once is enough"
    call_command("sample", "remove", verbosity=0)
    assert not Introduction.objects.exists()
    assert not Introduction.history.exists()
    assert not Event.objects.filter(verb__in=["introduced", "meeting_proposed", "triaged"]).exists()


def test_a_deal_of_the_demonstration_is_on_its_way_and_goes_with_the_sample():
    call_command("sample", "load", verbosity=0)
    deal = Deal.objects.get()
    assert (deal.stage, deal.provider.illustrative, deal.recipient.illustrative) == ("performing", True, True)
    assert [one.received for one in deal.payments.order_by("pk")] == [150000, 0]
    assert deal.tasks.count() == deal.milestones.count() == 1
    assert not Delivery.objects.exists(), "nobody has these addresses"
    call_command("sample", "load", verbosity=0)
    assert Deal.objects.count() == 1, "once is enough"
    call_command("sample", "remove", verbosity=0)
    for model in (Deal, Payment, DealTask, Milestone):
        assert not model.objects.exists()
        assert not model.history.exists()
    assert not Event.objects.exists()
