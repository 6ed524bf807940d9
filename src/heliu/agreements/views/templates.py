"""The versions of the template: read by everybody who is signed in, written by administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.agreements import actions
from heliu.agreements.errors import AgreementError
from heliu.agreements.forms import TemplateForm
from heliu.agreements.labels import VALUE_LABELS
from heliu.agreements.selectors import get_template_version, template_in_force, template_versions
from heliu.kit.permissions import allowed, require
from heliu.kit.refusals import show_problems

FIELDS = ("text_zh", "text_en", "note", "checked")


@login_required
@require_GET
def template_list(request: SignedInRequest) -> HttpResponse:
    """Every version, the newest first."""
    context = {"versions": template_versions(), "may_edit": allowed(request.user, "agreements.edit_template")}
    return render(request, "agreements/template_list.html", context)


@login_required
@require_GET
def template_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The two texts of a version."""
    context = {"template": get_template_version(pk), "may_edit": allowed(request.user, "agreements.edit_template")}
    return render(request, "agreements/template_detail.html", context)


@login_required
@never_cache
def template_create(request: SignedInRequest) -> HttpResponse:
    """Write a new version; it begins with the one in force."""
    require(request.user, "agreements.edit_template")
    current = template_in_force()
    initial = {name: getattr(current, name) for name in ("text_zh", "text_en")} if current else {}
    form = TemplateForm(request.POST or None, initial=initial)
    return _write(request, form, None, lambda **values: actions.write_template(actor=request.user, **values))


@login_required
@never_cache
def template_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change a version that no agreement was made with."""
    require(request.user, "agreements.edit_template")
    template = get_template_version(pk)
    form = TemplateForm(request.POST or None, initial={name: getattr(template, name) for name in FIELDS})
    edit = lambda **values: actions.edit_template(actor=request.user, template=template, **values)  # noqa: E731
    return _write(request, form, template, edit)


def _write(request: SignedInRequest, form: TemplateForm, template: Any, write: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            written = write(**form.cleaned_data)
        except AgreementError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            show_problems(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("agreement_template", written.pk)
    context = {"form": form, "template": template, "values": VALUE_LABELS.items()}
    return render(request, "agreements/template_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def template_put_in_force(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the next agreements be made with this version."""
    actions.put_template_in_force(actor=request.user, template=get_template_version(pk))
    messages.success(request, _("In force. The next agreements are made with this version."))
    return redirect("agreement_template", pk)
