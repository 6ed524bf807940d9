"""What every area has to keep that gives people something to do, whichever areas there are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from heliu.accounts.actions import invite_manager
from heliu.accounts.models import Invitation, RoleGrant, User
from heliu.accounts.tests.factories import ClaimFactory, OrganisationFactory, fresh, manager, member
from heliu.agenda.sources import sources
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.choices import State
from heliu.catalog.tests.factories import make_record
from heliu.dealflow.actions import accept_introduction
from heliu.dealflow.tests.factories import Calendar, several
from heliu.deals.models import Deal
from heliu.deals.work.actions import add_task
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(monkeypatch) -> list[int]:
    """Ids of people for whom something waits in every area that is filled here."""
    today = Calendar(monkeypatch).set("2026-11-25")
    pairs = several(4)
    first = pairs[0]
    told = first.another().introduce()
    for pair in pairs[:2]:
        pair.introduce()
    for pair in pairs[2:]:
        pair.introduce(pair.seller)
    for kind in ("demand", "achievement", "expert"):
        for state in (State.PUBLISHED, State.RETURNED, State.IN_REVIEW):
            make_record(
                kind, organisation=first.institute, created_by=first.seller, state=state,
                expires_on=today + timedelta(days=2), tier="on_request",
            )  # fmt: skip
    asking = member()
    closed = make_record("achievement", organisation=first.institute, tier="on_request")
    AccessRequest.objects.create(
        kind="achievement", record_id=closed.pk, owner=first.institute, asked_by=asking, reason="试用",
        organisation=asking.memberships.get().organisation,
    )  # fmt: skip
    agent = manager()
    RoleGrant.objects.create(user=agent, role="reviewer")
    invite_manager(actor=first.seller_owner, organisation=first.institute, email=agent.email)
    ClaimFactory(user=asking)
    EmailAddress.objects.create(user=agent, email=agent.email, verified=True, primary=True)
    Invitation.objects.create(
        organisation=OrganisationFactory(), email=agent.email, invited_by=asking, secret_hash="x" * 64,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    deal = Deal.objects.get(introduction=accept_introduction(actor=fresh(first.seller), introduction=told))
    for owner in (first.seller, first.buyer):
        add_task(actor=fresh(first.buyer), deal=deal, title="寄样件", owner=owner, due_on=today)
    people = (first.seller, first.seller_owner, first.buyer, asking, agent)
    return [person.pk for person in people]


def test_each_source_keeps_what_the_agenda_relies_on(busy):
    filled = set()
    for source in sources():
        for pk in busy:
            found = source.items(User.objects.get(pk=pk), 50)
            where = f"{source.name} for person {pk}"
            filled |= {source.name} if found else set()
            assert source.count(User.objects.get(pk=pk)) == len(found), where
            keys = [item.key or item.url for item in found]
            assert len(set(keys)) == len(keys), where
            for mine in (True, False):
                days = [item.due_on or date.max for item in found if item.mine is mine]
                assert days == sorted(days), where
                cut = [item for item in source.items(User.objects.get(pk=pk), 1) if item.mine is mine]
                assert [item.key for item in cut] == [item.key for item in found if item.mine is mine][:1], where
            for item in found:
                assert item.url.startswith("/"), where
                assert str(item.what), where
            for ahead in (0, 3, 30):
                day = local_day() + timedelta(days=ahead)
                due = [one for one in found if one.mine and not one.paused and one.due_on and one.due_on <= day]
                if source.due is not None:
                    assert source.due(User.objects.get(pk=pk), day) == len(due), where
    assert filled >= {"introductions", "records", "access", "review", "invitations", "claims", "ties", "deal_tasks"}


def test_every_address_of_every_item_answers_whom_it_was_given_to(client, busy):
    for pk in busy:
        user = User.objects.get(pk=pk)
        client.force_login(user)
        for source in sources():
            for item in source.items(user, 50):
                assert client.get(item.url).status_code == 200, (source.name, item.url)
            if source.all_url and source.count(user):
                assert client.get(source.all_url(user)).status_code == 200, source.name
