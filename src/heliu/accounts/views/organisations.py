"""Registering, editing and verifying organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from heliu.accounts.actions import (
    edit_organisation,
    register_organisation,
    verify_organisation,
    withdraw_verification,
)
from heliu.accounts.choices import OrganisationKind
from heliu.accounts.errors import DuplicateOrganisation, EditConflict, IdentityChange
from heliu.accounts.forms import OrganisationForm, ReasonForm
from heliu.accounts.http import SignedInRequest
from heliu.accounts.models import Organisation
from heliu.accounts.selectors import (
    code_warnings,
    get_visible_organisation,
    members_of,
    own_claims,
    own_memberships,
    same_codes,
    same_names,
)
from heliu.accounts.views._answers import show_errors
from heliu.kit.fields import described
from heliu.kit.identifiers import identifier_warnings, normalise_ror, normalise_uscc
from heliu.kit.permissions import require


@login_required
@require_GET
def my_organisations(request: SignedInRequest) -> HttpResponse:
    """What the person is a member of, and what became of their claims."""
    values = {"memberships": own_memberships(request.user), "claims": own_claims(request.user)}
    return render(request, "accounts/my_organisations.html", values)


@login_required
def organisation_new(request: SignedInRequest) -> HttpResponse:
    """Register an organisation, unless it is there already: then claim that one."""
    require(request.user, "accounts.add_organisation")
    form = OrganisationForm(request.POST or None)
    values: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        organisation = _attempt(
            form, values,
            lambda: register_organisation(
                actor=request.user, distinct=form.cleaned_data["distinct"], **form.values()
            ),
        )  # fmt: skip
        if organisation:
            _warn_of_codes(request, organisation)
            messages.success(request, _("Registered. You are its owner; ask for its verification next."))
            return redirect("claim_new", organisation.pk)
    return _form_page(request, form, None, values)


@login_required
def organisation_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Edit an organisation; what somebody else saved meanwhile is shown beside, not overwritten."""
    organisation = get_visible_organisation(request.user, pk)
    require(request.user, "accounts.edit_organisation", organisation)
    form = OrganisationForm(request.POST or None, instance=organisation)
    values: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        saved = _attempt(
            form, values,
            lambda: edit_organisation(
                actor=request.user, organisation=organisation, version=form.cleaned_data["version"] or 0,
                distinct=form.cleaned_data["distinct"], end_verification=form.cleaned_data["end_verification"],
                **form.values(),
            ),
        )  # fmt: skip
        if saved:
            _warn_of_codes(request, saved)
            messages.success(request, _("Saved."))
            return redirect(saved)
    return _form_page(request, form, organisation, values)


@login_required
@require_GET
def organisation_check(request: SignedInRequest) -> HttpResponse:
    """What the form's codes and names bring up so far: odd check digits, organisations like this one."""
    codes = request.GET.get("uscc", ""), request.GET.get("ror", "")
    but = request.GET.get("but", "")
    own = int(but) if but.isdecimal() else None
    names = [request.GET.get("name_zh", ""), request.GET.get("name_en", "")]
    found = [*same_codes(*codes, but=own).filter(is_active=True)[:5], *same_names(*names, but=own)[:5]]
    similar = list({organisation.pk: organisation for organisation in found}.values())
    warnings = identifier_warnings(normalise_uscc(codes[0]), normalise_ror(codes[1]))
    return render(request, "accounts/organisation_hints.html", {"similar": similar, "warnings": warnings})


@login_required
def organisation_verify(request: SignedInRequest, pk: int) -> HttpResponse:
    """A reviewer verifies an organisation that nobody needs to claim."""
    organisation = get_visible_organisation(request.user, pk)
    require(request.user, "accounts.verify_organisation", organisation)
    return _decision(request, organisation, "accounts/organisation_verify.html", _("The organisation is verified."),
        lambda text: verify_organisation(actor=request.user, organisation=organisation, note=text),
    )  # fmt: skip


@login_required
def verification_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """A reviewer takes a verification back, with a reason."""
    organisation = get_visible_organisation(request.user, pk)
    require(request.user, "accounts.withdraw_verification", organisation)
    return _decision(
        request, organisation, "accounts/verification_withdraw.html", _("The verification has been withdrawn."),
        lambda text: withdraw_verification(actor=request.user, organisation=organisation, reason=text),
    )  # fmt: skip


def _decision(
    request: HttpRequest, organisation: Organisation, template: str, success: str, decide: Callable[[str], Any]
) -> HttpResponse:  # fmt: skip
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide(form.cleaned_data["reason"])
        messages.success(request, success)
        return redirect(organisation)
    values = {"form": form, "organisation": organisation, "memberships": members_of(organisation)}
    return render(request, template, values)


def _attempt(
    form: OrganisationForm, values: dict[str, Any], act: Callable[[], Organisation]
) -> Organisation | None:  # fmt: skip
    """Save, or put on the form what stands against it."""
    try:
        return act()
    except DuplicateOrganisation as error:
        values["similar"] = [one for one in error.similar if one.is_active]
        form.ask_distinct = not error.certain
        show_errors(form, error)
    except IdentityChange as error:
        form.ask_end = True
        show_errors(form, error)
    except EditConflict as error:
        values["conflict"] = _differences(form, error.current)
        # Saving again is then a decision made with the other's changes in view.
        form.data = {**form.data.dict(), "version": str(error.current.version)}  # type: ignore[attr-defined]
        show_errors(form, error)
    except ValidationError as error:
        show_errors(form, error)
    return None


def _differences(form: OrganisationForm, current: Organisation) -> list[tuple[str, str, str]]:
    """Label, stored value and typed value of each field in which they differ."""
    typed = form.values()
    return [
        (str(form.fields[name].label), _in_words(name, getattr(current, name)), _in_words(name, typed[name]))
        for name in form.Meta.fields
        if (getattr(current, name) or "") != (typed[name] or "")
    ]


def _in_words(name: str, value: str | None) -> str:
    if name == "kind":
        return str(dict(OrganisationKind.choices).get(value or "", value))
    if name in ("region", "industry") and value:
        return described("regions" if name == "region" else "industries", value)
    return value or ""


def _warn_of_codes(request: HttpRequest, organisation: Organisation) -> None:
    for warning in code_warnings(organisation):
        messages.warning(request, warning)


def _form_page(
    request: HttpRequest, form: OrganisationForm, organisation: Organisation | None, values: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    codes = normalise_uscc(form["uscc"].value()), normalise_ror(form["ror"].value())
    values |= {"form": form, "organisation": organisation, "warnings": identifier_warnings(*codes)}
    status = 409 if "conflict" in values else 200
    return render(request, "accounts/organisation_form.html", values, status=status)
