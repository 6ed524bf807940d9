"""Pages of introductions: asking, the list, one of them with its clock and its reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.agreements.errors import AgreementError
from heliu.dealflow import actions
from heliu.dealflow.choices import Side
from heliu.dealflow.errors import AlreadyIntroduced, DealflowError
from heliu.dealflow.filtersets import IntroductionFilterSet
from heliu.dealflow.forms import AcceptForm, IntroduceForm, PauseForm, RefuseForm, WithdrawForm
from heliu.dealflow.labels import clock_label, holiday_note, refusal_label
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import SUPPLY_MODELS, asking_side, pair_of
from heliu.dealflow.selectors import (
    get_candidate,
    get_visible_introduction,
    introductions_in_order,
    own_candidates,
    seen_record,
    side_of,
    visible_introductions,
)
from heliu.dealflow.spreadsheets import EXPORT_FORMATS, write_introductions
from heliu.dealflow.tables import IntroductionTable
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import allowed, require
from heliu.kit.refusals import show_problems
from heliu.kit.tabular.responses import file_response, named_today

KINDS = ("demand", *SUPPLY_MODELS)


# -- lists ----------------------------------------------------------------------------------------


def _filterset(request: SignedInRequest) -> IntroductionFilterSet:
    return IntroductionFilterSet(request.GET, visible_introductions(request.user), request=request)


@login_required
@require_GET
def introduction_list(request: SignedInRequest) -> HttpResponse:
    """Introductions of the person's organisations: what waits for them first, clocks that run out soonest first."""
    filterset = _filterset(request)
    page = page_of(filterset.qs.values_list("pk", flat=True), request)
    context: dict[str, Any] = {
        **list_context(request, filterset, page),
        "kind": "introduction",
        "empty_hint": _("An introduction begins on a match, or on the page of a record."),
        "table": IntroductionTable(
            introductions_in_order(request.user, page.object_list),
            request=request,
            filterset=filterset,
            caption=Introduction._meta.verbose_name_plural,
        ),
    }
    return render_list(request, "dealflow/introduction_list.html", context)


