"""Introductions in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.dealflow.choices import RefusalReason
from heliu.dealflow.clocks import time_left
from heliu.dealflow.models import Introduction
from heliu.kit.workdays import local_day, years_without_holidays


def clock_label(introduction: Introduction, day: date | None = None) -> str:
    """How the clock stands: when a reply is due, or how it ended."""
    if not introduction.is_open:
        return _outcome_label(introduction)
    due = introduction.due_on.isoformat()
    if introduction.paused_until is not None:
        words = {"until": introduction.paused_until.isoformat(), "due": due}
        return _("Paused until %(until)s; reply then due by %(due)s") % words
    left = time_left(introduction.due_on, day or local_day())
    if left < 0:
        return _("Reply overdue since %(due)s") % {"due": due}
    if left == 0:
        return _("Reply due today, %(due)s") % {"due": due}
    text = ngettext(
        "Reply due in %(days)d working day, by %(due)s", "Reply due in %(days)d working days, by %(due)s", left
    )
    return text % {"days": left, "due": due}


def _outcome_label(introduction: Introduction) -> str:
    state = str(introduction.get_state_display())
    if introduction.replied_at is None:
        return state
    words = {"state": state, "day": local_day(introduction.replied_at).isoformat()}
    return (_("%(state)s on %(day)s, late") if introduction.late else _("%(state)s on %(day)s")) % words


def holiday_note(introduction: Introduction) -> str:
    """What is not known of the holidays that the clock crosses; empty where all are known."""
    years = years_without_holidays(introduction.sent_on, introduction.due_on)
    if not introduction.is_open or not years:
        return ""
    return _("The public holidays of %(years)s are not known here yet; of them weekends alone are counted.") % {
        "years": ", ".join(map(str, years))
    }


def refusal_label(introduction: Introduction) -> str:
    """The reason for declining, with the parameter that it names; empty where it was not declined."""
    if not introduction.refusal_reason:
        return ""
    reason = str(RefusalReason(introduction.refusal_reason).label)
    if not introduction.refusal_parameter:
        return reason
    return _("%(reason)s: %(parameter)s") % {"reason": reason, "parameter": introduction.refusal_parameter}


def purpose_of(introduction: Introduction) -> str:
    """What an agreement after this introduction is for; of the records it says nothing, since they may be closed."""
    return _("Talks on technical cooperation after introduction %(number)d on Heliu") % {"number": introduction.pk}
