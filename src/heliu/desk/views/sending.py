"""Introductions to several recipients: one message for all, one preview each, one table of what became of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.catalog.models import Demand
from heliu.dealflow.choices import NextStep
from heliu.dealflow.models import LONGEST_TEXT
from heliu.dealflow.pairs import SUPPLY_MODELS
from heliu.dealflow.selectors import get_candidate, seen_record
from heliu.desk import actions
from heliu.desk.errors import DeskError
from heliu.desk.forms import TemplateForm
from heliu.desk.selectors.cases import get_case
from heliu.desk.selectors.triage import get_dispatch
from heliu.desk.texts import check_template, filled, usual_template


@dataclass(frozen=True, slots=True)
class Letter:
    """What one recipient would get."""

    key: str
    """``achievement-12``"""
    supply: Any
    message: str
    mark: str
    problem: str = ""


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def compose(request: SignedInRequest, pk: int) -> HttpResponse:
    """From the shortlist: ``to`` names recipients as ``achievement:12``, once for each."""
    demand = get_case(request.user, "demand", pk)
    data = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(request, data.getlist("to"))
    if not chosen:
        messages.info(request, _("Choose at least one recipient from the shortlist."))
        return redirect("desk_triage", pk)
    if len(chosen) > actions.MOST_AT_ONCE:
        messages.error(request, _("Choose between 1 and %(most)d recipients.") % {"most": actions.MOST_AT_ONCE})
        return redirect("desk_triage", pk)
    if "send" in request.POST:
        return _send(request, demand, chosen)
    form = TemplateForm(request.POST or None, initial={"template": usual_template()})
    letters: list[Letter] = []
    if request.method == "POST" and form.is_valid():
        template, step = form.cleaned_data["template"], form.cleaned_data["next_step"]
        try:
            check_template(template)
        except DeskError as error:
            form.add_error("template", str(error))
        else:
            letters = [
                Letter(key, supply, filled(template, demand=demand, supply=supply, next_step=step), mark)
                for key, supply, mark in chosen
            ]
    return _page(request, demand, chosen, form, letters, uuid.uuid4())


def _page(
    request: SignedInRequest, demand: Demand, chosen: Any, form: TemplateForm, letters: list[Letter], token: Any
) -> HttpResponse:  # fmt: skip
    context = {
        "demand": demand, "chosen": chosen, "form": form, "letters": letters, "token": token,
        "longest": LONGEST_TEXT,
    }  # fmt: skip
    return render(request, "desk/compose.html", context)


def _chosen(request: SignedInRequest, names: list[str]) -> list[tuple[str, Any, str]]:
    """Key, record and mark of each recipient that the person may read in full; others are left out and said to be."""
    data = request.POST if request.method == "POST" else request.GET
    found, lost = [], 0
    for name in dict.fromkeys(names[: 10 * actions.MOST_AT_ONCE]):
        kind, _colon, number = name.partition(":")
        if kind not in SUPPLY_MODELS or not number.isdecimal() or len(number) > 18:
            raise Http404
        try:
            supply = get_candidate(request.user, kind, int(number))
        except Http404:
            lost += 1
            continue
        key = f"{kind}-{number}"
        found.append((key, supply, data.get(f"mark-{key}", "")[:40]))
    if lost:
        messages.warning(request, _("Some recipients are not open to you any more and were left out."))
    return found


def _send(request: SignedInRequest, demand: Demand, chosen: list[tuple[str, Any, str]]) -> HttpResponse:
    try:
        token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        raise Http404 from None
    step = request.POST.get("next_step", "")
    wanted = [
        actions.Wanted(supply.kind, supply.pk, request.POST.get(f"message-{key}", ""), mark)
        for key, supply, mark in chosen
    ]
    try:
        if step not in NextStep.values:
            raise ValidationError({"next_step": _("Choose a next step.")})
        dispatch = actions.send_introductions(
            actor=request.user, demand=demand, token=token, wanted=wanted, next_step=step
        )
    except ValidationError as error:
        problems = error.message_dict
        letters = [
            Letter(key, supply, one.message, mark, " ".join(problems.get(key, ())))
            for (key, supply, mark), one in zip(chosen, wanted, strict=True)
        ]
        form = TemplateForm(initial={"template": usual_template(), "next_step": step})
        return _page(request, demand, chosen, form, letters, token)
    except DeskError as error:
        messages.error(request, str(error))
        return redirect("desk_triage", demand.pk)
    return redirect(dispatch)


@login_required
@require_GET
@never_cache
def sent(request: SignedInRequest, token: uuid.UUID) -> HttpResponse:
    """What became of each recipient of a sending."""
    dispatch = get_dispatch(request.user, token)
    rows = []
    for row in dispatch.recipients.select_related("introduction"):
        record = SUPPLY_MODELS[row.kind].objects.select_related("organisation").filter(pk=row.record_id).first()
        rows.append((row, seen_record(request.user, record) if record is not None else None))
    return render(request, "desk/sent.html", {"dispatch": dispatch, "demand": dispatch.demand, "rows": rows})
