"""The list of agreements, and one of them with its text, its acceptances and its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.agreements import actions
from heliu.agreements.certificates import is_as_frozen
from heliu.agreements.errors import AgreementError
from heliu.agreements.filtersets import AgreementFilterSet
from heliu.agreements.forms import NoteForm, SignatureForm
from heliu.agreements.labels import confidential_until, direction_label, standing_label
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import acceptances_of, get_visible_agreement, side_to_accept, visible_agreements
from heliu.agreements.spreadsheets import EXPORT_FORMATS, write_agreements
from heliu.agreements.tables import AgreementTable
from heliu.kit.lists.pages import list_context, page_of, render_list
from heliu.kit.permissions import allowed
from heliu.kit.tabular.responses import file_response, named_today


def _filterset(request: SignedInRequest) -> AgreementFilterSet:
    return AgreementFilterSet(request.GET, visible_agreements(request.user), request=request)


@login_required
@require_GET
def agreement_list(request: SignedInRequest) -> HttpResponse:
    """The agreements of the person's organisations."""
    filterset = _filterset(request)
    page = page_of(filterset.qs, request)
    context: dict[str, Any] = {
        **list_context(request, filterset, page),
        "table": AgreementTable(
            page.object_list, request=request, filterset=filterset, caption=Agreement._meta.verbose_name_plural
        ),
    }
    return render_list(request, "agreements/agreement_list.html", context)


@login_required
@require_GET
@never_cache
def agreement_export(request: SignedInRequest) -> FileResponse:
    """The whole list that the page shows in part: the same filters and order; ``format`` is xlsx or csv."""
    format_name = request.GET.get("format", "xlsx")
    if format_name not in EXPORT_FORMATS:
        raise Http404
    return file_response(
        named_today("agreements"),
        lambda stream: write_agreements(stream, format_name, _filterset(request).qs.iterator(chunk_size=500)),
        format_name=format_name,
    )


# -- one agreement --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a side does with an agreement, beside accepting it."""

    action: Callable[..., Agreement]
    done: Any
    heading: Any
    button: Any


STEPS = {
    "decline": Step(
        actions.decline_agreement, gettext_lazy("Declined. The other side has a notice."),
        gettext_lazy("Decline"), gettext_lazy("Decline the agreement"),
    ),
    "withdraw": Step(
        actions.withdraw_agreement, gettext_lazy("Withdrawn."), gettext_lazy("Withdraw the proposal"),
        gettext_lazy("Withdraw the agreement"),
    ),
    "terminate": Step(
        actions.terminate_agreement, gettext_lazy("Terminated. What it had opened is closed."),
        gettext_lazy("Terminate"), gettext_lazy("Terminate the agreement"),
    ),
}  # fmt: skip


def _may(request: SignedInRequest, agreement: Agreement, step: str) -> bool:
    if step == "terminate":
        return agreement.is_in_force and allowed(request.user, "agreements.sign_agreement", agreement)
    if not agreement.is_open:
        return False
    if step == "decline":
        return allowed(request.user, "agreements.sign_for", agreement.party_b)
    return allowed(request.user, "agreements.withdraw_agreement", agreement)


@login_required
@require_GET
@never_cache
def agreement_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text with its hash computed anew, who has accepted, what the person can do."""
    return _detail(request, get_visible_agreement(request.user, pk))


def _detail(
    request: SignedInRequest, agreement: Agreement, failed: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    failed = failed or {}
    side = side_to_accept(request.user, agreement) if agreement.is_open else None
    signature = failed.get("accept")
    if signature is None and side is not None:
        initial = {"content_hash": agreement.content_hash}
        signature = SignatureForm(prefix="accept", user=request.user, organisation=side, initial=initial)
    steps = {
        name: {"form": failed.get(name) or NoteForm(prefix=name), "step": step, "failed": name in failed}
        for name, step in STEPS.items()
        if _may(request, agreement, name)
    }
    context = {
        "agreement": agreement, "acceptances": acceptances_of(agreement), "side": side, "signature": signature,
        "steps": steps, "intact": is_as_frozen(agreement), "standing": standing_label(agreement),
        "direction": direction_label(agreement), "confidential_until": confidential_until(agreement),
    }  # fmt: skip
    return render(request, "agreements/agreement_detail.html", context, status=status)


@login_required
@require_POST
@sensitive_post_parameters("accept-password")
def agreement_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Accept, decline, withdraw or terminate; a refusal is told on the agreement's page."""
    agreement = get_visible_agreement(request.user, pk)
    if step == "accept":
        return _accept(request, agreement)
    if step not in STEPS:
        raise Http404
    form = NoteForm(request.POST, prefix=step)
    if not form.is_valid():
        return _detail(request, agreement, {step: form}, status=422)
    try:
        STEPS[step].action(actor=request.user, agreement=agreement, note=form.cleaned_data["note"])
    except AgreementError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        form.add_error("note", error.messages)
        return _detail(request, agreement, {step: form}, status=422)
    else:
        messages.success(request, str(STEPS[step].done))
    return redirect(agreement)


def _accept(request: SignedInRequest, agreement: Agreement) -> HttpResponse:
    side = side_to_accept(request.user, agreement)
    form = SignatureForm(request.POST, prefix="accept", user=request.user, organisation=side)
    # Whoever may not accept is told so before their password is looked at.
    if side is not None and not form.is_valid():
        return _detail(request, agreement, {"accept": form}, status=422)
    facts = form.facts() if side is not None else {"password": "", "name": "", "entitled": False}
    try:
        accepted = actions.accept_agreement(
            actor=request.user, agreement=agreement, signature=actions.Signature(**facts)
        )  # fmt: skip
    except AgreementError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        form.add_error("name", error.messages)
        return _detail(request, agreement, {"accept": form}, status=422)
    else:
        done = _("Accepted. The agreement is in force.") if accepted.is_in_force else _("Accepted for your side.")
        messages.success(request, done)
    return redirect(agreement)
