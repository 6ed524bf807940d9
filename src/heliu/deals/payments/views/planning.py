"""Adding and editing milestones and payments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.deals.errors import DealError
from heliu.deals.models import Deal
from heliu.deals.payments import actions
from heliu.deals.payments.errors import PlanChanged
from heliu.deals.payments.forms import MilestoneForm, PaymentForm
from heliu.deals.payments.models import Milestone, Payment
from heliu.deals.payments.selectors import get_visible_milestone, get_visible_payment
from heliu.deals.selectors import get_visible_deal
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems

Part = Milestone | Payment
TITLES = {
    (Milestone, False): gettext_lazy("Add a milestone"), (Milestone, True): gettext_lazy("Edit the milestone"),
    (Payment, False): gettext_lazy("Add a payment"), (Payment, True): gettext_lazy("Edit the payment"),
}  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def milestone_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a milestone to the plan."""
    deal = get_visible_deal(request.user, pk)
    return _edit(request, deal, Milestone(deal=deal), lambda fields, _version: actions.plan_milestone(
        actor=request.user, deal=deal, fields=fields
    ))  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def milestone_edit(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Edit a milestone of the version that was read."""
    milestone = get_visible_milestone(request.user, pk, number)
    return _edit(request, milestone.deal, milestone, lambda fields, version: actions.edit_milestone(
        actor=request.user, milestone=milestone, version=version, fields=fields
    ))  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def payment_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add a payment to the plan; once the contract is signed, a royalty."""
    deal = get_visible_deal(request.user, pk)
    return _edit(request, deal, Payment(deal=deal), lambda fields, _version: actions.plan_payment(
        actor=request.user, deal=deal, fields=fields
    ))  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def payment_edit(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Edit a payment of the version that was read."""
    payment = get_visible_payment(request.user, pk, number)
    return _edit(request, payment.deal, payment, lambda fields, version: actions.edit_payment(
        actor=request.user, payment=payment, version=version, fields=fields
    ))  # fmt: skip


def _edit(
    request: SignedInRequest, deal: Deal, part: Part, write: Callable[[dict[str, Any], int], Part]
) -> HttpResponse:
    """The form; of two people who edit at once the second is told what the first one changed."""
    require(request.user, "deals.plan_payments", deal)
    form = _form(request, deal, part)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = write(form.answers, form.cleaned_data["version"] or 0)
        except ValidationError as error:
            show_problems(form, error)
        except PlanChanged as error:
            conflict = error
        except DealError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(saved)
    # After a conflict the newest version: saving again replaces what the other person wrote, knowingly.
    version = request.POST.get("version") if conflict is None else _newest(part)
    context = {
        "deal": deal, "form": form, "conflict": conflict, "part": part if part.pk else None,
        "title": _title(deal, part), "version": version or part.version,
    }  # fmt: skip
    refused = 409 if conflict else 422 if form.is_bound and form.errors else 200
    return render(request, "deals/payments/form.html", context, status=refused)


def _title(deal: Deal, part: Part) -> Any:
    if isinstance(part, Payment) and not part.pk and deal.is_signed:
        return _("Add a royalty")
    return TITLES[type(part), bool(part.pk)]


def _form(request: SignedInRequest, deal: Deal, part: Part) -> MilestoneForm | PaymentForm:
    data = request.POST if request.method == "POST" else None
    return (
        MilestoneForm(data, instance=part)
        if isinstance(part, Milestone)
        else PaymentForm(data, instance=part, deal=deal)
    )


def _newest(part: Part) -> int | None:
    found = type(part)._default_manager.filter(pk=part.pk).first()
    return found.version if found else None
