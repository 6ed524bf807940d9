"""Shows moments in the time zone of the person who looks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class PersonsTimeZone:
    """Pages and forms speak of times in the person's zone; visitors get the installation's.

    It ends with the request: a thread that answers the next one must not keep it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.zone if request.user.is_authenticated and request.user.time_zone else None
        with timezone.override(zone):
            return self.get_response(request)
