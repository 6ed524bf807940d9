"""Tasks and files on the page of their deal, and what lower areas are told of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.models import Event
from heliu.activity.verbs import register_class, register_link, register_verbs
from heliu.deals.models import Deal
from heliu.deals.work import agenda, receivers
from heliu.deals.work.actions import files, tasks
from heliu.deals.work.forms import DropForm, FileForm, TaskForm
from heliu.deals.work.labels import owner_label
from heliu.deals.work.selectors import tasks_of, visible_files, visible_tasks
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed


def tasks_panel(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    """The tasks of a deal that the page has fetched for this person."""
    user: Any = request.user
    found = [(one, owner_label(one, unattended=one.unattended)) for one in tasks_of(deal)]  # type: ignore[attr-defined]
    writes = not deal.is_over and allowed(user, "deals.change_task", deal)
    return {
        "deal": deal, "open": [row for row in found if row[0].is_open], "writes": writes,
        "closed": [row for row in found if not row[0].is_open],
        "form": TaskForm(user=user, deal=deal, initial={"owner": user.pk}, auto_id="task_%s") if writes else None,
        "drop_form": DropForm(),
    }  # fmt: skip


def files_panel(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    """Its files, as far as this person may know of them."""
    user: Any = request.user
    found = list(visible_files(user).filter(deal=deal))
    writes = not deal.is_over and allowed(user, "deals.add_file", deal)
    kept = [
        (one, writes and allowed(user, "deals.remove_file", one)) for one in found if one.removed_at is None
    ]  # fmt: skip
    return {
        "deal": deal, "kept": kept, "removed": [one for one in found if one.removed_at is not None],
        "form": FileForm(user=user, deal=deal, auto_id="file_%s") if writes else None,
    }  # fmt: skip


def task_link(event: Event, user: Any) -> str | None:
    """A notice leads to the task on its deal's page."""
    task = visible_tasks(user).filter(pk=event.data.get("task", 0)).first()
    return task.get_absolute_url() if task else None


def register() -> None:
    """Called once, when the application is ready."""
    register_verbs(tasks.VERBS | files.VERBS)
    register_class(NoticeClass.ANSWER, *tasks.ASKS)
    for verb in tasks.VERBS:
        register_link(verb, task_link)
    register_panel(
        "deal.detail", "deals/work/tasks.html", tasks_panel, order=20,
        anchor="tasks", title=_("Tasks"),
    )  # fmt: skip
    register_panel(
        "deal.detail", "deals/work/files.html", files_panel, order=25,
        anchor="files", title=_("Files"),
    )  # fmt: skip
    receivers.connect()
    agenda.register()
