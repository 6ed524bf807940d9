"""Tasks of a deal: who gives, has and closes them, what the agenda says, and two people at once."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from heliu.accounts.models import Mandate, Membership, User
from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import UserFactory, administrator, fresh, manager, member
from heliu.activity.models import Event, Notice
from heliu.agenda.sources import sources
from heliu.dealflow.tests.factories import Calendar
from heliu.deals.errors import StepNotPossible
from heliu.deals.tests.factories import Case, open_case
from heliu.deals.work.actions import add_task, drop_task, edit_task, finish_task, reopen_task
from heliu.deals.work.choices import TaskState
from heliu.deals.work.errors import TaskChanged, TaskNotPossible
from heliu.deals.work.models import DealTask
from heliu.deals.work.selectors import due_tasks, tasks_given, tasks_of, tasks_owed
from heliu.kit.tests.threads import at_once
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
TITLE = "寄送样件检测报告"


@pytest.fixture
def case() -> Case:
    return open_case()


def give(case: Case, **facts) -> DealTask:
    """The buyer gives a task to the seller, unless said otherwise."""
    facts = {"actor": fresh(case.two.buyer), "owner": case.two.seller, "title": TITLE, **facts}
    return add_task(deal=case.deal, **facts)


def told(user: User) -> list[str]:
    return list(
        Notice.objects.filter(recipient=user, event__verb__startswith="task_").values_list("event__verb", flat=True)
    )


# -- permissions ----------------------------------------------------------------------------------


def people(case: Case) -> tuple[list[User], list[User]]:
    """Those who may work on the deal, and those who may know nothing of it."""
    may = [
        case.two.buyer, case.two.buyer_owner, case.two.seller, case.two.seller_owner, manager(case.two.enterprise),
        manager(case.two.institute, confidential=True),
    ]  # fmt: skip
    return may, [UserFactory(), member(), manager(), administrator()]


def test_of_the_other_side_only_those_are_offered_whom_both_know(client, case):
    hidden, agent = member(case.two.institute, name="不相识的同事"), manager(case.two.institute)
    page = f"/deals/{case.deal.pk}/tasks/"
    client.force_login(case.two.buyer)
    for address in (f"/deals/{case.deal.pk}/", f"{page}new/", f"{page}{give(case).pk}/"):
        shown = client.get(address).content.decode()
        assert str(hidden) not in shown
        assert all(str(one) in shown for one in (case.two.buyer_owner, case.two.seller, agent)), address
    new = {"deal": case.deal.pk, "title": "x", "owner": hidden.pk}
    assert client.post("/api/v1/deals/tasks/", new, "application/json").status_code == 400
    client.force_login(case.two.seller)
    assert client.post("/api/v1/deals/tasks/", new, "application/json").status_code == 201
    # Who has it now is known to both, and may keep it when somebody else edits the task.
    client.force_login(case.two.buyer)
    task = DealTask.objects.latest("pk")
    sent = {"title": "y", "owner": hidden.pk, "version": task.version}
    assert client.patch(f"/api/v1/deals/tasks/{task.pk}/", sent, "application/json").status_code == 200


def test_who_may_work_on_tasks(client, case):
    may, others = people(case)
    for user in may:
        task = give(case, actor=fresh(user), owner=user)
        edit_task(actor=fresh(user), task=task, version=1, fields={"note": "附第三方报告"})
        finish_task(actor=fresh(user), task=task)
        reopen_task(actor=fresh(user), task=task)
        drop_task(actor=fresh(user), task=task, reason="不再需要")
        client.force_login(user)
        assert TITLE in client.get("/deals/tasks/?state=dropped").content.decode()
        assert client.get(f"/api/v1/deals/tasks/{task.pk}/").status_code == 200
    task = give(case)
    page = f"/deals/{case.deal.pk}/tasks/"
    for user in others:
        for refused in (
            lambda user=user: give(case, actor=fresh(user)),
            lambda user=user: edit_task(actor=fresh(user), task=task, version=1, fields={"title": "x"}),
            lambda user=user: finish_task(actor=fresh(user), task=task),
            lambda user=user: drop_task(actor=fresh(user), task=task, reason="x"),
            lambda user=user: reopen_task(actor=fresh(user), task=task),
        ):
            with pytest.raises(PermissionDenied):
                refused()
        client.force_login(user)
        assert client.get(f"{page}new/").status_code == 404
        assert client.get(f"{page}{task.pk}/").status_code == 404
        assert client.post(f"{page}{task.pk}/done/").status_code == 404
        assert client.get(f"/api/v1/deals/tasks/{task.pk}/").status_code == 404
        assert client.post(f"/api/v1/deals/tasks/{task.pk}/finish/").status_code == 404
        new = {"deal": case.deal.pk, "title": "x", "owner": user.pk}
        assert client.post("/api/v1/deals/tasks/", new, "application/json").status_code == 404
        assert client.get("/api/v1/deals/tasks/").json()["count"] == 0
        assert TITLE not in client.get("/deals/tasks/").content.decode()
        assert TITLE not in client.get("/deals/tasks/export/?format=csv").getvalue().decode("utf-8-sig")
    assert DealTask.objects.get(pk=task.pk).is_open


def test_a_manager_without_confidential_mandate_has_no_part_in_a_confidential_deal(client):
    case = open_case(tier="confidential")
    plain, trusted = manager(case.two.enterprise), manager(case.two.enterprise, confidential=True)
    with pytest.raises(PermissionDenied):
        give(case, actor=fresh(plain))
    with pytest.raises(ValidationError):
        give(case, owner=plain)
    task = give(case, owner=trusted)
    assert [one.pk for one in tasks_owed(fresh(trusted))] == [task.pk]
    Mandate.objects.filter(manager=trusted).update(confidential=False)
    assert [one.unattended for one in tasks_of(case.deal)] == [True]
    assert not tasks_owed(fresh(trusted))


def test_a_task_is_reached_through_its_own_deal_alone(client, case):
    task = give(case)
    other = open_case()
    client.force_login(case.two.buyer)
    assert client.get(f"/deals/{case.deal.pk}/tasks/{task.pk}/").status_code == 200
    assert client.get(f"/deals/{other.deal.pk}/tasks/{task.pk}/").status_code == 404
    assert client.post(f"/deals/{case.deal.pk}/tasks/{task.pk}/explode/").status_code == 404


# -- what happens ---------------------------------------------------------------------------------


def test_giving_passing_on_and_closing_tell_whom_they_concern(case):
    task = give(case)
    assert told(case.two.seller) == ["task_added"]
    assert not told(case.two.buyer), "who did it is not told"
    edit_task(actor=fresh(case.two.seller), task=task, version=1, fields={"owner": case.two.seller_owner})
    assert told(case.two.seller_owner) == ["task_passed_on"]
    finish_task(actor=fresh(case.two.seller_owner), task=task)
    assert told(case.two.buyer) == ["task_done"]
    now = DealTask.objects.get(pk=task.pk)
    assert (now.state, now.closed_by) == (TaskState.DONE, case.two.seller_owner)
    assert now.closed_at is not None
    assert Event.objects.filter(verb="task_done", note=TITLE).count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": "  "}, "title"), ({"title": "x" * 201}, "title"), ({"due_on": date(2020, 1, 1)}, "due_on"),
    ],
)  # fmt: skip
def test_what_is_filled_in_wrongly_leaves_everything_as_it_was(case, fields, wrong):
    task = give(case)
    with pytest.raises(ValidationError) as error:
        edit_task(actor=fresh(case.two.buyer), task=task, version=1, fields=fields)
    assert set(error.value.message_dict) == {wrong}
    with pytest.raises(ValidationError):
        give(case, **fields)
    now = DealTask.objects.get()
    assert (now.title, now.due_on, now.note, now.version) == (TITLE, None, "", 1)
    assert Event.objects.filter(verb__startswith="task_").count() == 1


def test_nobody_outside_is_given_a_task(client, case):
    for stranger in (member(), manager(), UserFactory()):
        with pytest.raises(ValidationError) as error:
            give(case, owner=stranger)
        assert set(error.value.message_dict) == {"owner"}
        client.force_login(case.two.buyer)
        new = {"deal": case.deal.pk, "title": "x", "owner": stranger.pk}
        unknown = {**new, "owner": 10**9}
        answers = [client.post("/api/v1/deals/tasks/", one, "application/json", headers=EN) for one in (new, unknown)]
        assert [one.status_code for one in answers] == [400, 400]
        assert answers[0].json()["owner"][0].replace(str(stranger.pk), "N") == answers[1].json()["owner"][0].replace(
            str(10**9), "N"
        )
    assert not DealTask.objects.exists()


def test_dropping_needs_a_reason_and_a_closed_task_is_closed(case):
    task = give(case)
    with pytest.raises(ValidationError):
        drop_task(actor=fresh(case.two.seller), task=task, reason="  ")
    drop_task(actor=fresh(case.two.seller), task=task, reason="改由对方承担")
    assert DealTask.objects.get().reason == "改由对方承担"
    for refused in (
        lambda: finish_task(actor=fresh(case.two.buyer), task=task),
        lambda: edit_task(actor=fresh(case.two.buyer), task=task, version=1, fields={"title": "x"}),
    ):
        with pytest.raises(TaskNotPossible):
            refused()
    reopen_task(actor=fresh(case.two.buyer), task=task)
    now = DealTask.objects.get()
    assert (now.is_open, now.reason, now.closed_by, now.closed_at) == (True, "", None, None)
    with pytest.raises(TaskNotPossible):
        reopen_task(actor=fresh(case.two.buyer), task=task)


def test_of_a_deal_that_is_over_nothing_is_written(case):
    task = give(case)
    case.take("lose", reason="price")
    for refused in (
        lambda: give(case),
        lambda: finish_task(actor=fresh(case.two.buyer), task=task),
        lambda: edit_task(actor=fresh(case.two.buyer), task=task, version=1, fields={"title": "x"}),
    ):
        with pytest.raises(StepNotPossible):
            refused()
    assert not tasks_owed(fresh(case.two.seller)), "nothing waits of a deal that is over"
    assert not tasks_given(fresh(case.two.buyer))


def test_the_second_of_two_edits_is_told_what_the_first_one_changed(client, case):
    task = give(case)
    edit_task(actor=fresh(case.two.buyer), task=task, version=1, fields={"note": "两份"})
    with pytest.raises(TaskChanged) as error:
        edit_task(actor=fresh(case.two.seller), task=task, version=1, fields={"title": "另一件事"})
    assert error.value.version == 2
    client.force_login(case.two.seller)
    address = f"/deals/{case.deal.pk}/tasks/{task.pk}/"
    sent = {"title": "另一件事", "owner": case.two.seller.pk, "note": "", "due_on": "", "version": 1}
    answer = client.post(address, sent, headers=EN)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else has changed the task in the meantime: note." in page
    assert "另一件事" in page, "nothing of what was written is lost"
    assert 'name="version" value="2"' in page
    api = client.patch(f"/api/v1/deals/tasks/{task.pk}/", {"title": "x", "version": 1}, "application/json")
    assert (api.status_code, api.json()["version"]) == (409, 2)
    assert client.patch(f"/api/v1/deals/tasks/{task.pk}/", {"title": "x"}, "application/json").status_code == 400
    assert client.post(address, {**sent, "version": 2}).status_code == 302
    assert DealTask.objects.get().title == "另一件事"


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_task_at_once():
    case = open_case()
    task = give(case)
    pair = [case.two.buyer.pk, case.two.seller.pk]

    def seen() -> DealTask:
        return DealTask.objects.select_related("deal").get(pk=task.pk)

    outcomes = at_once(
        *(lambda pk=pk: edit_task(
            actor=User.objects.get(pk=pk), task=seen(), version=1, fields={"title": f"改{pk}"}) for pk in pair)
    )  # fmt: skip
    assert sorted(type(one).__name__ for one in outcomes) == ["DealTask", "TaskChanged"], outcomes
    outcomes = at_once(*(lambda pk=pk: finish_task(actor=User.objects.get(pk=pk), task=seen()) for pk in pair))
    assert sorted(type(one).__name__ for one in outcomes) == ["DealTask", "TaskNotPossible"], outcomes
    assert Event.objects.filter(verb="task_done").count() == 1


# -- nobody's, and the agenda ---------------------------------------------------------------------


def counted(user: User) -> tuple[int, int]:
    """How many items of tasks there are and how many are counted; the same, or the agenda lies."""
    source = next(one for one in sources() if one.name == "deal_tasks")
    items = source.items(fresh(user), 50)
    assert source.count(fresh(user)) == len(items)
    for ahead in (0, 3, 30):
        day = local_day() + timedelta(days=ahead)
        due = [one for one in items if one.mine and not one.paused and one.due_on and one.due_on <= day]
        assert source.due is not None
        assert source.due(fresh(user), day) == len(due)
    for mine in (True, False):
        days = [one.due_on or date.max for one in items if one.mine is mine]
        assert days == sorted(days)
    return sum(one.mine for one in items), sum(not one.mine for one in items)


def test_the_agenda_says_what_one_owes_and_what_one_waits_for(monkeypatch, case):
    today = Calendar(monkeypatch).set("2026-11-25")
    give(case, due_on=today + timedelta(days=9))
    give(case, due_on=today)
    give(case)
    give(case, owner=case.two.buyer, due_on=today + timedelta(days=2))
    assert counted(case.two.seller) == (3, 0)
    assert counted(case.two.buyer) == (1, 3)
    assert counted(case.two.seller_owner) == (0, 0)
    case.take("hold", note="等预算")
    assert counted(case.two.seller) == (3, 0)
    assert due_tasks(fresh(case.two.seller), today) == 0, "a deal on hold does not press"


def test_what_is_due_is_one_query(django_assert_num_queries, case):
    give(case)
    user = fresh(case.two.seller)
    due_tasks(user, local_day())
    with django_assert_num_queries(1):
        due_tasks(user, local_day())


def test_the_task_of_somebody_who_left_is_nobodys_and_goes_to_who_looks_after_the_deal(client, case):
    agent = manager(case.two.institute)
    case.say(owner=case.two.buyer_owner, manager=agent)
    task = give(case)
    assert [one.pk for one in tasks_owed(fresh(case.two.seller))] == [task.pk]
    Membership.objects.filter(user=case.two.seller).delete()
    assert not tasks_owed(fresh(case.two.seller))
    assert counted(case.two.buyer_owner) == (1, 0)
    assert counted(case.two.buyer) == (0, 1)
    client.force_login(case.two.buyer)
    assert "Nobody&#x27;s" in client.get(case.deal.get_absolute_url(), headers=EN).content.decode()
    assert client.get(f"/api/v1/deals/tasks/{task.pk}/").json()["nobodys"] is True
    assert TITLE in client.get("/deals/tasks/?whose=nobody").content.decode()
    # Where who looks after it has left as well, its technology manager has it.
    Membership.objects.filter(user=case.two.buyer_owner).delete()
    assert counted(agent) == (1, 0)
    edit_task(actor=fresh(agent), task=task, version=1, fields={"owner": agent})
    assert [one.unattended for one in tasks_of(case.deal)] == [False]


def test_the_agenda_tells_nothing_of_a_deal_that_one_has_left(case):
    give(case)
    Membership.objects.filter(user=case.two.buyer).delete()
    assert counted(case.two.buyer) == (0, 0)


# -- pages, export, copies ------------------------------------------------------------------------


def test_a_task_from_the_page_to_done(client, case):
    client.force_login(case.two.buyer)
    page = f"/deals/{case.deal.pk}/tasks/"
    wrong = client.post(f"{page}new/", {"title": "", "owner": case.two.seller.pk, "note": "附检测"}, headers=EN)
    assert wrong.status_code == 422
    assert "附检测" in wrong.content.decode()
    day = local_day() + timedelta(days=5)
    sent = {"title": TITLE, "owner": case.two.seller.pk, "due_on": day.isoformat(), "note": ""}
    assert client.post(f"{page}new/", sent).status_code == 302
    task = DealTask.objects.get()
    assert (task.due_on, task.created_by) == (day, case.two.buyer)
    shown = client.get(case.deal.get_absolute_url(), headers=EN).content.decode()
    assert f'id="task-{task.pk}"' in shown
    assert "Overdue" not in shown
    DealTask.objects.update(due_on=local_day() - timedelta(days=1))
    assert "Overdue" in client.get(case.deal.get_absolute_url(), headers=EN).content.decode()
    client.post(f"{page}{task.pk}/drop/", {"reason": ""})
    assert DealTask.objects.get().is_open
    client.post(f"{page}{task.pk}/done/")
    again = client.post(f"{page}{task.pk}/done/", headers=EN, follow=True).content.decode()
    assert "The task is now: Done." in again
    assert "1 closed task" in again


def test_filters_and_file_of_the_list(client, monkeypatch, case):
    today = Calendar(monkeypatch).set("2026-11-25")
    late, ahead = give(case, due_on=today, title="先到"), give(case, due_on=today + timedelta(days=9), title="后到")
    give(case, owner=case.two.buyer, title="无期")
    Calendar(monkeypatch).set("2026-11-26")
    client.force_login(case.two.buyer)

    def found(**query) -> list[str]:
        return [one["title"] for one in client.get("/api/v1/deals/tasks/", query).json()["results"]]

    assert found() == ["先到", "后到", "无期"]
    assert found(sort="-due") == ["后到", "先到", "无期"]
    assert found(overdue="true") == [late.title]
    assert found(overdue="false") == [ahead.title, "无期"]
    assert found(owner=case.two.seller.pk) == ["先到", "后到"]
    assert found(whose="mine") == ["无期"]
    assert found(whose="given") == ["先到", "后到"]
    assert found(due_after="2026-11-30") == ["后到"]
    assert found(q="先") == ["先到"]
    assert found(deal=case.deal.pk, due_before="2026-11-25") == ["先到"]
    finish_task(actor=fresh(case.two.seller), task=ahead)
    assert found() == ["先到", "无期"]
    assert found(state="done") == ["后到"]
    assert len(found(state="any")) == 3
    file = client.get("/deals/tasks/export/", {"overdue": "true"}, headers=EN).getvalue()
    rows = list(load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows][:2] == ["Task", "先到"]
    assert len(rows) == 2
    assert client.get("/deals/tasks/export/", {"format": "pdf"}).status_code == 404


def test_the_list_asks_the_same_number_of_queries_for_more_tasks(client, case):
    client.force_login(case.two.buyer)
    counts = []
    for _ in range(2):
        for _ in range(3):
            give(case)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/deals/tasks/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_the_copy_of_ones_data_holds_ones_tasks(case):
    give(case, note="只给对方看")
    mine = personal_data(fresh(case.two.buyer))["deal_tasks"]
    assert [(one["title"], one["note"], one["given_by_me"]) for one in mine] == [(TITLE, "只给对方看", True)]
    theirs = personal_data(fresh(case.two.seller))["deal_tasks"]
    assert [(one["mine"], one["note"]) for one in theirs] == [(True, None)]
    assert not personal_data(fresh(case.two.seller_owner))["deal_tasks"]
