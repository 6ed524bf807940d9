"""A meeting as a calendar file for one person: to save, to send with a mail, and in their feed.

The only address in it is the person's own: who else takes part stands in the description, by name where the person may
read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.dealflow.meetings.labels import participant_label
from heliu.dealflow.meetings.models import Meeting
from heliu.dealflow.meetings.selectors import own_meetings, seen_participants
from heliu.kit.calendars import Entry, calendar_file
from heliu.kit.site import absolute

KEPT = timedelta(days=30)
"""How long a feed keeps what was."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a mail attaches, or a page lets save."""

    name: str
    content: bytes
    content_type: str
    """With the method, as RFC 6047 asks for."""


def meeting_file(meeting: Meeting, user: Any) -> CalendarFile:
    """The invitation, or what takes it back once the meeting was cancelled."""
    method = "CANCEL" if meeting.is_cancelled else "REQUEST"
    content = calendar_file([meeting_entry(meeting, user)], name=_("Meeting"), method=method)
    return CalendarFile(f"heliu-meeting-{meeting.pk}.ics", content, f"text/calendar; charset=utf-8; method={method}")


def meeting_entry(meeting: Meeting, user: Any) -> Entry:
    """The meeting as the person may know it."""
    introduction = meeting.introduction
    names = _("%(one)s and %(other)s") % {
        "one": introduction.from_organisation.name, "other": introduction.to_organisation.name,
    }  # fmt: skip
    people = [participant_label(one) for one in seen_participants(user, meeting, clashes=())]
    lines = [meeting.note, _("Taking part: %(people)s") % {"people": "; ".join(people)}]
    if meeting.link and meeting.place:
        lines.append(meeting.link)
    address = absolute(meeting.get_absolute_url())
    return Entry(
        uid=f"meeting-{meeting.uid}@heliu",
        summary=_("Meeting: %(names)s") % {"names": names},
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        stamped=meeting.updated_at,
        description="\n".join([*filter(None, lines), address]),
        location=meeting.place or meeting.link,
        url=address,
        sequence=meeting.sequence,
        cancelled=meeting.is_cancelled,
        attendees=[(str(user), user.email)],
        organiser=(_("Heliu"), settings.DEFAULT_FROM_EMAIL),
    )


def meeting_entries(user: Any) -> list[Entry]:
    """What a person's feed holds of meetings."""
    since = timezone.now() - KEPT
    return [meeting_entry(meeting, user) for meeting in own_meetings(user).filter(ends_at__gt=since)]
