"""Steps of milestones and payments, each with a small page that asks what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.deals.errors import DealError
from heliu.deals.labels import yuan
from heliu.deals.payments import actions
from heliu.deals.payments.forms import (
    AcceptForm,
    DeliverForm,
    MoveForm,
    ReasonForm,
    ReceiptForm,
    RemoveForm,
    TakeBackForm,
)
from heliu.deals.payments.labels import MILESTONE_STEP_LABELS, PAYMENT_STEP_LABELS, due_label
from heliu.deals.payments.models import Milestone, Payment, Receipt
from heliu.deals.payments.selectors import (
    get_visible_milestone,
    get_visible_payment,
    get_visible_receipt,
    milestone_steps,
    payment_steps,
    receipts_to_take_back,
)
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems


@dataclass(frozen=True, slots=True)
class StepPage:
    """What the page of a step asks and says beside it, and what it calls."""

    form: type[forms.Form]
    run: Callable[..., Any]
    permission: str
    hint: Any = ""


_PLAN = "deals.plan_payments"
_MOVE_HINT = gettext_lazy(
    "The side to which it is owed may postpone it, the side that owes it may bring it forward. Both sides see the old "
    "and the new date with the reason."
)
MILESTONE_STEPS: Mapping[str, StepPage] = {
    "deliver": StepPage(DeliverForm, actions.deliver_milestone, "deals.deliver_milestone"),
    "accept": StepPage(
        AcceptForm, actions.accept_milestone, "deals.accept_milestone",
        gettext_lazy("What is paid on the acceptance falls due so many days after this day."),
    ),
    "return": StepPage(
        ReasonForm, actions.return_milestone, "deals.return_milestone",
        gettext_lazy("It is planned again, and the return is counted. The other side reads the reason."),
    ),
    "drop": StepPage(
        ReasonForm, actions.drop_milestone, "deals.drop_milestone",
        gettext_lazy("You do without it for good. The other side reads the reason."),
    ),
    "move": StepPage(MoveForm, actions.move_due_date, "deals.view_deal", _MOVE_HINT),
    "remove": StepPage(RemoveForm, actions.remove_milestone, _PLAN, gettext_lazy("It is taken out of the plan.")),
}  # fmt: skip
PAYMENT_STEPS: Mapping[str, StepPage] = {
    "receive": StepPage(
        ReceiptForm, actions.receive_payment, "deals.receive_payment",
        gettext_lazy("A part is confirmed as well: what is left stays outstanding."),
    ),
    "move": StepPage(MoveForm, actions.move_due_date, "deals.view_deal", _MOVE_HINT),
    "void": StepPage(
        ReasonForm, actions.void_payment, "deals.void_payment",
        gettext_lazy("You give up what is outstanding of it; what came in stays. The other side reads the reason."),
    ),
    "remove": StepPage(RemoveForm, actions.remove_payment, _PLAN, gettext_lazy("It is taken out of the plan.")),
}  # fmt: skip
TAKE_BACK = StepPage(
    TakeBackForm, actions.take_back_receipt, "deals.receive_payment",
    gettext_lazy("For one that was entered by mistake. It stays to be read, with the reason, and no longer counts."),
)  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def milestone_step(request: SignedInRequest, pk: int, number: int, step: str) -> HttpResponse:
    """Deliver, accept, return, drop, move or remove a milestone."""
    if step not in MILESTONE_STEPS:
        raise Http404
    milestone = get_visible_milestone(request.user, pk, number)
    offered = step in milestone_steps(request.user, milestone)
    name = "part" if step == "move" else "milestone"
    return _take(request, MILESTONE_STEP_LABELS[step], MILESTONE_STEPS[step], {name: milestone}, offered=offered)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def payment_step(request: SignedInRequest, pk: int, number: int, step: str) -> HttpResponse:
    """Confirm a receipt of a payment, move, void or remove it."""
    if step not in PAYMENT_STEPS:
        raise Http404
    payment = get_visible_payment(request.user, pk, number)
    offered = step in payment_steps(request.user, payment)
    name = "part" if step == "move" else "payment"
    return _take(request, PAYMENT_STEP_LABELS[step], PAYMENT_STEPS[step], {name: payment}, offered=offered)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def receipt_take_back(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Take a receipt back that was entered by mistake."""
    receipt = get_visible_receipt(request.user, pk, number)
    offered = receipt.pk in receipts_to_take_back(request.user, receipt.payment)
    return _take(request, _("Take the receipt back"), TAKE_BACK, {"receipt": receipt}, offered=offered)


def _take(
    request: SignedInRequest, title: Any, page: StepPage, subject: Mapping[str, Any], *, offered: bool
) -> HttpResponse:
    """Show what the step asks, and take it; a refusal is told above the form, which keeps what was written."""
    (record,) = subject.values()
    part: Milestone | Payment = record.payment if isinstance(record, Receipt) else record
    deal = part.deal
    require(request.user, page.permission, deal if page.permission in (_PLAN, "deals.view_deal") else part)
    if request.method == "GET" and not offered:
        messages.error(request, _("This is not possible any more."))
        return redirect(part)
    form = page.form(request.POST if request.method == "POST" else None, initial=_initial(page, part))
    if request.method == "POST" and form.is_valid():
        try:
            page.run(actor=request.user, **subject, **form.cleaned_data)
        except ValidationError as error:
            show_problems(form, error)
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Done. The other side has a notice.") if deal.is_signed else _("Done."))
            return redirect(deal if page.form is RemoveForm else part)
    context = {"deal": deal, "part": part, "title": title, "hint": page.hint, "form": form, "facts": _facts(record)}
    return render(request, "deals/payments/step.html", context, status=422 if form.errors else 200)


def _initial(page: StepPage, part: Milestone | Payment) -> dict[str, Any]:
    if page.form is MoveForm:
        return {"version": part.version, "to": part.due_on}
    if page.form is ReceiptForm and isinstance(part, Payment):
        return {"amount": part.outstanding}
    return {}


def _facts(record: Milestone | Payment | Receipt) -> list[tuple[str, str]]:
    """What the person should have before their eyes."""
    if isinstance(record, Milestone):
        found = [
            (_("What is delivered"), record.deliverable), (_("Acceptance criteria"), record.criteria),
            (_("To be delivered by"), record.due_on.isoformat()),
            (_("What was delivered"), record.delivery_note if record.delivered_on else ""),
        ]  # fmt: skip
    elif isinstance(record, Payment):
        found = [
            (_("Amount"), yuan(record.amount)), (pgettext("payment", "Received"), yuan(record.received)),
            (_("Outstanding"), yuan(record.outstanding)), (_("Due"), due_label(record)),
        ]  # fmt: skip
    else:
        found = [
            (_("Amount received"), yuan(record.amount)), (_("Received on"), record.received_on.isoformat()),
            (_("Evidence or reference"), record.reference),
        ]  # fmt: skip
    return [(label, text) for label, text in found if text]
