"""Meetings in words."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.dealflow.meetings.models import Meeting
from heliu.dealflow.meetings.selectors import SeenParticipant


def zone_label() -> str:
    """The time zone in which the page shows and reads times: "Asia/Shanghai, UTC+08:00"."""
    offset = timezone.localtime().strftime("%z")
    return f"{timezone.get_current_timezone_name()}, UTC{offset[:3]}:{offset[3:5]}"


def moment_label(meeting: Meeting) -> str:
    """From when to when, in the zone of who looks."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    if starts.date() == ends.date():
        return f"{starts:%Y-%m-%d %H:%M} – {ends:%H:%M}"
    return f"{starts:%Y-%m-%d %H:%M} – {ends:%Y-%m-%d %H:%M}"


def participant_label(one: SeenParticipant) -> str:
    """A participant by name and organisation, or by organisation alone."""
    if not one.name:
        return _("somebody of %(organisation)s") % {"organisation": one.organisation.name}
    return _("%(name)s (%(organisation)s)") % {"name": one.name, "organisation": one.organisation.name}
