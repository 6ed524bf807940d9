"""What matchmaking days show on pages of the rows below them, in the agenda and in calendars."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.activity.verbs import register_link
from heliu.agenda.calendars import register_calendar
from heliu.agenda.sources import Source, register_source
from heliu.kit.panels import register_panel
from heliu.matchdays.selectors.agenda import agenda_items, count_agenda, count_due
from heliu.matchdays.selectors.people import calendar_entries


def navigation(request: HttpRequest, record: Any) -> dict[str, Any]:
    """The way to the list, for everybody."""
    address = reverse("matchday_list")
    return {"address": address, "current": request.path.startswith(address)}


def meetings_link(event: Any, user: Any) -> str | None:
    """A notice about meetings leads a participant to their own ones."""
    from heliu.matchdays.models import Meeting

    own = Meeting.objects.visible_to(user).filter(day=event.object_id)
    return reverse("matchday_meetings", args=[event.object_id]) if own.exists() else None


def register() -> None:
    """Called once, when the application is ready."""
    register_panel("navigation", "matchdays/panels/navigation.html", navigation, order=25)
    for verb in ("matchday_published", "matchday_filled", "matchday_declined", "matchday_meeting_off", "matchday_held"):
        register_link(verb, meetings_link)
    register_calendar("matchday_meetings", calendar_entries)
    register_source(
        Source(
            "matchdays", _("Matchmaking days"), items=agenda_items, count=count_agenda,
            due=count_due, all_url=lambda user: reverse("matchday_list"),
        )
    )  # fmt: skip
