"""Pages of asking, answering and the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.agreements.selectors import proposed_between
from heliu.catalog.access import actions
from heliu.catalog.access.errors import AccessError, DayPast
from heliu.catalog.access.forms import AnswerForm, AskForm
from heliu.catalog.access.models import AccessEvent, AccessRequest
from heliu.catalog.access.selectors import (
    access_log_of,
    get_access_request,
    organisations_to_ask_for,
    requests_by,
    requests_to,
    whole_access_log,
    with_records,
)
from heliu.catalog.access.tables import LOG_FORMATS, log_lines, write_log
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.selectors import get_visible_organisation, get_visible_record
from heliu.kit.lists.pages import page_of
from heliu.kit.permissions import allowed, require
from heliu.kit.tabular.responses import file_response, named_today

RECENT = 50


@login_required
@require_http_methods(["GET", "POST"])
def access_ask(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask the owner of a record for the rest of it."""
    record = get_visible_record(request.user, kind, pk)
    require(request.user, "catalog.ask_access", record)
    user: Any = request.user
    organisations = organisations_to_ask_for(user, record)
    if not organisations.exists():
        messages.info(request, _("Your organisation has asked for this already."))
        return redirect(record)
    form = AskForm(request.POST or None, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_access(actor=user, record=record, **form.cleaned_data)
        except AccessError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Asked. The owner decides; you will get a notice."))
            return redirect(asked)
    return render(request, "catalog/access/ask.html", {"form": form, "record": record, "kind": kind})


@login_required
@require_GET
@never_cache
def access_requests(request: HttpRequest) -> HttpResponse:
    """What was asked of the person's organisations, and what these have asked for."""
    user = request.user
    context = {
        "received": with_records(user, requests_to(user).order_by("-state", "-asked_at")[:RECENT]),
        "sent": with_records(user, requests_by(user)[:RECENT]),
    }
    return render(request, "catalog/access/requests.html", context)


@login_required
@require_GET
@never_cache
def access_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: the owner's members answer here, those who asked see what became of it."""
    return _show(request, get_access_request(request.user, pk), AnswerForm())


ANSWERS: dict[str, tuple[Callable[..., Any], Any]] = {
    "grant": (actions.grant_access, gettext_lazy("Granted. They can read it now.")),
    "refuse": (actions.refuse_access, gettext_lazy("Refused.")),
    "revoke": (actions.revoke_access, gettext_lazy("Revoked. They cannot read it any more.")),
    "withdraw": (actions.withdraw_access, gettext_lazy("Withdrawn.")),
}
"""What either side does with a request, and what is said afterwards."""
PROMISED = gettext_lazy("Granted. It opens as soon as a confidentiality agreement is in force.")


@login_required
@require_POST
def access_answer(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Grant, refuse, revoke or withdraw."""
    if step not in ANSWERS:
        raise Http404
    asked = get_access_request(request.user, pk)
    action, done = ANSWERS[step]
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, form, status=422)
    values: dict[str, Any] = {} if step == "withdraw" else {"answer": form.cleaned_data["answer"]}
    try:
        if step == "grant":
            if form.cleaned_data["until"] is None:
                raise DayPast
            values |= {name: form.cleaned_data[name] for name in ("until", "under_agreement")}
        answered = action(actor=request.user, request=asked, **values)
    except AccessError as error:
        form.add_error("until" if isinstance(error, DayPast) else None, str(error))
        return _show(request, get_access_request(request.user, pk), form, status=error.status)
    messages.success(request, str(PROMISED if answered.is_promised else done))
    return redirect("access_request", pk)


def _show(request: HttpRequest, asked: AccessRequest, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    with_records(request.user, [asked])
    may_decide = allowed(request.user, "catalog.decide_access", asked)
    context = {
        "asked": asked, "form": form, "kind": asked.kind,
        "may_decide": may_decide,
        "partner": asked.organisation if may_decide else asked.owner,
        "proposal": proposed_between(asked.owner, asked.organisation) if asked.is_promised else None,
        "may_withdraw": allowed(request.user, "catalog.withdraw_access", asked),
    }  # fmt: skip
    return render(request, "catalog/access/request.html", context, status=status)


# -- the log --------------------------------------------------------------------------------------


@login_required
@require_GET
@never_cache
def organisation_access_log(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who read an organisation's records, for its owners."""
    organisation = get_visible_organisation(request.user, pk)
    if not allowed(request.user, "catalog.see_access_log", organisation):
        raise Http404
    return _log(request, access_log_of(organisation), {"organisation": organisation})


@login_required
@require_GET
@never_cache
def access_log(request: HttpRequest) -> HttpResponseBase:
    """Who read what, for administrators."""
    require(request.user, "catalog.see_whole_access_log")
    return _log(request, whole_access_log(), {})


def _log(request: HttpRequest, entries: QuerySet[AccessEvent], context: dict[str, Any]) -> HttpResponseBase:
    kind, number = request.GET.get("kind", ""), request.GET.get("record", "")
    if kind in RECORD_MODELS and number.isdecimal() and len(number) < 19:
        entries = entries.filter(kind=kind, record_id=int(number))
        context["only"] = True
    format_name = request.GET.get("format")
    if format_name is None:
        page = page_of(entries, request)
        context |= {"page": page, "entries": with_records(request.user, page.object_list)}
        return render(request, "catalog/access/log.html", context)
    if format_name not in LOG_FORMATS:
        raise Http404

    def write(stream: BinaryIO) -> None:
        if format_name == "xlsx":
            write_log(stream, entries, request.user)
        else:
            stream.writelines(log_lines(entries, request.user))

    return file_response(named_today("access-log"), write, format_name=format_name)
