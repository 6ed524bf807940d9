"""Pages of blind matches: the list, one side with its two buttons, and keeping a record out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.accounts.permissions import memberships_of
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.selectors import get_visible_record
from heliu.dealflow.blind import actions
from heliu.dealflow.blind.choices import Answer, Standing
from heliu.dealflow.blind.filtersets import BlindSideFilterSet
from heliu.dealflow.blind.forms import NoForm
from heliu.dealflow.blind.labels import level_in_words, standing_label
from heliu.dealflow.blind.models import BlindSide
from heliu.dealflow.blind.selectors import (
    get_visible_side,
    own_other_side,
    revealed_to,
    standing_record,
    visible_sides,
    with_records,
)
from heliu.dealflow.blind.tables import BlindSideTable
from heliu.dealflow.errors import DealflowError
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import require


@login_required
@require_GET
@never_cache
def blind_match_list(request: SignedInRequest) -> HttpResponse:
    """The blind matches of the person's organisations: what waits for an answer first."""
    filterset = BlindSideFilterSet(request.GET, visible_sides(request.user), request=request)
    page = page_of(filterset.qs, request)
    context: dict[str, Any] = {
        **list_context(request, filterset, page),
        "kind": "blind_match",
        "table": BlindSideTable(
            with_records(page.object_list), request=request, filterset=filterset,
            caption=BlindSide._meta.verbose_name_plural,
        ),
    }  # fmt: skip
    return render_list(request, "dealflow/blind/list.html", context)


@login_required
@require_GET
@never_cache
def blind_match(request: SignedInRequest, pk: int) -> HttpResponse:
    """One side: what is known, what is revealed when, and the two buttons."""
    return _show(request, get_visible_side(request.user, pk), NoForm())


def _show(request: SignedInRequest, side: BlindSide, form: NoForm) -> HttpResponse:
    standing = side.standing()
    context = {
        "side": side,
        "record": side.record,
        "level": level_in_words(side),
        "standing": standing_label(side),
        "open": standing in (Standing.WAITING, Standing.YES, Standing.NO),
        "moved": not standing_record(side).exists(),
        "revealed": revealed_to(request.user, side),
        "both": own_other_side(request.user, side),
        "memberships": memberships_of(request.user),
        "form": form,
    }
    return render(request, "dealflow/blind/detail.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def blind_match_answer(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Yes, no, or take it back; what cannot be done is told on the page."""
    if step not in (*Answer.values, "take-back"):
        raise Http404
    side = get_visible_side(request.user, pk)
    form = NoForm(request.POST)
    if step == Answer.NO and not form.is_valid():
        return _show(request, side, form)
    try:
        if step == "take-back":
            actions.take_back_answer(actor=request.user, side=side)
        else:
            reason = form.cleaned_data["reason"] if step == Answer.NO else ""
            actions.answer_blind_match(actor=request.user, side=side, answer=step, reason=reason)
    except DealflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _done(get_visible_side(request.user, pk)))
    return redirect(side)


def _done(side: BlindSide) -> str:
    return {
        Standing.WAITING: _("Taken back. You can answer again until the last day."),
        Standing.YES: _("You said yes. Both sides are shown to each other as soon as the other says yes as well."),
        Standing.NO: _("You said no. Nobody else is told."),
        Standing.REVEALED: _("Both said yes. You are introduced."),
        Standing.ENDED: _("This has ended."),
    }[side.standing()]


@login_required
@require_POST
def blind_participation(request: SignedInRequest, kind: str, pk: int, step: str) -> HttpResponse:
    """Keep one's own record out of blind matching, or let it take part again."""
    if kind not in RECORD_MODELS or step not in ("out", "in"):
        raise Http404
    record = get_visible_record(request.user, kind, pk)
    require(request.user, "dealflow.keep_out", record)
    if step == "out":
        actions.keep_out(actor=request.user, record=record)
        messages.success(request, _("Left out. Nobody is told of this record, and nothing of it is revealed."))
    else:
        actions.let_take_part(actor=request.user, record=record)
        messages.success(request, _("It takes part again, from the next round on."))
    return redirect(record)
