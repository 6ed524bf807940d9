"""What is taken along of an agreement: text, PDF, certificate; and whether a copy is the agreement's."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from heliu.accounts.http import SignedInRequest
from heliu.agreements.certificates import certificate_of, compare, is_as_frozen
from heliu.agreements.forms import CompareForm
from heliu.agreements.http import attachment, stored_pdf
from heliu.agreements.labels import confidential_until, direction_label, standing_label
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import acceptances_of, get_visible_agreement


@login_required
@require_GET
def agreement_text(request: SignedInRequest, pk: int) -> FileResponse:
    """Exactly the bytes that the hash is of."""
    agreement = get_visible_agreement(request.user, pk)
    if agreement.is_paper:
        raise Http404
    return attachment(agreement.text.encode(), f"{agreement.reference}.txt", "text/plain; charset=utf-8")


@login_required
@require_GET
def agreement_file(request: SignedInRequest, pk: int) -> FileResponse:
    """The PDF that was uploaded; saved, never shown within the page."""
    return stored_pdf(get_visible_agreement(request.user, pk))


def _certificate_context(agreement: Agreement) -> dict[str, object]:
    return {
        "agreement": agreement, "certificate": certificate_of(agreement), "acceptances": acceptances_of(agreement),
        "intact": is_as_frozen(agreement), "standing": standing_label(agreement),
        "direction": direction_label(agreement), "confidential_until": confidential_until(agreement),
    }  # fmt: skip


@login_required
@require_GET
@never_cache
def agreement_certificate(request: SignedInRequest, pk: int) -> HttpResponse | FileResponse:
    """Text, acceptances and hash on one page to print; ``format`` txt or json gives a file."""
    agreement = get_visible_agreement(request.user, pk)
    format_name = request.GET.get("format")
    if format_name is None:
        return render(request, "agreements/certificate.html", _certificate_context(agreement))
    name = f"{agreement.reference}-certificate.{format_name}"
    if format_name == "json":
        text = json.dumps(certificate_of(agreement), ensure_ascii=False, indent=2, default=_written)
        return attachment(f"{text}\n".encode(), name, "application/json")
    if format_name == "txt":
        text = render_to_string("agreements/certificate.txt", _certificate_context(agreement), request=request)
        return attachment(text.encode(), name, "text/plain; charset=utf-8")
    raise Http404


def _written(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def agreement_compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Paste or upload a text, or a PDF, and be told whether it is the agreement's."""
    agreement = get_visible_agreement(request.user, pk)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CompareForm(*given)
    found = None
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["upload"]
        found = compare(agreement, upload.read() if upload else form.cleaned_data["text"].encode())
    context = {"agreement": agreement, "form": form, "found": found}
    return render(request, "agreements/compare.html", context, status=422 if form.errors else 200)
