"""A person's page, and the calendar feed with its address."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from heliu.accounts.http import SignedInRequest
from heliu.accounts.permissions import memberships_of
from heliu.agenda.actions import end_feed, make_feed, publish_feed
from heliu.agenda.models import Feed
from heliu.agenda.selectors import SHOWN, agenda_of, due_count, feed_of, find_feed
from heliu.agenda.sources import sources
from heliu.kit.calendars import CONTENT_TYPE
from heliu.kit.rates import client_address, seconds_to_wait


@login_required
@require_GET
@never_cache
def today(request: SignedInRequest) -> HttpResponse:
    """What waits for the person, clocks that run out first at the front; ``area`` names one area."""
    area = request.GET.get("area", "")
    if area and area not in {source.name for source in sources()}:
        raise Http404
    agenda = agenda_of(request.user, area)
    context = {
        "agenda": agenda,
        "area": area,
        "waiting": agenda.waiting[:SHOWN],
        "total": sum(one.count for one in agenda.areas),
        "more": [one for one in agenda.areas if one.more > 0],
        "acts": bool(memberships_of(request.user)),
        "holidays_unknown": ", ".join(map(str, agenda.unknown_years)),
    }
    return render(request, "agenda/today.html", context)


@login_required
@require_GET
def arrival(request: SignedInRequest) -> HttpResponse:
    """Where signing in leads: to what is due, where something is; else home, to the box."""
    return redirect("today" if due_count(request.user) else "home")


# -- the feed -------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def calendar(request: SignedInRequest) -> HttpResponse:
    """The address of the person's feed: made or renewed here, and shown in the answer to that alone."""
    address = ""
    if request.method == "POST":
        _feed, address = make_feed(actor=request.user)
    context = {
        "feed": feed_of(request.user),
        "address": address,
        # Calendar programs open themselves at this scheme.
        "subscribe": address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
    }
    return render(request, "agenda/calendar.html", context)


@login_required
@require_POST
def calendar_end(request: SignedInRequest) -> HttpResponse:
    """Make the address worthless."""
    if end_feed(actor=request.user):
        messages.success(request, _("The calendar address no longer works."))
    return redirect("calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed with this secret. No session: whoever has the address reads it. Any other address is not found."""
    found = find_feed(token)
    # One by one, since a calendar service reads the feeds of many people from one address; of addresses that are none,
    # the guesses of one client are counted.
    reader = f"feed-{found.pk}" if found else f"client-{client_address(request)}"
    if wait := seconds_to_wait("feed", settings.HELIU_FEED_RATE, reader):
        refused = HttpResponse(_("Too many requests."), status=429, content_type="text/plain; charset=utf-8")
        refused["Retry-After"] = str(wait)
        return refused
    if found is None:
        raise Http404
    try:
        published = publish_feed(found)
    except Feed.DoesNotExist:
        # Switched off while it was read.
        raise Http404 from None
    etag, changed = f'"{published.digest}"', published.changed_at
    response = HttpResponse(published.content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="heliu.ics"'
    answer = get_conditional_response(request, etag, int(changed.timestamp()), response) or response
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(changed.timestamp())
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Language"] = found.user.language or settings.LANGUAGE_CODE
    answer["X-Robots-Tag"] = "noindex"
    return answer
