"""Organisers choose who meets whom: the engine's run, the variants side by side, decisions by hand."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.kit.lists.pages import wants_part
from heliu.matchdays import actions
from heliu.matchdays.actions.assigning import WHILE_ASSIGNING
from heliu.matchdays.choices import State, Variant
from heliu.matchdays.forms import RulingForm
from heliu.matchdays.labels import (
    EXCLUSIONS,
    LEFT_OUT,
    PAIRING_PROBLEMS,
    quoted,
    seat_label,
    shortfall_label,
    spread_label,
)
from heliu.matchdays.models import Entry, MatchDay, Proposal
from heliu.matchdays.selectors.days import get_run_day
from heliu.matchdays.selectors.entries import entries_by_id, entries_in, exclusions_in, last_run
from heliu.matchdays.selectors.plans import left_out_of
from heliu.matchdays.views._answers import filled_in, tried

SHOWN = 20
"""Blocking pairs, shortfalls and pairs that a page lists before it says how many there are."""


@login_required
@require_GET
@never_cache
def assignment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the choice of meetings stands. While the worker compares, the page asks for that part every second."""
    day = get_run_day(request.user, pk)
    if wants_part(request):
        return render(request, "matchdays/assignment.html#run", {**_run(day), "part": True})
    return _page(request, day)


def _run(day: MatchDay) -> dict[str, Any]:
    run = day.runs.first()
    return {"day": day, "run": run, "problem": PAIRING_PROBLEMS.get(run.error, run.error) if run else ""}


def _page(request: SignedInRequest, day: MatchDay, form: RulingForm | None = None) -> HttpResponse:
    known, entries, proposals = last_run(day), entries_by_id(day), _latest(day)
    left_out = known.left_out.items() if known else ()
    context = {
        **_run(day),
        "known": known,
        "left_out": [(entries[int(pk)], LEFT_OUT.get(why, why)) for pk, why in left_out if int(pk) in entries],
        "proposals": [_summary(proposal) for proposal in proposals],
        "too_many": any(proposal.facts["pairs"] > day.seats for proposal in proposals),
        "outdated": bool(proposals and known and proposals[0].run_id != known.pk),
        "may_choose": day.state in WHILE_ASSIGNING,
        "fills": day.state == State.PUBLISHED,
        "rulings": day.rulings.all(),
        "form": form or RulingForm(entries=entries_in(day)),
        "exclusions": _counted_exclusions(day),
        "labels": {pk: quoted([entry]) for pk, entry in entries.items()},
    }
    return render(request, "matchdays/assignment.html", context)


def _latest(day: MatchDay) -> list[Proposal]:
    """The variants of the last comparison, in their order."""
    last = day.proposals.first()
    if last is None:
        return []
    order = list(Variant)
    return sorted(day.proposals.filter(number=last.number), key=lambda one: order.index(Variant(one.variant)))


def _summary(proposal: Proposal) -> dict[str, Any]:
    facts = proposal.facts
    return {
        "proposal": proposal, "facts": facts, "unplaced": len(proposal.unplaced),
        "spread": {side: spread_label(rows) for side, rows in facts["spread"].items()},
    }  # fmt: skip


def _counted_exclusions(day: MatchDay) -> list[tuple[Any, int]]:
    found = list(exclusions_in(day).values())
    return [(label, found.count(name)) for name, label in EXCLUSIONS.items() if name in found]


@login_required
@require_POST
def candidates(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the worker compare all pairs."""
    tried(request, actions.look_for_candidates, day=get_run_day(request.user, pk))
    return redirect("matchday_assignment", pk)


@login_required
@require_POST
def variants(request: SignedInRequest, pk: int) -> HttpResponse:
    """Compute all variants."""
    tried(request, actions.propose, day=get_run_day(request.user, pk))
    return redirect("matchday_assignment", pk)


@login_required
@require_http_methods(["POST"])
def rulings(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide about a pair by hand, or take a decision back (``ruling`` names it)."""
    day = get_run_day(request.user, pk)
    if number := request.POST.get("ruling", ""):
        ruling = day.rulings.filter(pk=int(number) if number.isdecimal() and len(number) < 19 else 0).first()
        if ruling is None:
            raise Http404
        tried(request, actions.rule_pair, day=day, demand=ruling.demand, supply=ruling.supply, kind=None)
        return redirect("matchday_assignment", pk)
    form = RulingForm(request.POST, entries=entries_in(day))
    if form.is_valid() and filled_in(
        form, partial(actions.rule_pair, actor=request.user, day=day, **form.cleaned_data)
    ):
        return redirect("matchday_assignment", pk)
    return _page(request, day, form=form)


# -- one proposal ---------------------------------------------------------------------------------


def _proposal(day: MatchDay, pk: int) -> Proposal:
    found = day.proposals.select_related("run").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_GET
@never_cache
def proposal_detail(request: SignedInRequest, pk: int, proposal: int) -> HttpResponse:
    """One variant in full: its meetings, who is left out and why, what binds it, and its blocking pairs."""
    day = get_run_day(request.user, pk)
    found = _proposal(day, proposal)
    entries = entries_by_id(day)
    facts = found.facts
    worth = {(demand, supply): value for demand, supply, value in found.pairs}
    context = {
        "day": day,
        "proposal": found,
        "facts": facts,
        "spread": {side: spread_label(rows) for side, rows in facts["spread"].items()},
        "meetings": [
            {
                "time": day.slot_label(slot) if slot < day.slots else "", "table": table + 1,
                "demand": entries[demand], "supply": entries[supply], "expected": worth.get((demand, supply)),
            }
            for slot, table, demand, supply in found.meetings
            if demand in entries and supply in entries
        ],
        "unplaced": [
            (entries[demand], entries[supply], LEFT_OUT.get(hurdle, hurdle))
            for demand, supply, hurdle, _who in found.unplaced
            if demand in entries and supply in entries
        ],
        "shortfalls": [shortfall_label(one, entries) for one in facts["short"][:SHOWN] if _there(one, entries)],
        "more_shortfalls": max(0, len(facts["short"]) - SHOWN),
        "seats": [seat_label(one, entries) for one in facts["seats"] if one["entry"] in entries],
        "blocked": [
            [entries.get(one) if one else None for one in row] for row in facts["blocked"][:SHOWN]
        ],
        "more_blocked": max(0, facts["blocking"] - SHOWN),
        "left_out": [(one.entry, LEFT_OUT.get(one.reason, one.reason)) for one in left_out_of(day, found)],
        "may_choose": day.state in WHILE_ASSIGNING and day.chosen_id != found.pk,
    }  # fmt: skip
    return render(request, "matchdays/proposal.html", context)


def _there(short: dict[str, Any], entries: dict[int, Entry]) -> bool:
    return all(pk in entries for pk in (short["entry"], *short["together"], *short["full"]))


@login_required
@require_POST
def choose(request: SignedInRequest, pk: int, proposal: int) -> HttpResponse:
    """Make a variant the day's plan."""
    day = get_run_day(request.user, pk)
    done = _("Chosen. Publish the schedule when it is right.") if day.state != State.PUBLISHED else _("Added.")
    if tried(request, actions.choose_proposal, done, proposal=_proposal(day, proposal)):
        return redirect("matchday_schedule", pk)
    return redirect("matchday_assignment", pk)
