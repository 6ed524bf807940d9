"""Triage of a demand in one screen, and the organisation's side of a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.catalog.models import Demand
from heliu.catalog.selectors import need_elements
from heliu.desk import actions
from heliu.desk.adapters import Duplicate, Reading, likely_duplicates, options_of, read_demand, shortlist
from heliu.desk.errors import DeskError
from heliu.desk.forms import AnswerForm, TierForm, TriageForm
from heliu.desk.selectors.cases import demands_to_triage, get_case, stage_of
from heliu.desk.selectors.triage import ask_backs_of, get_ask_back, latest_triage, next_to_triage
from heliu.kit.permissions import allowed, require
from heliu.kit.refusals import show_problems
from heliu.matching.coaching.labels import wording
from heliu.matching.outcomes.actions.shown import log_answer
from heliu.matching.outcomes.choices import Place
from heliu.matching.outcomes.requests import is_looked_at
from heliu.matching.sheets.labels import element_label


@login_required
@require_GET
@never_cache
def triage_next(request: SignedInRequest) -> HttpResponse:
    """The demand that waits longest; with ``after`` another one than that."""
    require(request.user, "desk.use_desk")
    number = request.GET.get("after", "")
    after = Demand(pk=int(number)) if number.isdecimal() and len(number) < 19 else None
    demand = next_to_triage(request.user, after)
    if demand is None:
        messages.success(request, _("No demand waits for you."))
        return redirect("desk")
    return redirect("desk_triage", demand.pk)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def triage(request: SignedInRequest, pk: int) -> HttpResponse:
    """A demand with the coach's reading, its tier, what it may duplicate and its first shortlist."""
    demand = get_case(request.user, "demand", pk)
    reading, duplicates = read_demand(demand, request.user), likely_duplicates(demand, request.user)
    form = _form(request.POST if request.method == "POST" else None, demand, reading, duplicates)
    if request.method == "POST" and form.is_valid():
        try:
            actions.triage_demand(actor=request.user, demand=demand, **form.cleaned_data)
        except (DeskError, ValidationError) as error:
            show_problems(form, error if isinstance(error, ValidationError) else ValidationError(str(error)))
        else:
            messages.success(request, _("Saved."))
            following = next_to_triage(request.user, demand)
            return redirect("desk_triage", following.pk) if following else redirect("desk")
    return _show(request, demand, reading, duplicates, form)


def _form(data: Any, demand: Demand, reading: Reading, duplicates: list[Duplicate]) -> TriageForm:
    questions = [
        (
            asked.element,
            _("%(element)s: ") % {"element": element_label(asked.element)}
            + str(wording(asked.element, asked.stated).question),
        )
        for asked in reading.questions
    ]
    found = [(each.record.pk, str(each.record)) for each in duplicates]
    initial = {"questions": [name for name, _label in questions], "message": _usual_message(questions)}
    return TriageForm(data, duplicates=found, questions=questions, initial=initial)


def _usual_message(questions: Sequence[tuple[str, str]]) -> str:
    if not questions:
        return ""
    return _("So that we find the right partners, please tell us more:") + "".join(
        f"\n· {label}" for _name, label in questions
    )


def _show(
    request: SignedInRequest, demand: Demand, reading: Reading, duplicates: list[Duplicate], form: TriageForm
) -> HttpResponse:  # fmt: skip
    found = shortlist(demand, request.user)
    options = found.options
    if found.answer is not None and is_looked_at(request):
        # The marks tell matching what became of what was shown, as those of the record's page do.
        logged = log_answer(answer=found.answer, user=request.user, place=Place.RECORD, asked=demand)
        options = tuple(options_of(demand, logged.results, request.user))
    waiting = demands_to_triage(request.user)
    context = {
        "demand": demand,
        "row": stage_of(request.user, demand),
        "elements": need_elements(demand, guarded=True),
        "reading": reading,
        "duplicates": duplicates,
        "shortlist": found,
        "options": options,
        "form": form,
        "tier_form": TierForm(initial={"tier": demand.tier}),
        "edits": allowed(request.user, "catalog.edit_record", demand),
        "decided": latest_triage(demand),
        "ask_backs": ask_backs_of(demand),
        "waiting": waiting.exclude(pk=demand.pk).count(),
    }
    return render(request, "desk/triage.html", context)


@login_required
@require_POST
def triage_tier(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another disclosure tier: changed by whoever may, proposed by others."""
    demand = get_case(request.user, "demand", pk)
    form = TierForm(request.POST)
    if form.is_valid():
        try:
            asked = actions.change_tier(actor=request.user, demand=demand, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            done = _("Proposed; a member of the organisation decides.") if asked else _("The tier is changed.")
            messages.success(request, done)
    return redirect("desk_triage", pk)


# -- the organisation's side ------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def ask_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """A technology manager's question, for the members of the organisation and whoever works the demand."""
    asked = get_ask_back(request.user, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        require(request.user, "desk.answer_ask_back", asked)
        if form.is_valid():
            try:
                actions.answer_ask_back(
                    actor=request.user, ask_back=asked, take_tier="tier" in request.POST, **form.cleaned_data
                )
            except (DeskError, ValidationError) as error:
                show_problems(form, error if isinstance(error, ValidationError) else ValidationError(str(error)))
            else:
                messages.success(request, _("Answered. Your technology manager has a notice."))
                return redirect(asked)
    context = {
        "asked": asked,
        "questions": [(element_label(name), wording(name, False)) for name in asked.questions],  # type: ignore[arg-type]
        "form": form if asked.is_open and allowed(request.user, "desk.answer_ask_back", asked) else None,
        "edits": allowed(request.user, "catalog.edit_record", asked.demand),
        "works": allowed(request.user, "desk.work_case", asked.demand),
    }
    return render(request, "desk/ask_back.html", context)