@login_required
@require_GET
@never_cache
def introduction_export(request: SignedInRequest) -> FileResponse:
    """The whole list that the page shows in part: the same filters and order; ``format`` is xlsx or csv."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    rows = _filterset(request).qs.iterator(chunk_size=500)
    return file_response(
        named_today("introductions"), lambda stream: write_introductions(stream, format_name, rows, request.user),
        format_name=format_name,
    )  # fmt: skip


# -- asking ---------------------------------------------------------------------------------------


def _given_records(request: SignedInRequest) -> dict[str, Any]:
    """Kind → record, of those that the address names; "not found" for one that the person may not read in full."""
    found = {}
    for kind in KINDS:
        if value := request.GET.get(kind):
            if not value.isdecimal() or len(value) > 18:
                raise Http404
            found[kind] = get_candidate(request.user, kind, int(value))
    return found


@login_required
@require_http_methods(["GET", "POST"])
def introduction_create(request: SignedInRequest) -> HttpResponse:
    """Put two records together and write to the other side.

    The address names the demand, the achievement or the expert, and the mark of the match (``match``). Where it names
    one of the two, the person chooses the other among their own records; ``with`` says of which kind.
    """
    given = _given_records(request)
    if len(given) == 2:
        return _create(request, given, None)
    if len(given) != 1:
        raise Http404
    [known] = given.values()
    kinds = list(SUPPLY_MODELS) if known.kind == "demand" else ["demand"]
    available = {kind: own_candidates(request.user, kind) for kind in kinds}
    kinds = [kind for kind in kinds if available[kind].exists()]
    chosen = request.GET.get("with", "")
    kind = chosen if chosen in kinds else kinds[0] if kinds else ""
    return _create(request, given, available.get(kind), kinds, kind)


def _create(
    request: SignedInRequest, given: dict[str, Any], candidates: QuerySet[Any] | None, kinds: list[str] | None = None,
    kind: str = "",
) -> HttpResponse:  # fmt: skip
    mark = request.GET.get("match", "")[:40]
    records = list(given.values())
    complete = len(records) == 2
    form = IntroduceForm(request.POST or None, candidates=None if complete else candidates)
    if complete:
        pair = pair_of(*records)
        if pair is None:
            raise Http404
        require(request.user, "dealflow.introduce", pair)
    if request.method == "POST" and form.is_valid():
        other = records[1] if complete else form.cleaned_data["own_record"]
        pair = pair_of(records[0], other)
        try:
            introduction = actions.introduce(
                actor=request.user, pair=pair, message=form.cleaned_data["message"],  # type: ignore[arg-type]
                next_step=form.cleaned_data["next_step"], mark=mark,
            )  # fmt: skip
        except AlreadyIntroduced as error:
            messages.info(request, str(error))
            return redirect(error.introduction)
        except DealflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Sent. You get a notice as soon as there is a reply."))
            return redirect(introduction)
    context = {
        "form": form, "seen": [seen_record(request.user, record) for record in records], "kinds": kinds, "with": kind,
        "none_of_own": not complete and candidates is None, "first": records[0],
        "asked": _asked(request.user, records) if complete else records[0].organisation,
    }  # fmt: skip
    return render(request, "dealflow/introduction_form.html", context)


def _asked(user: Any, records: list[Any]) -> Any:
    """The organisation that gets the message."""
    pair = pair_of(*records)
    assert pair is not None  # noqa: S101 - the caller looked
    return pair.organisation(Side.SUPPLY if asking_side(user, pair) == Side.DEMAND else Side.DEMAND)


# -- one introduction -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """Something that one of the two sides does with an introduction."""

    action: Callable[..., Introduction]
    form: type[forms.Form]
    permission: str
    done: Any
    heading: Any = ""
    while_open: bool = True
    """Whether it is a step of an introduction that waits for a reply; others have a place of their own on the page."""


STEPS = {
    "accept": Step(
        actions.accept_introduction, AcceptForm, "dealflow.reply_introduction",
        gettext_lazy("Accepted. The other side has a notice."), gettext_lazy("Accept"),
    ),
    "refuse": Step(
        actions.refuse_introduction, RefuseForm, "dealflow.reply_introduction",
        gettext_lazy("Declined. The other side reads the reason, and matching learns from it."),
        gettext_lazy("Decline with a reason"),
    ),
    "withdraw": Step(
        actions.withdraw_introduction, WithdrawForm, "dealflow.withdraw_introduction", gettext_lazy("Withdrawn."),
        gettext_lazy("Take the introduction back"),
    ),
    "pause": Step(
        actions.pause_introduction, PauseForm, "dealflow.pause_introduction",
        gettext_lazy("Paused; the other side sees until when."), gettext_lazy("Pause the clock"),
    ),
    "resume": Step(
        actions.resume_introduction, forms.Form, "dealflow.pause_introduction", gettext_lazy("The clock goes on."),
        gettext_lazy("Let the clock go on"),
    ),
    "open": Step(
        actions.open_record, forms.Form, "dealflow.open_record",
        gettext_lazy("Noted. Records open once each side has opened its own."), while_open=False,
    ),
    "close": Step(
        actions.close_record, forms.Form, "dealflow.open_record", gettext_lazy("Your record is closed again."),
        while_open=False,
    ),
}  # fmt: skip


@login_required
@require_GET
@never_cache
def introduction_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Both records as far as the person may know them, the clock in words, the steps, the timeline."""
    return _detail(request, get_visible_introduction(request.user, pk))


def _detail(request: SignedInRequest, introduction: Introduction, failed: dict[str, forms.Form] | None = None) -> Any:
    failed = failed or {}
    offered = {}
    if introduction.is_open:
        for name, step in STEPS.items():
            if not step.while_open or (name == "resume" and not introduction.is_paused):
                continue
            if allowed(request.user, step.permission, introduction):
                form = failed.get(name) or step.form(prefix=name)
                offered[name] = {"form": form, "heading": step.heading, "failed": name in failed}
    context = {
        "introduction": introduction,
        "demand": seen_record(request.user, introduction.demand),
        "supply": seen_record(request.user, introduction.supply),
        "clock": clock_label(introduction),
        "holidays": holiday_note(introduction),
        "refusal": refusal_label(introduction),
        "steps": offered,
        "is_asked": side_of(request.user, introduction) != introduction.side,
    }
    return render(request, "dealflow/introduction_detail.html", context)


@login_required
@require_POST
def introduction_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Take one of the steps; a refusal is told on the introduction's page."""
    if step not in STEPS:
        raise Http404
    introduction = get_visible_introduction(request.user, pk)
    found = STEPS[step]
    form = found.form(request.POST, prefix=step)
    if form.is_valid():
        try:
            found.action(actor=request.user, introduction=introduction, **form.cleaned_data)
        except (DealflowError, AgreementError) as error:
            messages.error(request, str(error))
        except ValidationError as error:
            fields = {"refusal_parameter": "parameter", "reply": "note", "refusal_reason": "reason"}
            show_problems(form, error, fields=fields)
        else:
            messages.success(request, str(found.done))
    if form.errors:
        return _detail(request, introduction, {step: form})
    return redirect(introduction)
