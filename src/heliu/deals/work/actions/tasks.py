"""Giving, changing and closing tasks. The deal's row is the lock, which its steps take as well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.activity.actions import record_event
from heliu.deals.actions.steps import locked, save
from heliu.deals.errors import StepNotPossible
from heliu.deals.models import Deal
from heliu.deals.selectors import changed_since, people_of
from heliu.deals.work.choices import TaskState
from heliu.deals.work.errors import TaskChanged, TaskNotPossible
from heliu.deals.work.models import DealTask
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day

VERBS = {
    "task_added": gettext_lazy("Task given"),
    "task_edited": gettext_lazy("Task changed"),
    "task_passed_on": gettext_lazy("Task passed on"),
    "task_done": gettext_lazy("Task done"),
    "task_dropped": gettext_lazy("Task dropped"),
    "task_reopened": gettext_lazy("Task opened again"),
}
"""What the events recorded here are called; registered with the timeline."""
ASKS = ("task_added", "task_passed_on", "task_reopened")
"""Of these, what gives somebody something to do."""


@transaction.atomic
def add_task(
    *, actor: Any, deal: Deal, title: str, owner: User, due_on: date | None = None, note: str = ""
) -> DealTask:  # fmt: skip
    """Give a task to somebody of either side, or to a technology manager concerned; they get a notice."""
    deal = _writable(actor, "deals.add_task", deal)
    task = DealTask(deal=deal, created_by=person(actor))
    _put(task, {"title": title, "owner": owner, "due_on": due_on, "note": note})
    save(task, actor, "added")
    _tell(task, "task_added", actor, [owner])
    return task


@transaction.atomic
def edit_task(*, actor: Actor, task: DealTask, version: int, fields: Mapping[str, Any]) -> DealTask:
    """Change some of ``DealTask.editable_fields`` of the version that the person has seen; nothing where none differs.

    Where ``version`` is no longer the newest nothing is written and TaskChanged says what somebody else changed.
    A new owner gets a notice.
    """
    unknown = set(fields) - set(DealTask.editable_fields)
    if unknown:
        raise TypeError(f"A task has no editable field {sorted(unknown)[0]!r}.")
    task = _locked(actor, task)
    _refuse_unless(task, TaskState.OPEN)
    if task.version != version:
        raise TaskChanged(changed_since(task, version), task.version)
    changed = _put(task, fields)
    if not changed:
        return task
    task.version += 1
    save(task, actor, "edited")
    if "owner" in changed:
        _tell(task, "task_passed_on", actor, [task.owner])
    else:
        _tell(task, "task_edited", actor, [task.owner], changed=changed)
    return task


@transaction.atomic
def finish_task(*, actor: Actor, task: DealTask) -> DealTask:
    """Note that it is done; of two people who press at once the second is told. Who gave it gets a notice."""
    return _close(actor, task, TaskState.DONE)


@transaction.atomic
def drop_task(*, actor: Actor, task: DealTask, reason: str) -> DealTask:
    """Say that it will not be done, and why; who has it and who gave it get a notice."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why.")})
    return _close(actor, task, TaskState.DROPPED, reason)


@transaction.atomic
def reopen_task(*, actor: Actor, task: DealTask) -> DealTask:
    """It is to be done after all."""
    task = _locked(actor, task)
    if task.is_open:
        raise TaskNotPossible(task.get_state_display())
    task.state, task.reason, task.closed_by, task.closed_at = TaskState.OPEN, "", None, None
    save(task, actor, "reopened")
    _tell(task, "task_reopened", actor, [task.owner])
    return task


def _close(actor: Actor, task: DealTask, state: TaskState, reason: str = "") -> DealTask:
    task = _locked(actor, task)
    _refuse_unless(task, TaskState.OPEN)
    task.state, task.reason, task.closed_by, task.closed_at = state, reason, person(actor), timezone.now()
    save(task, actor, state.value)
    _tell(task, f"task_{state}", actor, [task.owner, task.created_by], reason=reason)
    return task


# -- what they share ------------------------------------------------------------------------------


def _writable(actor: Actor, permission: str, deal: Deal) -> Deal:
    """The deal, held until the transaction ends, where the person may and it is not over."""
    deal = locked(deal)
    require(actor, permission, deal)
    if deal.is_over:
        raise StepNotPossible(deal.get_stage_display())
    return deal


def _locked(actor: Actor, task: DealTask) -> DealTask:
    """The task as it is now; whoever writes it holds its deal."""
    deal = _writable(actor, "deals.change_task", task.deal)
    found = DealTask.objects.select_for_update(of=("self",)).filter(pk=task.pk).first()
    if found is None:
        raise Http404
    found.deal = deal
    return found


def _refuse_unless(task: DealTask, state: TaskState) -> None:
    if task.state != state:
        raise TaskNotPossible(task.get_state_display())


def _put(task: DealTask, fields: Mapping[str, Any]) -> list[str]:
    """Write the fields into the task; gives the names of those that differ."""
    values: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in fields.items()
    }
    changed = [name for name, value in values.items() if getattr(task, name) != value]
    for name in changed:
        setattr(task, name, values[name])
    problems = {}
    owner, day = values.get("owner"), values.get("due_on")
    if "owner" in values and (owner is None or ("owner" in changed and not people_of(task.deal).filter(pk=owner.pk))):
        problems["owner"] = _("This person does not act for either side.")
    if "due_on" in changed and day is not None and day < local_day():
        problems["due_on"] = _("Choose today or a later day.")
    if problems:
        raise ValidationError(problems)
    return changed


def _tell(
    task: DealTask, verb: str, actor: Actor, people: Iterable[User | None], *, reason: str = "",
    changed: Iterable[str] = (),
) -> None:  # fmt: skip
    """Into the deal's timeline, and to those of these people who still belong to the deal."""
    told = people_of(task.deal).filter(pk__in=[one.pk for one in people if one is not None])
    note = f"{task.title}: {reason}" if reason else task.title
    data = {"task": task.pk, "changed": list(changed)}
    record_event(task.deal, verb, actor=person(actor), note=note, data=data, notify=told)
