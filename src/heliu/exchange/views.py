"""Where harvesters ask, and the pages of this area."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heliu.accounts.http import SignedInRequest
from heliu.catalog.selectors import get_visible_organisation
from heliu.exchange import dumps
from heliu.exchange.actions import choose_open_data
from heliu.exchange.http import conditional, dump_file
from heliu.exchange.linked import CONTENT_TYPE, as_script, linked_data
from heliu.exchange.oai import answer
from heliu.exchange.oai.formats import FORMATS
from heliu.exchange.selectors import is_withheld
from heliu.exchange.site import base_url
from heliu.kit.permissions import require
from heliu.kit.rates import client_address, seconds_to_wait
from heliu.kit.site import absolute

XML = "text/xml; charset=utf-8"
PRIVATE = (
    "/account/", "/accounts/", "/admin/", "/access/", "/agreements/", "/alerts/", "/api/", "/attachments/",
    "/bookmarks/", "/calendar/", "/claims/", "/deals/", "/desk/", "/duplicates/", "/findings/", "/i18n/",
    "/introductions/", "/invitations/", "/mandates/", "/merges/", "/my/", "/notices/", "/organisation-names/",
    "/origins/", "/oversight/", "/pages/", "/records/", "/reports/", "/review/", "/searches/", "/sources/",
    "/tenancies/", "/today/",
)  # fmt: skip
"""What search engines need not try: nothing there opens to visitors."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """OAI-PMH 2.0. Nothing is written and nobody is signed in here, so a POST needs no token."""
    if wait := seconds_to_wait("oai", settings.HELIU_OAI_RATE, client_address(request)):
        # As the protocol has it (3.1.2.2); harvesters wait and go on where they were.
        return HttpResponse("", status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": wait})
    try:
        query: QueryDict | None = request.POST if request.method == "POST" else request.GET
    except (RequestDataTooBig, SuspiciousOperation, BadRequest, MultiPartParserError):
        query = None
    return HttpResponse(answer(query), content_type=XML)


@require_safe
def jsonld(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A record for machines, the same as in its page."""
    data = linked_data(kind, pk)
    if data is None:
        raise Http404
    return conditional(request, as_script(data).encode(), CONTENT_TYPE)


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What is open, in which files, under which licence, and how to harvest it."""
    dump = dumps.current_dump()
    context: dict[str, Any] = {
        "dump": dump,
        "made_at": datetime.fromisoformat(dump.made_at) if dump else None,
        "licence": settings.HELIU_OPEN_DATA_LICENCE,
        "operator": settings.HELIU_OPERATOR,
        "contact": settings.HELIU_OPERATOR_CONTACT,
        "base_url": base_url(),
        "formats": list(FORMATS),
        "sitemap": absolute(reverse("sitemap")),
        "canonical": absolute(reverse("open_data")),
    }
    return render(request, "exchange/open_data.html", context)


@require_safe
def open_data_file(request: HttpRequest, format_name: str) -> FileResponse | HttpResponse:
    """A file of the dump."""
    return dump_file(request, format_name)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where the list of pages is."""
    private = (f"Disallow: {path}" for path in PRIVATE)
    lines = ["User-agent: *", *private, "", f"Sitemap: {absolute(reverse('sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_required
@require_safe
def choice(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is given out of an organisation, for whoever decides about it."""
    organisation = get_visible_organisation(request.user, pk)
    require(request.user, "exchange.choose_open_data", organisation)
    context = {"organisation": organisation, "withheld": is_withheld(organisation)}
    return render(request, "exchange/choice.html", context)


@login_required
@require_POST
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the organisation's public records out, or nothing of it."""
    organisation = get_visible_organisation(request.user, pk)
    given = request.POST.get("given") == "yes"
    choose_open_data(actor=request.user, organisation=organisation, given=given)
    messages.success(request, _("Saved. Harvesters hear of it within a minute."))
    return redirect("open_data_choice", organisation.pk)
