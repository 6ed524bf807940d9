"""Pages of a deal's benefit split: the split, its draft, its versions, its payment list; and one's own rewards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.deals.benefit import actions
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.comparing import fields_changed, people_changed
from heliu.deals.benefit.errors import NotReady, SplitEdited
from heliu.deals.benefit.forms import (
    DraftForm,
    EditsForm,
    PaymentForm,
    ReasonForm,
    deduction_rows,
    lines_of,
    one_row_more,
    share_rows,
)
from heliu.deals.benefit.labels import quantity
from heliu.deals.benefit.models import SplitVersion
from heliu.deals.benefit.selectors import (
    Line,
    get_split_deal,
    get_version,
    own_rewards,
    payment_list,
    split_of,
    version_in,
    versions_of,
)
from heliu.deals.benefit.showing import seen_version
from heliu.deals.benefit.spreadsheets import write_split
from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.kit.permissions import allowed, require
from heliu.kit.refusals import show_problems
from heliu.kit.tabular.responses import file_response

DONE = {
    "start": gettext_lazy("Begun. Fill in what is shared, and among whom."),
    "approve": gettext_lazy("Approved."),
    "discard": gettext_lazy("The draft is gone."),
    "new_version": gettext_lazy("A new draft is begun. The version in force holds until this one is approved."),
    "none_due": gettext_lazy("Noted that no reward is due."),
    "back": gettext_lazy("Taken back."),
    "paid": gettext_lazy("Noted as paid."),
}


def _context(request: SignedInRequest, deal: Deal, **more: Any) -> dict[str, Any]:
    may = allowed(request.user, "deals.write_split", deal)
    return {"deal": deal, "split": split_of(deal), "may_pay": may, "may_write": may and not deal.is_over, **more}


@login_required
@require_GET
@never_cache
def benefit_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The version in force, the draft of the next one, and what may be done with them."""
    deal = get_split_deal(request.user, pk)
    split = split_of(deal)
    force, draft = (version_in(split, state) for state in (VersionState.APPROVED, VersionState.DRAFT))
    seen = seen_version(draft) if draft is not None else None
    context = _context(
        request, deal, force=seen_version(force) if force is not None else None, draft=seen,
        may_approve=seen is not None and seen.signing is not None and seen.signing.may_approve(request.user),
        versions=list(versions_of(split)) if split is not None else [], reason_form=ReasonForm(),
        edits_form=EditsForm(initial={"edits": draft.edits}) if draft is not None else None,
    )  # fmt: skip
    return render(request, "deals/benefit/detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def benefit_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the draft; of two owners who write at once the second is told what the first one changed."""
    deal = get_split_deal(request.user, pk)
    require(request.user, "deals.write_split", deal)
    draft = version_in(split_of(deal), VersionState.DRAFT)
    if draft is None:
        raise Http404
    more = request.method == "POST" and "more" in request.POST
    data = (one_row_more(request.POST) if more else request.POST) if request.method == "POST" else None
    form, off, people = DraftForm(data, instance=draft), deduction_rows(draft, data), share_rows(draft, data)
    conflict: SplitEdited | None = None
    valid = data is not None and not more and all([form.is_valid(), off.is_valid(), people.is_valid()])
    if valid:
        try:
            actions.edit_draft(
                actor=request.user, deal=deal, edits=form.cleaned_data["edits"], fields=form.answers,
                deductions=lines_of(off), shares=lines_of(people),
            )  # fmt: skip
        except ValidationError as error:
            show_problems(form, error)
        except SplitEdited as error:
            conflict = error
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("benefit_detail", deal.pk)
    refused = data is not None and not more
    context = _context(
        request, deal, form=form, off=off, people=people, conflict=conflict, refused=refused,
        # After a conflict the newest count: saving again replaces what the other person wrote, knowingly.
        edits=conflict.edits if conflict else (data or {}).get("edits", draft.edits), draft=draft,
    )  # fmt: skip
    return render(request, "deals/benefit/form.html", context, status=409 if conflict else 422 if refused else 200)


@login_required
@require_GET
@never_cache
def benefit_version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One version as it stands, beside another one where ``against`` names it; by itself beside the one before."""
    deal = get_split_deal(request.user, pk)
    version = get_version(deal, number)
    others = [one.number for one in versions_of(version.split) if one.number != number]
    wanted = request.GET.get("against", str(number - 1))
    other = get_version(deal, int(wanted)) if wanted.isdecimal() and int(wanted) in others else None
    context = _context(
        request, deal, seen=seen_version(version), other=other, others=others,
        fields=fields_changed(other, version) if other else [], people=people_changed(other, version) if other else [],
    )  # fmt: skip
    return render(request, "deals/benefit/version.html", context)


@login_required
@require_GET
@never_cache
def benefit_export(request: SignedInRequest, pk: int, number: int) -> FileResponse:
    """A version as a workbook with formulas."""
    deal = get_split_deal(request.user, pk)
    version = get_version(deal, number)
    name = f"heliu-{deal.number}-{number}"
    return file_response(name, lambda stream: write_split(stream, version))


@login_required
@require_GET
@never_cache
def benefit_payments(request: SignedInRequest, pk: int) -> HttpResponse:
    """The payment list of the version in force, to print and to mark."""
    return _payments(request, get_split_deal(request.user, pk))


def _payments(request: SignedInRequest, deal: Deal, failed: PaymentForm | None = None) -> HttpResponse:
    version = version_in(split_of(deal), VersionState.APPROVED)
    if version is None:
        raise Http404
    lines = payment_list(version)
    seen = seen_version(version)
    rows = [(line, _payment_form(version, line, failed)) for line in lines]
    sums = {
        name: quantity(sum(getattr(line, name) for line in lines), seen.figures.unit)
        for name in ("gross", "paid", "due")
    }
    context = _context(request, deal, seen=seen, rows=rows, sums=sums, reason_form=ReasonForm())
    return render(request, "deals/benefit/payments.html", context, status=422 if failed else 200)


def _payment_form(version: SplitVersion, line: Line, failed: PaymentForm | None) -> PaymentForm | None:
    """The form for somebody who has something due; the one that was refused, where it was theirs."""
    if not line.due:
        return None
    if failed is not None and str(line.share.person) == str(failed["person"].value()):
        return failed
    initial = {"version": version.number, "person": line.share.person}
    return PaymentForm(initial=initial, auto_id=f"id_{line.share.person}_%s")


@login_required
@require_GET
@never_cache
def my_rewards(request: SignedInRequest) -> HttpResponse:
    """A contributor's own shares, and nothing else of the deals."""
    return render(request, "deals/benefit/my_rewards.html", {"rewards": own_rewards(request.user)})


# -- what is done with a button -------------------------------------------------------------------


def _try(request: SignedInRequest, deal: Deal, done: str, action: Callable[..., Any], **values: Any) -> bool:
    """Do it and say so, or say why not."""
    try:
        action(actor=request.user, deal=deal, **values)
    except NotReady as error:
        for sentence in error.missing:
            messages.error(request, sentence)
    except DealError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, str(DONE[done]))
        return True
    return False


