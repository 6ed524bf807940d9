"""Asking for a record on request, the owner's answer, and the log of who read what."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from heliu.accounts.actions import delete_account, withdraw_verification
from heliu.accounts.tests.factories import OrganisationFactory, administrator, fresh, member, owner, reviewer
from heliu.activity.models import Notice
from heliu.catalog.access import actions
from heliu.catalog.access.errors import AccessAsked, AccessDecided, DayPast, ReasonMissing, TooManyAsked
from heliu.catalog.access.models import AccessEvent, AccessRequest
from heliu.catalog.actions import delete_record
from heliu.catalog.choices import AccessKind, AccessStanding, AccessState, State, Tier
from heliu.catalog.models import Demand
from heliu.catalog.tests.factories import DemandFactory
from heliu.kit.append_only import AppendOnlyError
from heliu.kit.permissions import OPERATOR, allowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def demand():
    return DemandFactory(tier=Tier.ON_REQUEST, title_zh="标题甲", summary_zh="摘要乙", description_zh="密方丙")


def reads(user, record) -> bool:
    user = fresh(user)
    by_query = Demand.objects.content_visible_to(user).filter(pk=record.pk).exists()
    assert allowed(user, "catalog.view_content", record) == by_query
    return by_query


def ask(record, person, **fields) -> AccessRequest:
    organisation = fields.pop("organisation", None) or person.memberships.get().organisation
    return actions.ask_access(
        actor=person, record=record, organisation=organisation, **({"reason": "想评估一下"} | fields)
    )


def tomorrow() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=1)


def test_ask_grant_read_revoke(demand):
    guest = member()
    colleague = member(guest.memberships.get().organisation)
    boss = member(demand.organisation)
    asked = ask(demand, guest)
    assert Notice.objects.get(recipient=boss).event.note == "想评估一下"
    assert not reads(guest, demand)
    actions.grant_access(actor=boss, request=asked, until=tomorrow(), answer="请保密")
    assert Notice.objects.get(recipient=guest).event.verb == "access_granted"
    assert reads(guest, demand)
    assert reads(colleague, demand)
    assert not reads(member(), demand)
    actions.revoke_access(actor=boss, request=asked)
    assert not reads(guest, demand)
    assert not reads(colleague, demand)
    # What is closed again can be asked for again.
    assert ask(demand, guest).is_waiting


def test_a_grant_ends_with_its_day_and_can_be_asked_for_again(demand):
    guest, boss = member(), member(demand.organisation)
    asked = ask(demand, guest)
    actions.grant_access(actor=boss, request=asked, until=timezone.localdate())
    assert reads(guest, demand)
    with pytest.raises(PermissionDenied):
        ask(demand, fresh(guest))
    AccessRequest.objects.update(until=timezone.localdate() - dt.timedelta(days=1))
    assert not reads(guest, demand)
    asked.refresh_from_db()
    assert asked.standing == AccessState.OVER
    assert ask(demand, fresh(guest)).is_waiting
    asked.refresh_from_db()
    assert asked.state == AccessState.OVER


def test_what_a_grant_rests_on(demand):
    guest, boss = member(), member(demand.organisation)
    actions.grant_access(actor=boss, request=ask(demand, guest), until=tomorrow())
    for fields, still in (({"tier": Tier.CONFIDENTIAL}, False), ({"tier": Tier.ON_REQUEST}, True)):
        Demand.objects.filter(pk=demand.pk).update(**fields)
        demand = Demand.objects.get(pk=demand.pk)
        assert reads(guest, demand) == still
    Demand.objects.filter(pk=demand.pk).update(state=State.CLOSED)
    demand = Demand.objects.get(pk=demand.pk)
    assert not reads(guest, demand)
    Demand.objects.filter(pk=demand.pk).update(state=State.PUBLISHED)
    demand = Demand.objects.get(pk=demand.pk)
    withdraw_verification(actor=reviewer(), organisation=guest.memberships.get().organisation, reason="地址不实")
    assert not reads(guest, demand)


def test_who_may_ask_and_answer(demand):
    guest, boss, stranger = member(), member(demand.organisation), member()
    for person in (member(OrganisationFactory()), boss, reviewer(), administrator()):
        with pytest.raises(PermissionDenied):
            ask(demand, person, organisation=guest.memberships.get().organisation)
    with pytest.raises(PermissionDenied):
        ask(demand, stranger, organisation=guest.memberships.get().organisation)
    for tier in (Tier.PUBLIC, Tier.MEMBERS, Tier.CONFIDENTIAL):
        with pytest.raises(PermissionDenied):
            ask(DemandFactory(tier=tier), guest)
    with pytest.raises(ReasonMissing):
        ask(demand, guest, reason=" ")
    asked = ask(demand, guest)
    with pytest.raises(AccessAsked):
        ask(demand, member(guest.memberships.get().organisation))
    for person in (guest, stranger, reviewer(), administrator()):
        for action in (actions.refuse_access, actions.revoke_access, actions.grant_access):
            values = {"until": tomorrow()} if action is actions.grant_access else {}
            with pytest.raises((PermissionDenied, AccessDecided)):
                action(actor=person, request=asked, **values)
    with pytest.raises(PermissionDenied):
        actions.withdraw_access(actor=boss, request=asked)
    for until in (timezone.localdate() - dt.timedelta(days=1), timezone.localdate() + dt.timedelta(days=800)):
        with pytest.raises(DayPast):
            actions.grant_access(actor=boss, request=asked, until=until)
    actions.refuse_access(actor=boss, request=asked, answer="已有合作方")
    with pytest.raises(AccessDecided):
        actions.grant_access(actor=boss, request=asked, until=tomorrow())


def test_nobody_floods_the_owners(monkeypatch):
    monkeypatch.setattr(actions, "REQUESTS_A_DAY", 2)
    guest = member()
    for _each in range(2):
        ask(DemandFactory(tier=Tier.ON_REQUEST), guest)
    with pytest.raises(TooManyAsked):
        ask(DemandFactory(tier=Tier.ON_REQUEST), guest)
    AccessRequest.objects.update(asked_at=timezone.now() - dt.timedelta(days=2))
    assert ask(DemandFactory(tier=Tier.ON_REQUEST), guest).is_waiting


def test_a_refusal_does_not_tell_whose_the_record_is(demand, client):
    guest, boss = member(), member(demand.organisation, name="业主丁")
    asked = ask(demand, guest)
    actions.refuse_access(actor=boss, request=asked, answer="已有合作方")
    client.force_login(guest)
    for address in (asked.get_absolute_url(), reverse("access_requests"), reverse("notice_list")):
        page = client.get(address).content.decode()
        assert "业主丁" not in page
        assert demand.organisation.name not in page
    assert "已有合作方" in client.get(asked.get_absolute_url()).content.decode()
    client.force_login(member())
    assert client.get(asked.get_absolute_url()).status_code == 404
    client.force_login(boss)
    assert "业主丁" in client.get(asked.get_absolute_url()).content.decode()


def test_pages_from_asking_to_revoking(demand, client):
    guest, boss = member(), member(demand.organisation)
    client.force_login(guest)
    address = reverse("access_ask", args=["demand", demand.pk])
    assert address in client.get(demand.get_absolute_url()).content.decode()
    organisation = guest.memberships.get().organisation_id
    client.post(address, {"organisation": organisation, "reason": "想评估一下"})
    asked = AccessRequest.objects.get()
    assert address not in client.get(demand.get_absolute_url()).content.decode()
    client.force_login(boss)
    assert asked.get_absolute_url() in client.get(demand.get_absolute_url()).content.decode()
    assert client.post(reverse("access_answer", args=[asked.pk, "grant"]), {"until": ""}).status_code == 422
    client.post(reverse("access_answer", args=[asked.pk, "grant"]), {"until": tomorrow().isoformat()})
    client.force_login(guest)
    assert "密方丙" in client.get(demand.get_absolute_url()).content.decode()
    client.force_login(boss)
    client.post(reverse("access_answer", args=[asked.pk, "revoke"]))
    client.force_login(guest)
    assert "密方丙" not in client.get(demand.get_absolute_url()).content.decode()


def test_api_from_asking_to_revoking(demand, client):
    guest, boss = member(), member(demand.organisation)
    wanted = {"organisation": guest.memberships.get().organisation_id, "reason": "想评估一下"}

    def post(person, address, **data):
        client.force_login(person)
        return client.post(f"/api/v1/{address}/", data, content_type="application/json")

    assert client.post(f"/api/v1/demands/{demand.pk}/access/").status_code == 401
    assert post(member(), f"demands/{demand.pk}/access", **wanted).status_code == 403
    asked = post(guest, f"demands/{demand.pk}/access", **wanted)
    assert asked.status_code == 201
    assert asked.json()["state"] == "waiting"
    assert post(guest, f"demands/{demand.pk}/access", **wanted).status_code == 409
    one = f"access/{asked.json()['id']}"
    assert post(member(), f"{one}/grant", until=tomorrow().isoformat()).status_code == 404
    assert post(guest, f"{one}/grant", until=tomorrow().isoformat()).status_code == 403
    assert post(boss, f"{one}/grant", until="2020-01-01").status_code == 422
    assert post(boss, f"{one}/grant", until=tomorrow().isoformat()).json()["state"] == "granted"
    client.force_login(guest)
    assert client.get(f"/api/v1/demands/{demand.pk}/").json()["description_zh"] == "密方丙"
    assert [row["id"] for row in client.get("/api/v1/access/?direction=sent").json()["results"]]
    assert client.get("/api/v1/access/").json()["count"] == 0
    assert post(boss, f"{one}/revoke").json()["state"] == "revoked"
    assert post(boss, f"{one}/revoke").status_code == 409
    client.force_login(guest)
    assert client.get(f"/api/v1/demands/{demand.pk}/").json()["description_zh"] is None


def test_deleting_a_record_forgets_its_requests(demand):
    ask(demand, member())
    delete_record(actor=OPERATOR, record=demand)
    assert not AccessRequest.objects.exists()


# -- the log --------------------------------------------------------------------------------------


def entry(**fields) -> AccessEvent:
    values = {"standing": "reviewer", "kind": "demand", "record_id": 1, "version": 1, "tier": "members", "way": "page"}
    return AccessEvent.objects.create(**{**values, "what": "read", **fields})


def test_the_log_is_append_only():
    one = entry()
    with pytest.raises(AppendOnlyError):
        one.save()
    with pytest.raises(AppendOnlyError):
        one.delete()
    with pytest.raises(AppendOnlyError):
        AccessEvent.objects.update(what="file")
    with pytest.raises(AppendOnlyError):
        AccessEvent.objects.filter(pk=one.pk).delete()
    with pytest.raises(AppendOnlyError):
        AccessEvent.objects.bulk_update([one], ["what"])
    with pytest.raises(AppendOnlyError):
        AccessEvent.objects.update_or_create(pk=one.pk, defaults={"what": "file"})
    with pytest.raises(AppendOnlyError):
        AccessEvent.objects.bulk_create([one], update_conflicts=True, update_fields=["what"], unique_fields=["pk"])
    assert AccessEvent.objects.get().what == "read"


def test_the_administration_neither_changes_nor_deletes_entries(client):
    one = entry()
    client.force_login(administrator())
    assert client.get(reverse("admin:catalog_accessevent_changelist")).status_code == 200
    assert client.post(reverse("admin:catalog_accessevent_delete", args=[one.pk]), {"post": "yes"}).status_code == 403
    change = client.post(reverse("admin:catalog_accessevent_change", args=[one.pk]), {"what": "file"})
    assert change.status_code == 403
    assert client.get(reverse("admin:catalog_accessevent_add")).status_code == 403
    assert AccessEvent.objects.get().what == "read"


def test_entries_outlive_the_account_and_end_with_their_time(settings):
    person = member()
    one, old = entry(person=person), entry(at=timezone.now() - dt.timedelta(days=1096))
    delete_account(actor=person, password="password")
    one = AccessEvent.objects.get(pk=one.pk)
    assert one.person is None
    assert actions.purge_access_log() == 1
    assert not AccessEvent.objects.filter(pk=old.pk).exists()


def test_who_read_what_and_as_what(demand, client):
    guest, boss, clerk = member(), member(demand.organisation), reviewer()
    organisation = guest.memberships.get().organisation
    actions.grant_access(actor=boss, request=ask(demand, guest), until=tomorrow())
    for person in (guest, boss, clerk, member()):
        client.force_login(person)
        client.get(demand.get_absolute_url())
    client.force_login(guest)
    client.get(reverse("record_export", args=["demand"]), {"format": "csv"}).getvalue()
    client.get(reverse("demand_sheet", args=[demand.pk]))
    seen = list(AccessEvent.objects.order_by("pk").values_list("person", "organisation", "standing", "what"))
    assert seen == [
        (guest.pk, organisation.pk, AccessStanding.GRANTED, AccessKind.READ),
        (clerk.pk, None, AccessStanding.REVIEWER, AccessKind.READ),
        (guest.pk, organisation.pk, AccessStanding.GRANTED, AccessKind.EXPORTED),
        (guest.pk, organisation.pk, AccessStanding.GRANTED, AccessKind.SHEET),
    ]
    assert set(AccessEvent.objects.values_list("owner", flat=True)) == {demand.organisation_id}


def test_the_log_is_for_the_owners_and_administrators(demand, client):
    entry(owner=demand.organisation, record_id=demand.pk, person=member(name="读者戊"))
    entry(owner=OrganisationFactory(), person=member(name="别处己"))
    address = reverse("organisation_access_log", args=[demand.organisation_id])
    for person, status in ((owner(demand.organisation), 200), (member(demand.organisation), 404),
                           (reviewer(), 404), (administrator(), 404), (member(), 404)):  # fmt: skip
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.get(reverse("access_log")).status_code == (200 if person.is_superuser else 403)
    client.force_login(owner(demand.organisation))
    page = client.get(address).content.decode()
    assert "读者戊" in page
    assert "别处己" not in page
    sheet = load_workbook(io.BytesIO(client.get(address, {"format": "xlsx"}).getvalue())).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert "读者戊" in rows[1]
    assert "标题甲" in rows[1]
    text = client.get(address, {"format": "csv", "kind": "demand", "record": demand.pk}).getvalue().decode("utf-8-sig")
    assert "读者戊" in text
    assert "读者戊" not in client.get(address, {"kind": "demand", "record": demand.pk + 1}).content.decode()


def test_access_is_revoked_although_who_asked_has_left_the_platform(demand):
    guest, boss = member(), member(demand.organisation)
    colleague = member(guest.memberships.get().organisation)
    asked = ask(demand, guest)
    actions.grant_access(actor=boss, request=asked, until=tomorrow())
    guest.set_password("correct horse battery")
    guest.save()
    delete_account(actor=guest, password="correct horse battery")
    assert reads(colleague, demand)
    actions.revoke_access(actor=fresh(boss), request=AccessRequest.objects.get())
    assert not reads(colleague, demand)
