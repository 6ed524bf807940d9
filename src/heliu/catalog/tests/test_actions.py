"""Every transition with every role, editing, locking, files, expiry."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from heliu.accounts.actions import delete_account
from heliu.accounts.choices import MemberRole
from heliu.accounts.models import Membership
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, member, reviewer
from heliu.activity.models import Event, Notice
from heliu.catalog import actions
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS, Demand
from heliu.catalog.signals import record_published, record_withdrawn
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory, ExpertFactory, make_record
from heliu.kit.jobs import enqueue
from heliu.kit.permissions import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced():
    """What the catalog announced, as (signal, title)."""
    heard = []

    def hear_published(sender, record, **kwargs):
        heard.append(("published", record.pk))

    def hear_withdrawn(sender, record, **kwargs):
        heard.append(("withdrawn", record.pk))

    record_published.connect(hear_published)
    record_withdrawn.connect(hear_withdrawn)
    yield heard
    record_published.disconnect(hear_published)
    record_withdrawn.disconnect(hear_withdrawn)


STEPS = {
    "submit": lambda actor, record: actions.submit_record(actor=actor, record=record),
    "return": lambda actor, record: actions.return_record(actor=actor, record=record, reason="太短"),
    "publish": lambda actor, record: actions.publish_record(actor=actor, record=record),
    "close": lambda actor, record: actions.close_record(actor=actor, record=record),
    "reopen": lambda actor, record: actions.reopen_record(actor=actor, record=record),
}
# From which state each step leads where, and whose it is.
WAYS = {
    ("submit", State.DRAFT): State.IN_REVIEW,
    ("submit", State.RETURNED): State.IN_REVIEW,
    ("return", State.IN_REVIEW): State.RETURNED,
    ("return", State.PUBLISHED): State.RETURNED,
    ("publish", State.IN_REVIEW): State.PUBLISHED,
    ("close", State.IN_REVIEW): State.CLOSED,
    ("close", State.RETURNED): State.CLOSED,
    ("close", State.PUBLISHED): State.CLOSED,
    ("close", State.EXPIRED): State.CLOSED,
    ("reopen", State.CLOSED): State.DRAFT,
    ("reopen", State.EXPIRED): State.DRAFT,
}
REVIEWER_STEPS = ("return", "publish")


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_from_every_state_by_every_person(step, state):
    owner = OrganisationFactory(verified=True)
    insider = member(owner)
    judge = reviewer()
    both = reviewer()
    Membership.objects.create(user=both, organisation=owner)
    superuser = UserFactory(is_superuser=True, is_staff=True)
    strangers = [UserFactory(), member(), superuser]
    entitled = [judge] if step in REVIEWER_STEPS else [insider, both]
    refused = strangers + ([insider, both] if step in REVIEWER_STEPS else [judge])
    for person in refused:
        record = DemandFactory(organisation=owner, state=state)
        with pytest.raises(PermissionDenied):
            STEPS[step](person, record)
        assert Demand.objects.get(pk=record.pk).state == state
    for person in entitled:
        record = DemandFactory(organisation=owner, state=state)
        if target := WAYS.get((step, State(state))):
            assert STEPS[step](person, record).state == target
            assert Demand.objects.get(pk=record.pk).state == target
        else:
            # A draft is not a reviewer's business at all; elsewhere the state forbids the step.
            drafted = step in REVIEWER_STEPS and state == State.DRAFT
            with pytest.raises(PermissionDenied if drafted else actions.NotPossible):
                STEPS[step](person, record)
            assert Demand.objects.get(pk=record.pk).state == state


@pytest.mark.parametrize("kind", RECORD_MODELS)
def test_the_whole_way_of_a_record(kind, announced):
    owner = OrganisationFactory(verified=True)
    insider, judge = member(owner), reviewer()
    fields = {"title_zh": "抗冲击涂层", "description_zh": "要求见参数。", "keywords_zh": ["涂层"]}
    record = actions.create_record(actor=insider, kind=kind, organisation=owner, fields=fields)
    assert (record.state, record.version, record.created_by) == (State.DRAFT, 1, insider)
    record = actions.submit_record(actor=insider, record=record)
    assert Notice.objects.get(recipient=judge).event.verb == "submitted"
    record = actions.return_record(actor=judge, record=record, reason="缺少指标")
    assert record.return_reason == "缺少指标"
    assert Notice.objects.get(recipient=insider).event.note == "缺少指标"
    record = actions.edit_record(actor=insider, record=record, version=1, fields={"description_zh": "冲击不低于67%。"})
    record = actions.submit_record(actor=insider, record=record)
    assert (record.return_reason, record.version) == ("", 2)
    assert announced == []
    record = actions.publish_record(actor=judge, record=record, version=2)
    assert record.published_at
    assert announced == [("published", record.pk)]
    record = actions.close_record(actor=insider, record=record, note="已解决")
    assert announced[1:] == [("withdrawn", record.pk)]
    record = actions.reopen_record(actor=insider, record=record)
    verbs = list(Event.objects.filter(object_id=record.pk).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["created", "submitted", "returned", "edited", "submitted", "published", "closed", "reopened"]
    who = list(record.history.order_by("pk").values_list("history_user", "history_change_reason"))
    assert who == list(
        zip(
            [insider.pk, insider.pk, judge.pk, insider.pk, insider.pk, judge.pk, insider.pk, insider.pk],
            verbs,
            strict=False,
        )
    )


def test_only_members_write_for_an_organisation():
    owner = OrganisationFactory()
    fields = {"title_en": "A pump"}
    assert actions.create_record(actor=member(owner), kind="demand", organisation=owner, fields=fields).pk
    for person in (UserFactory(), member(), reviewer(), UserFactory(is_superuser=True)):
        with pytest.raises(PermissionDenied):
            actions.create_record(actor=person, kind="demand", organisation=owner, fields=fields)
    assert Demand.objects.count() == 1


def test_only_the_installation_publishes_without_review(announced):
    owner = OrganisationFactory(illustrative=True)
    fields = {"title_zh": "仅有标题"}
    with pytest.raises(PermissionDenied):
        actions.create_record(actor=member(owner), kind="demand", organisation=owner, fields=fields, publish=True)
    record = actions.create_record(actor=OPERATOR, kind="demand", organisation=owner, fields=fields, publish=True)
    assert record.is_published
    assert record.illustrative
    assert record.created_by is None
    assert announced == [("published", record.pk)]
    late = {**fields, "expires_on": timezone.localdate() - dt.timedelta(days=1)}
    with pytest.raises(actions.NotPossible):
        actions.create_record(actor=OPERATOR, kind="demand", organisation=owner, fields=late, publish=True)


def test_a_record_without_description_is_not_submitted():
    record = DemandFactory(state=State.DRAFT, description_zh=" ", description_en="")
    with pytest.raises(actions.NotPossible) as refusal:
        actions.submit_record(actor=member(record.organisation), record=record)
    assert "描述" in str(refusal.value) or "Describe" in str(refusal.value)


def test_returning_needs_a_reason():
    record = DemandFactory(state=State.IN_REVIEW)
    with pytest.raises(actions.ReasonMissing):
        actions.return_record(actor=reviewer(), record=record, reason="  ")


def test_a_reviewer_approves_only_what_was_read():
    record = DemandFactory(state=State.IN_REVIEW)
    actions.edit_record(actor=member(record.organisation), record=record, version=1, fields={"title_zh": "别的"})
    judge = reviewer()
    with pytest.raises(actions.EditConflict) as conflict:
        actions.publish_record(actor=judge, record=record, version=1)
    assert [change.name for change in conflict.value.changes] == ["title_zh"]
    assert actions.publish_record(actor=judge, record=record, version=2).is_published


def test_two_editors_never_lose_an_edit_silently():
    owner = OrganisationFactory()
    first, second = member(owner), member(owner)
    record = actions.create_record(
        actor=first, kind="achievement", organisation=owner, fields={"title_zh": "旧名", "ways": ["licence"]}
    )
    actions.edit_record(
        actor=first, record=record, version=1,
        fields={"title_zh": "新名", "intellectual_property": [{"kind": "invention", "number": "ZL1"}]},
    )  # fmt: skip
    with pytest.raises(actions.EditConflict) as conflict:
        actions.edit_record(actor=second, record=record, version=1, fields={"ways": ["equity"]})
    changes = {change.name: (change.before, change.after) for change in conflict.value.changes}
    assert changes == {"title_zh": ("旧名", "新名"), "intellectual_property": ("", "")}
    saved = actions.edit_record(actor=second, record=record, version=2, fields={"ways": ["equity"]})
    assert (saved.title_zh, saved.ways, saved.version) == ("新名", ["equity"], 3)


def test_editing_a_published_record(announced):
    record = DemandFactory()
    insider = member(record.organisation)
    same = actions.edit_record(actor=insider, record=record, version=1, fields={"title_zh": record.title_zh})
    assert (same.version, announced) == (1, [])
    record = actions.edit_record(actor=insider, record=record, version=1, fields={"title_zh": "改后"})
    assert (record.state, record.version, announced) == (State.PUBLISHED, 2, [("published", record.pk)])
    record = actions.edit_record(actor=insider, record=record, version=2, fields={"tier": Tier.CONFIDENTIAL})
    assert announced[1:] == [("withdrawn", record.pk)]
    record = actions.edit_record(actor=insider, record=record, version=3, fields={"title_zh": "秘密"})
    assert len(announced) == 2
    for person in (UserFactory(is_superuser=True), reviewer(), member()):
        with pytest.raises(PermissionDenied):
            actions.edit_record(actor=person, record=record, version=4, fields={"title_zh": "外人"})
    closed = actions.close_record(actor=insider, record=record)
    with pytest.raises(PermissionDenied):
        actions.edit_record(actor=insider, record=closed, version=4, fields={"title_zh": "迟了"})


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title_zh": " ", "title_en": ""}, "title_zh"),
        ({"region": "999999"}, "region"),
        ({"industry": "Q0"}, "industry"),
        ({"keywords_zh": ["x" * 101]}, "keywords_zh"),
        ({"keywords_en": "one, two"}, "keywords_en"),
        ({"budget_min": 5, "budget_max": 4}, "budget_max"),
        ({"budget_min": -1}, "budget_min"),
        ({"tier": "secret"}, "tier"),
        ({"description_zh": "长" * 50_001}, "description_zh"),
    ],
)
def test_wrong_fields_are_named(fields, wrong):
    owner = OrganisationFactory()
    with pytest.raises(ValidationError) as error:
        actions.create_record(
            actor=member(owner), kind="demand", organisation=owner, fields={"title_zh": "泵", **fields}
        )
    assert list(error.value.message_dict) == [wrong]
    assert not Demand.objects.exists()


def test_parts_and_team():
    owner = OrganisationFactory()
    insider = member(owner)
    colleague, stranger = ExpertFactory(organisation=owner), ExpertFactory()
    fields = {
        "title_zh": "减振器", "team": [colleague.pk],
        "intellectual_property": [{"kind": "invention", "status": "granted", "number": "ZL2020"}],
    }  # fmt: skip
    record = actions.create_record(actor=insider, kind="achievement", organisation=owner, fields=fields)
    assert record.intellectual_property.get().number == "ZL2020"
    assert list(record.team.all()) == [colleague]
    again = actions.edit_record(actor=insider, record=record, version=1, fields=fields)
    assert again.version == 1
    with pytest.raises(ValidationError) as error:
        actions.edit_record(actor=insider, record=record, version=1, fields={"team": [stranger.pk]})
    assert "team" in error.value.message_dict
    rows = [{"kind": "design", "number": "1"}, {"kind": "nonsense", "number": "2"}]
    with pytest.raises(ValidationError) as error:
        actions.edit_record(actor=insider, record=record, version=1, fields={"intellectual_property": rows})
    assert error.value.message_dict["intellectual_property"][0].startswith("2: ")
    assert record.intellectual_property.get().number == "ZL2020"
    hidden = ExpertFactory(tier=Tier.CONFIDENTIAL)
    record.team.add(hidden, stranger)
    actions.edit_record(actor=insider, record=record, version=1, fields={"team": []})
    assert list(record.team.all()) == [hidden]  # nobody takes off whom they cannot see
    expert = actions.edit_record(
        actor=member(stranger.organisation), record=stranger, version=1,
        fields={"works": [{"kind": "paper", "title_zh": "低温冲击", "year": 2021}]},
    )  # fmt: skip
    assert expert.works.get().year == 2021


def test_expiry(announced):
    today = dt.date(2026, 5, 1)
    due = [make_record(kind, expires_on=dt.date(2026, 4, 30)) for kind in RECORD_MODELS]
    kept = [DemandFactory(expires_on=today), DemandFactory(), DemandFactory(state=State.DRAFT, expires_on=dt.date.min)]
    assert actions.expire_due_records(today=today) == len(due)
    assert actions.expire_due_records(today=today) == 0
    assert [type(r).objects.get(pk=r.pk).state for r in due] == [State.EXPIRED] * 3
    assert [Demand.objects.get(pk=r.pk).state for r in kept] == [State.PUBLISHED, State.PUBLISHED, State.DRAFT]
    assert {what for what, _ in announced} == {"withdrawn"}


def test_the_daily_job_expires():
    due = DemandFactory(expires_on=timezone.localdate() - dt.timedelta(days=1))
    author = member(due.organisation)
    Demand.objects.filter(pk=due.pk).update(created_by=author)
    assert "catalog.expire_due_records" in settings.HELIU_DAILY_JOBS
    enqueue("catalog.expire_due_records")
    assert Demand.objects.get().state == State.EXPIRED
    assert Notice.objects.get().recipient == author


def test_an_author_who_left_is_not_told():
    record = DemandFactory(state=State.IN_REVIEW)
    leaver, owner = UserFactory(), UserFactory()
    Demand.objects.filter(pk=record.pk).update(created_by=leaver)
    Membership.objects.create(user=owner, organisation=record.organisation, role=MemberRole.OWNER)
    Membership.objects.create(user=UserFactory(), organisation=record.organisation)
    actions.return_record(actor=reviewer(), record=record, reason="短")
    assert [notice.recipient for notice in Notice.objects.all()] == [owner]


def test_only_drafts_are_deleted_and_leave_nothing():
    draft = actions.create_record(
        actor=OPERATOR, kind="demand", organisation=OrganisationFactory(), fields={"title_zh": "草稿"}
    )
    insider = member(draft.organisation)
    published = DemandFactory(organisation=draft.organisation)
    with pytest.raises(PermissionDenied):
        actions.delete_record(actor=insider, record=published)
    with pytest.raises(PermissionDenied):
        actions.delete_record(actor=member(), record=draft)
    actions.delete_record(actor=insider, record=draft)
    assert not Demand.history.filter(id=draft.pk).exists()
    assert not Event.objects.filter(object_id=draft.pk, content_type__model="demand").exists()
    with pytest.raises(actions.RecordGone):
        actions.submit_record(actor=insider, record=draft)
    actions.delete_record(actor=OPERATOR, record=published)
    assert not Demand.objects.exists()


def test_old_versions_forget_whose_account_ended():
    record = DemandFactory()
    author, other = member(record.organisation), member(record.organisation)
    fields = {"title_zh": "草稿", "description_zh": "文"}
    for person in (author, other):
        actions.create_record(actor=person, kind="demand", organisation=record.organisation, fields=fields)
    authors = Demand.history.exclude(created_by_id=None).values_list("created_by_id", flat=True)
    assert set(authors) == {author.pk, other.pk}
    delete_account(actor=author, password="password")
    assert set(authors.all()) == {other.pk}


def test_a_readiness_level_belongs_to_its_scale():
    record = AchievementFactory()
    insider = member(record.organisation)
    for fields in ({"readiness_level": 4}, {"readiness_scale": "iso16290", "readiness_level": 10}):
        with pytest.raises(ValidationError):
            actions.edit_record(actor=insider, record=record, version=1, fields=fields)
    fields = {"readiness_scale": "gbt22900-2009", "readiness_level": 10}
    assert actions.edit_record(actor=insider, record=record, version=1, fields=fields).readiness_level == 10
