"""Pages without a domain word."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.views.decorators.http import require_GET

from heliu.kit.fields import VOCABULARIES, suggestions


@require_GET
def vocabulary(request: HttpRequest, name: str) -> HttpResponse:
    """Options for the suggestions of a ``CodeField``; the typed text is the only parameter, whatever its name."""
    if name not in VOCABULARIES:
        raise Http404
    typed = str(next(iter(request.GET.values()), ""))[:100]
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((t,) for t in suggestions(name, typed))))
