"""One deal: its page, its fields, its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.dealflow.selectors import seen_record
from heliu.deals import actions
from heliu.deals.ages import has_stalled, longest_stays, stay_medians
from heliu.deals.choices import PartyRole
from heliu.deals.errors import DealChanged, DealError, SomethingMissing
from heliu.deals.forms import PARTY_FORMSET, STEP_FORMS, DealForm, NoteForm
from heliu.deals.funnel import MAIN
from heliu.deals.labels import taken_by_label
from heliu.deals.models import Deal
from heliu.deals.parties import party_of, shares_of
from heliu.deals.selectors import get_visible_deal, steps_of_others, steps_with_gaps
from heliu.deals.stages import STEPS
from heliu.kit.permissions import allowed, require
from heliu.kit.refusals import show_problems

ENDING = ("hold", "lose", "terminate")
"""Steps that lead off the way; they stand behind the others."""
IF_ANY = "announce"
"""The step that most deals have no need of; to whom it is not, it is not named."""


@login_required
@require_GET
@never_cache
def deal_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where it stands, what comes next and what is missing for it, what it says, and what other parts add."""
    return _detail(request, get_visible_deal(request.user, pk))


def _detail(request: SignedInRequest, deal: Deal, failed: dict[str, Form] | None = None) -> HttpResponse:
    failed = failed or {}
    steps: list[dict[str, Any]] = [
        {
            "step": step, "gaps": gaps, "ends": step.name in ENDING, "failed": step.name in failed,
            "form": failed.get(step.name) or STEP_FORMS.get(step.name, NoteForm)(prefix=step.name),
        }
        for step, gaps in steps_with_gaps(request.user, deal)
    ]  # fmt: skip
    steps.sort(key=lambda found: bool(found["ends"]))
    usual = next((one for one in steps if not one["ends"] and one["step"].name != IF_ANY), None)
    # A later step that happens to be possible is not what comes next.
    nearest = usual["step"] if usual and not usual["gaps"] else None
    for_others = [
        (step.label, taken_by_label(step)) for step in steps_of_others(request.user, deal)
        if step.name not in (*ENDING, IF_ANY)
    ]  # fmt: skip
    context = {
        "deal": deal, "steps": steps, "nearest": nearest, "for_others": for_others, "way": _way(deal),
        "stalled": has_stalled(deal, longest_stays(stay_medians())),
        "demand": seen_record(request.user, deal.demand), "supply": seen_record(request.user, deal.supply),
        "parties": [(one, PartyRole(one.role).label) for one in map(party_of, deal.parties)],
        "shares": shares_of(deal), "may_edit": not deal.is_over and allowed(request.user, "deals.edit_deal", deal),
    }  # fmt: skip
    return render(request, "deals/deal_detail.html", context, status=422 if failed else 200)


def _way(deal: Deal) -> list[dict[str, Any]]:
    """The stages of the usual way: which were entered, and where the deal is."""
    entered = set(deal.stage_changes.values_list("target", flat=True))
    return [{"stage": stage, "done": stage in entered, "here": stage == deal.stands_at} for stage in MAIN]


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def deal_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the deal says; of two people who edit at once the second is told what the first one changed."""
    deal = get_visible_deal(request.user, pk)
    require(request.user, "deals.edit_deal", deal)
    form = DealForm(request.POST if request.method == "POST" else None, instance=deal, user=request.user)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_deal(actor=request.user, deal=deal, version=form.cleaned_data["version"], fields=form.answers)
        except ValidationError as error:
            show_problems(form, error)
        except DealChanged as error:
            conflict = error
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(deal)
    # After a conflict the newest version: saving again replaces what the other person wrote, knowingly.
    version = request.POST.get("version") if conflict is None else get_visible_deal(request.user, pk).version
    refused = 409 if conflict else 422 if form.is_bound and form.errors else 200
    context = {"deal": deal, "form": form, "conflict": conflict, "version": version or deal.version}
    return render(request, "deals/deal_form.html", context, status=refused)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def deal_parties(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who else has a part in it, and their shares; until the contract is signed."""
    deal = get_visible_deal(request.user, pk)
    require(request.user, "deals.edit_deal", deal)
    posted = request.POST if request.method == "POST" else None
    formset = PARTY_FORMSET(posted, initial=deal.parties, prefix="parties")
    refused = ""
    if posted is not None and formset.is_valid():
        read = str(posted.get("version", ""))
        try:
            actions.edit_deal(
                actor=request.user, deal=deal, version=int(read) if read.isdecimal() else 0,
                fields={"parties": formset.stored()},
            )  # fmt: skip
        except ValidationError as error:
            refused = " ".join(error.messages)
        except DealError as error:
            refused = str(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(deal)
    version = get_visible_deal(request.user, pk).version
    context = {"deal": deal, "formset": formset, "refused": refused, "version": version}
    code = 422 if refused or (posted is not None and not formset.is_valid()) else 200
    return render(request, "deals/parties.html", context, status=code)


@login_required
@require_POST
def deal_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Take a step; what is missing for it is told on the deal's page."""
    if step not in STEPS:
        raise Http404
    deal = get_visible_deal(request.user, pk)
    form = STEP_FORMS.get(step, NoteForm)(request.POST, prefix=step)
    if form.is_valid():
        try:
            actions.take_step(actor=request.user, deal=deal, step=step, **form.cleaned_data)
        except SomethingMissing as error:
            for gap in error.missing:
                messages.error(request, gap)
        except DealError as error:
            messages.error(request, str(error))
        except ValidationError as error:
            show_problems(form, error)
        else:
            stage = get_visible_deal(request.user, pk).get_stage_display()
            messages.success(request, _("Done. The deal is now at: %(stage)s.") % {"stage": stage})
    if form.errors:
        return _detail(request, get_visible_deal(request.user, pk), {step: form})
    return redirect(deal)
