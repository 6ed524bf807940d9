"""Tasks: the list and its file, giving one, changing one, its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.deals.selectors import get_visible_deal
from heliu.deals.spreadsheets import EXPORT_FORMATS
from heliu.deals.work import actions
from heliu.deals.work.errors import TaskChanged
from heliu.deals.work.filtersets import TaskFilterSet
from heliu.deals.work.forms import DropForm, TaskForm
from heliu.deals.work.models import DealTask
from heliu.deals.work.selectors import get_visible_task, visible_tasks, with_attendance
from heliu.deals.work.spreadsheets import write_tasks
from heliu.deals.work.tables import TaskTable
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems
from heliu.kit.tabular.responses import file_response, named_today

STEPS: dict[str, tuple[Callable[..., DealTask], Any]] = {
    "done": (actions.finish_task, gettext_lazy("Done.")),
    "drop": (actions.drop_task, gettext_lazy("Dropped.")),
    "reopen": (actions.reopen_task, gettext_lazy("Open again.")),
}
"""Step of an address → the action, and what is said once it is done."""


def _filterset(request: SignedInRequest) -> TaskFilterSet:
    return TaskFilterSet(request.GET, with_attendance(visible_tasks(request.user)), request=request)


@login_required
@require_GET
@never_cache
def task_list(request: SignedInRequest) -> HttpResponse:
    """The tasks of all deals that the person may know of; the open ones, unless others are asked for."""
    filterset = _filterset(request)
    page = page_of(filterset.qs, request)
    table = TaskTable(
        page.object_list, request=request, filterset=filterset, caption=DealTask._meta.verbose_name_plural
    )
    context = {**list_context(request, filterset, page), "table": table}
    return render_list(request, "deals/work/task_list.html", context)


@login_required
@require_GET
@never_cache
def task_export(request: SignedInRequest) -> FileResponse:
    """The whole list that the page shows in part: the same filters and order; ``format`` is xlsx or csv."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    found = _filterset(request).qs.iterator(chunk_size=500)
    return file_response(
        named_today("tasks"), lambda stream: write_tasks(stream, format_name, found), format_name=format_name
    )


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def task_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a task; the form on the deal's page leads here, and comes back with what is wrong in it."""
    deal = get_visible_deal(request.user, pk)
    require(request.user, "deals.add_task", deal)
    form = TaskForm(request.POST or None, user=request.user, deal=deal, initial={"owner": request.user.pk})
    if request.method == "POST" and form.is_valid():
        try:
            task = actions.add_task(actor=request.user, deal=deal, **form.answers)
        except ValidationError as error:
            show_problems(form, error)
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(task)
    return _form(request, deal, form)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def task_edit(request: SignedInRequest, pk: int, task: int) -> HttpResponse:
    """What the task says; of two people who edit at once the second is told what the first one changed."""
    found = get_visible_task(request.user, task, deal=pk)
    require(request.user, "deals.change_task", found.deal)
    form = TaskForm(request.POST or None, user=request.user, instance=found, deal=found.deal)
    conflict = None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.edit_task(actor=request.user, task=found, version=version, fields=form.answers)
        except ValidationError as error:
            show_problems(form, error)
        except TaskChanged as error:
            conflict = error
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    return _form(request, found.deal, form, task=found, conflict=conflict)


def _form(
    request: SignedInRequest, deal: Deal, form: TaskForm, *, task: DealTask | None = None,
    conflict: TaskChanged | None = None,
) -> HttpResponse:  # fmt: skip
    # After a conflict the newest version: saving again replaces what the other person wrote, knowingly.
    version = conflict.version if conflict else request.POST.get("version") or (task.version if task else "")
    refused = 409 if conflict else 422 if form.is_bound and form.errors else 200
    context = {"deal": deal, "form": form, "task": task, "conflict": conflict, "version": version}
    return render(request, "deals/work/task_form.html", context, status=refused)


@login_required
@require_POST
def task_step(request: SignedInRequest, pk: int, task: int, step: str) -> HttpResponse:
    """Close a task or open it again; a refusal is told on the deal's page."""
    if step not in STEPS:
        raise Http404
    found = get_visible_task(request.user, task, deal=pk)
    form = DropForm(request.POST)
    if step == "drop" and not form.is_valid():
        messages.error(request, _("Say why."))
        return redirect(found)
    action, done = STEPS[step]
    try:
        action(actor=request.user, task=found, **(form.cleaned_data if step == "drop" else {}))
    except DealError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(done))
    return redirect(found)
