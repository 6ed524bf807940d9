"""When something is due, in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.kit.workdays import local_day, working_days_between


def due_label(due_on: date, today: date | None = None) -> str:
    """The way there in working days: "in 2 working days"."""
    today = today or local_day()
    left = working_days_between(today, due_on)
    if due_on == today:
        return _("due today")
    if left > 0:
        return ngettext("in %(days)d working day", "in %(days)d working days", left) % {"days": left}
    if left < 0:
        return ngettext("overdue by %(days)d working day", "overdue by %(days)d working days", -left) % {"days": -left}
    # Only days off lie between.
    return _("before the next working day") if due_on > today else _("was due on the last working day")


def day_label(day: date) -> str:
    """The date with its weekday: "2026-02-24 Tue"."""
    return f"{day.isoformat()} {date_format(day, 'D')}"
