"""Notes that the link of a result was followed, and takes its mark off the address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from heliu.matching.outcomes.actions.results import note_opened
from heliu.matching.outcomes.requests import MARK, is_looked_at


class OpenedResult:
    """A result links to its record's own address with a mark behind it: no JavaScript and no page between.

    The redirect leaves the address that can be shared, so that whoever gets it is not counted again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or MARK not in request.GET:
            return self.get_response(request)
        if is_looked_at(request):
            note_opened(request.GET[MARK])
        query = request.GET.copy()
        del query[MARK]
        address = escape_leading_slashes(escape_uri_path(request.path))
        return HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)
