"""What else an organisation is called, for those who may change it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.catalog.selectors import get_visible_organisation
from heliu.identity import actions
from heliu.identity.errors import IdentityRefused
from heliu.identity.forms import NameForm
from heliu.identity.selectors import get_visible_name, names_of
from heliu.kit.permissions import require
from heliu.kit.refusals import show_problems


@login_required
@require_http_methods(["GET", "POST"])
def name_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """The names of an organisation, and a form for another one."""
    organisation = get_visible_organisation(request.user, pk)
    require(request.user, "identity.manage_names", organisation)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_name(actor=request.user, organisation=organisation, **form.cleaned_data)
        except ValidationError as error:
            show_problems(form, error)
        except IdentityRefused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation_names", organisation.pk)
    context = {"organisation": organisation, "form": form, "names": names_of(organisation)}
    return render(request, "identity/names.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def name_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a name, or take it away."""
    name = get_visible_name(request.user, pk)
    require(request.user, "identity.manage_names", name.organisation)
    if "remove" in request.POST:
        actions.remove_name(actor=request.user, entry=name)
        messages.success(request, _("%(name)s was removed.") % {"name": name.name})
        return redirect("organisation_names", name.organisation_id)
    initial = {field: getattr(name, field) for field in NameForm.Meta.fields}
    form = NameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_name(actor=request.user, entry=name, **form.cleaned_data)
        except ValidationError as error:
            show_problems(form, error)
        except IdentityRefused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisation_names", name.organisation_id)
    context = {"organisation": name.organisation, "form": form, "name": name}
    return render(request, "identity/name_edit.html", context)
