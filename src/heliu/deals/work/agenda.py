"""What tasks of deals give a person to do, and what they wait for: tasks that they gave to others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.models import User
from heliu.agenda.sources import Item, Source, register_source
from heliu.deals.choices import Stage
from heliu.deals.work.labels import owner_label
from heliu.deals.work.models import DealTask
from heliu.deals.work.selectors import SOONEST, due_tasks, tasks_given, tasks_owed, with_attendance


def task_items(user: User, limit: int) -> Sequence[Item]:
    """Of both sorts those that are due soonest."""
    return [
        *(_item(one, mine=True) for one in _soonest(tasks_owed(user), limit)),
        *(_item(one, mine=False) for one in _soonest(tasks_given(user), limit)),
    ]


def _soonest(tasks: QuerySet[DealTask], limit: int) -> Sequence[Any]:
    return list(with_attendance(tasks).order_by(*SOONEST)[:limit])


def _item(task: Any, *, mine: bool) -> Item:
    """What it says stands in ``about``, which no mail repeats."""
    about = [task.title, task.deal.number]
    if task.unattended or not mine:
        about.append(owner_label(task, unattended=task.unattended))
    return Item(
        what=_("Task of a deal") if mine else _("Task that you gave"), about=" · ".join(about),
        url=task.get_absolute_url(), due_on=task.due_on, mine=mine, paused=task.deal.stage == Stage.ON_HOLD,
        key=str(task.pk), step=pgettext("agenda", "Open the task") if mine else "",
        note=_("The deal is on hold.") if task.deal.stage == Stage.ON_HOLD else "",
    )  # fmt: skip


def count_tasks(user: User) -> int:
    return tasks_owed(user).count() + tasks_given(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "deal_tasks", gettext_lazy("Deal tasks"), task_items, count_tasks, due=due_tasks,
            all_url=lambda user: f"{reverse('task_list')}?whose=mine",
        )
    )  # fmt: skip
