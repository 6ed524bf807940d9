"""The templates of papers and the list of fields, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.agreements.choices import Language
from heliu.agreements.http import attachment
from heliu.deals.errors import DealError
from heliu.deals.papers import actions
from heliu.deals.papers.forms import TemplateForm
from heliu.deals.papers.http import saved_template
from heliu.deals.papers.kinds import kinds
from heliu.deals.papers.labels import kind_label, language_label
from heliu.deals.papers.listing import field_rows, field_sheet
from heliu.deals.papers.merging import WORD_TYPE
from heliu.deals.papers.selectors import get_kind, get_template_version, template_versions
from heliu.kit.permissions import require
from heliu.kit.uploads import UploadRefused


def _language(written: str) -> str:
    if written not in Language.values:
        raise Http404
    return written


@login_required
@require_GET
@never_cache
def template_list(request: SignedInRequest) -> HttpResponse:
    """Every kind and language: the template in force, and the versions there are."""
    require(request.user, "deals.see_paper_templates")
    versions: dict[tuple[str, str], list[object]] = {}
    for version in template_versions():
        versions.setdefault((version.kind, version.language), []).append(version)
    rows = [
        {
            "kind": kind, "language": language, "language_label": language_label(language),
            "versions": (found := versions.get((kind.name, language), [])),
            "draft": not any(one.in_force for one in found),  # type: ignore[attr-defined]
        }
        for kind in kinds().values() for language in Language.values
    ]  # fmt: skip
    return render(request, "deals/papers/template_list.html", {"rows": rows})


@login_required
@never_cache
def template_upload(request: SignedInRequest) -> HttpResponse:
    """Upload a version; it is tried out with the examples of its fields before it is kept."""
    require(request.user, "deals.edit_paper_template")
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = TemplateForm(*given, initial={name: request.GET.get(name) for name in ("kind", "language")})
    if form.is_bound and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("language", "upload", "note", "checked")}
        try:
            template = actions.upload_template(
                actor=request.user, kind=get_kind(form.cleaned_data["kind"]), **facts
            )  # fmt: skip
        except (UploadRefused, DealError) as error:
            form.add_error("upload", str(error))
        else:
            messages.success(
                request,
                _("Kept as %(version)s of: %(kind)s. Put it in force when it is to be used.")
                % {"version": template, "kind": kind_label(template.kind)},
            )
            return redirect(template)
    return render(request, "deals/papers/template_form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def template_in_force(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the next papers be made from this version."""
    template = actions.put_in_force(actor=request.user, template=get_template_version(pk))
    messages.success(request, _("In force. The next papers are made from it."))
    return redirect(template)


@login_required
@require_POST
def template_draft(request: SignedInRequest, kind: str, language: str) -> HttpResponse:
    """Let the next papers be made from the draft that comes with the software again."""
    actions.return_to_draft(actor=request.user, kind=get_kind(kind), language=_language(language))
    messages.success(request, _("The draft that comes with the software is used again."))
    return redirect("paper_templates")


@login_required
@require_GET
def template_file(request: SignedInRequest, pk: int) -> FileResponse:
    """The Word file of a version."""
    require(request.user, "deals.see_paper_templates")
    return saved_template(get_template_version(pk))


@login_required
@require_GET
def draft_file(request: SignedInRequest, kind: str, language: str) -> FileResponse:
    """The draft that comes with the software, to begin with."""
    require(request.user, "deals.see_paper_templates")
    return attachment(get_kind(kind).draft(_language(language)), f"{kind}-{language}.docx", WORD_TYPE)


@login_required
@require_GET
def field_list(request: SignedInRequest) -> HttpResponse:
    """Every field with its meaning and an example."""
    require(request.user, "deals.see_paper_templates")
    return render(request, "deals/papers/field_list.html", {"rows": field_rows()})


@login_required
@require_GET
def field_file(request: SignedInRequest) -> FileResponse:
    """The same as a Word file whose fields can be copied into a template."""
    require(request.user, "deals.see_paper_templates")
    return attachment(field_sheet(), "fields.docx", WORD_TYPE)
