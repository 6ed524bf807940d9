"""Proposing an agreement to an organisation, or uploading one that was signed elsewhere."""

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
from django.views.decorators.debug import sensitive_post_parameters

from heliu.accounts.http import SignedInRequest
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import signing_for
from heliu.accounts.selectors import get_visible_organisation
from heliu.agreements import actions
from heliu.agreements.errors import AgreementError, AlreadyProposed
from heliu.agreements.forms import ProposeForm, UploadForm
from heliu.agreements.models import LONGEST_PURPOSE
from heliu.agreements.selectors import proposing_organisations, template_in_force
from heliu.kit.refusals import show_problems
from heliu.kit.uploads import UploadRefused


def _partner(request: SignedInRequest) -> Organisation:
    """The organisation that the address names (``with``)."""
    value = request.GET.get("with", "")
    if not value.isdecimal() or len(value) > 18:
        raise Http404
    return get_visible_organisation(request.user, int(value))


@login_required
@never_cache
def agreement_create(request: SignedInRequest) -> HttpResponse:
    """Fill the template in, look at the text, propose it. ``purpose`` in the address is put into the form."""
    partner = _partner(request)
    organisations = proposing_organisations(request.user, partner)
    initial = {"purpose": request.GET.get("purpose", "")[:LONGEST_PURPOSE]}
    form = ProposeForm(request.POST or None, organisations=organisations, initial=initial)
    template = template_in_force()
    context: dict[str, Any] = {
        "form": form, "partner": partner, "template": template, "none_of_own": not organisations.exists(),
        "may_upload": organisations.filter(pk__in=signing_for(request.user)).exists(),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid() and template is not None:
        values = dict(form.cleaned_data)
        given = {"actor": request.user, "party_a": values.pop("party_a"), "party_b": partner}
        terms = actions.Terms(**values)
        try:
            if "preview" in request.POST:
                context["draft"] = actions.draft_agreement(**given, terms=terms, template=template)
            else:
                agreement = actions.propose_agreement(**given, terms=terms)
                messages.success(request, _("Proposed. Whoever may sign on either side has a notice."))
                return redirect(agreement)
        except AlreadyProposed as error:
            messages.info(request, str(error))
            return redirect(error.agreement)
        except (AgreementError, ValidationError) as error:
            _show(form, error)
    return render(request, "agreements/agreement_form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@sensitive_post_parameters("password")
def agreement_upload(request: SignedInRequest) -> HttpResponse:
    """Upload a PDF that both have signed; somebody who may sign for the other side confirms it."""
    partner = _partner(request)
    organisations = proposing_organisations(request.user, partner).filter(pk__in=signing_for(request.user))
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            agreement = actions.upload_agreement(
                actor=request.user, party_a=values["party_a"], party_b=partner, upload=values["upload"],
                purpose=values["purpose"], direction=values["direction"], ends_on=values["ends_on"],
                survival_months=values["survival_months"], signature=actions.Signature(**form.facts()),
            )  # fmt: skip
        except AlreadyProposed as error:
            messages.info(request, str(error))
            return redirect(error.agreement)
        except UploadRefused as error:
            form.add_error("upload", str(error))
        except (AgreementError, ValidationError) as error:
            _show(form, error)
        else:
            messages.success(request, _("Uploaded. It is in force once the other side confirms it."))
            return redirect(agreement)
    context = {"form": form, "partner": partner, "none_of_own": not organisations.exists()}
    return render(request, "agreements/agreement_upload.html", context, status=422 if form.errors else 200)


def _show(form: Form, error: AgreementError | ValidationError) -> None:
    """Put a refusal on the form, beside the field it is about where the form has it."""
    if isinstance(error, AgreementError):
        form.add_error(None, str(error))
    else:
        show_problems(form, error)