def _with(request: SignedInRequest, form: Form) -> dict[str, Any] | None:
    """What the form was told; None with a message where it was told nothing that can be read."""
    if form.is_valid():
        return form.cleaned_data
    messages.error(request, " ".join(str(problem) for problems in form.errors.values() for problem in problems))
    return None


@login_required
@require_POST
def benefit_start(request: SignedInRequest, pk: int) -> HttpResponse:
    deal = get_split_deal(request.user, pk)
    begun = _try(request, deal, "start", actions.start_split)
    return redirect("benefit_edit" if begun else "benefit_detail", pk)


@login_required
@require_POST
def benefit_approve(request: SignedInRequest, pk: int) -> HttpResponse:
    deal = get_split_deal(request.user, pk)
    if (said := _with(request, EditsForm(request.POST))) is not None:
        _try(request, deal, "approve", actions.approve, **said)
    return redirect("benefit_detail", pk)


@login_required
@require_POST
def benefit_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    deal = get_split_deal(request.user, pk)
    if (said := _with(request, EditsForm(request.POST))) is not None:
        _try(request, deal, "discard", actions.discard_draft, **said)
    return redirect("benefit_detail", pk)


@login_required
@require_POST
def benefit_new_version(request: SignedInRequest, pk: int) -> HttpResponse:
    deal = get_split_deal(request.user, pk)
    said = _with(request, ReasonForm(request.POST))
    begun = said is not None and _try(request, deal, "new_version", actions.start_version, **said)
    return redirect("benefit_edit" if begun else "benefit_detail", pk)


@login_required
@require_POST
def benefit_none_due(request: SignedInRequest, pk: int) -> HttpResponse:
    deal = get_split_deal(request.user, pk)
    if (said := _with(request, ReasonForm(request.POST))) is not None:
        _try(request, deal, "none_due", actions.say_none_due, **said)
    return redirect("benefit_detail", pk)


@login_required
@require_POST
def benefit_none_due_back(request: SignedInRequest, pk: int) -> HttpResponse:
    deal = get_split_deal(request.user, pk)
    _try(request, deal, "back", actions.take_back_none_due)
    return redirect("benefit_detail", pk)


@login_required
@require_POST
def benefit_pay(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark what one person got; what is wrong in the day or the voucher stands beside their line."""
    deal = get_split_deal(request.user, pk)
    require(request.user, "deals.write_split", deal)
    form = PaymentForm(request.POST, auto_id=f"id_{request.POST.get('person', '')}_%s")
    if form.is_valid():
        try:
            actions.mark_paid(actor=request.user, deal=deal, **form.cleaned_data)
        except ValidationError as error:
            show_problems(form, error)
        except DealError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(DONE["paid"]))
    return _payments(request, deal, form) if form.errors else redirect("benefit_payments", pk)


@login_required
@require_POST
def benefit_unpay(request: SignedInRequest, pk: int, payment: int) -> HttpResponse:
    deal = get_split_deal(request.user, pk)
    if (said := _with(request, ReasonForm(request.POST))) is not None:
        _try(request, deal, "back", actions.take_back_payment, payment=payment, **said)
    return redirect("benefit_payments", pk)
