"""What stands of matchmaking days in a person's calendar, and what is kept about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.accounts.models import User
from heliu.kit.calendars import Entry as CalendarEntry
from heliu.kit.site import absolute
from heliu.kit.workdays import local_day
from heliu.matchdays.choices import State
from heliu.matchdays.labels import table_label
from heliu.matchdays.models import Avoidance, Entry, MatchDay, Meeting, Registration, Report, Ruling, Wish
from heliu.matchdays.selectors.meetings import SeenMeeting, own_meetings, seen_meetings

KEPT = timedelta(days=60)
"""So long after a day its meetings stay in a calendar."""


# -- calendars ------------------------------------------------------------------------------------


def calendar_entries(user: User) -> list[CalendarEntry]:
    """The person's meetings for their calendar feed, the last weeks' too."""
    recent = own_meetings(user).filter(day__date__gte=local_day() - KEPT)
    return [calendar_entry(one) for one in seen_meetings(user, recent)]


def calendar_entry(seen: SeenMeeting) -> CalendarEntry:
    """A meeting as its participants may know it."""
    meeting, day, partner = seen.meeting, seen.meeting.day, seen.partner
    words = {"organisation": partner.organisation.name, "day": day.title}
    table = table_label(meeting.table)
    lines = [partner.title, seen.own.title, table, day.link]
    return CalendarEntry(
        uid=f"matchday-meeting-{meeting.pk}@{_site()}",
        summary=_("%(organisation)s (%(day)s)") % words,
        starts=day.slot_begins(meeting.slot),
        ends=day.slot_ends(meeting.slot),
        stamped=meeting.changed_at,
        description="\n".join(line for line in lines if line),
        location=pgettext("between names", ", ").join(part for part in (day.place, table) if part),
        url=absolute(reverse("matchday_meetings", args=[day.pk])),
        sequence=meeting.sequence,
        cancelled=not meeting.is_planned or day.state == State.CANCELLED,
    )


def _site() -> str:
    return str(settings.HELIU_SITE_URL).partition("://")[2].strip("/") or "heliu"


# -- personal data --------------------------------------------------------------------------------


def personal_matchdays(user: User) -> dict[str, Any]:
    """What matchmaking days hold about a person, for the copy of their data."""
    registrations = Registration.objects.filter(registered_by=user).select_related("organisation").order_by("pk")
    return {
        "matchdays_organised": [
            {"id": day.pk, "title": str(day), "date": day.date, "state": day.state}
            for day in MatchDay.objects.filter(organiser=user).order_by("pk")
        ],
        "matchday_registrations": [
            {"day": one.day_id, "organisation": str(one.organisation), "registered_at": one.registered_at}
            for one in registrations
        ],
        "matchday_entries": [
            {"day": one.registration.day_id, "record": f"{one.kind} {one.record_id}", "capacity": one.capacity}
            for one in Entry.objects.filter(registered_by=user).select_related("registration").order_by("pk")
        ],
        "matchday_wishes": list(
            Wish.objects.filter(stated_by=user).order_by("pk").values("entry", "partner", "rank", "excluded")
        ),
        "matchday_avoidances": list(
            Avoidance.objects.filter(stated_by=user).order_by("pk").values("organisation", "reason", "note")
        ),
        "matchday_decisions": list(Ruling.objects.filter(made_by=user).order_by("pk").values("day", "kind", "made_at")),
        "matchday_meetings_declined": list(
            Meeting.objects.filter(declined_by=user).order_by("pk").values("day", "note", "changed_at")
        ),
        "matchday_outcomes": list(
            Report.objects.filter(reported_by=user).order_by("pk").values("meeting", "verdict", "note", "reported_at")
        ),
    }
