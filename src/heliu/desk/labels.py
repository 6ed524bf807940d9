"""The desk in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.desk.choices import CaseKind
from heliu.desk.selectors.cases import Row


def hours_label(minutes: int) -> str:
    """Minutes as hours and minutes: "5 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def likeness_label(word: str) -> str:
    """How like two demands are."""
    return {
        "same": _("The same text but for details"),
        "largely": _("Largely the same text"),
        "meaning": _("Nearly the same in other words"),
    }[word]


def idle_label(row: Row) -> str:
    """Since when nothing has happened."""
    days = row.idle_days
    if days == 0:
        return _("A step today")
    return ngettext("No step for %(days)d day", "No step for %(days)d days", days) % {"days": days}


def case_title(kind: str, pk: int, record: Any) -> str:
    """What a case is called for somebody; of one that they may not know any more its kind and number."""
    if record is None:
        return _("%(kind)s no. %(number)d") % {"kind": CaseKind(kind).label, "number": pk}
    return str(record)
