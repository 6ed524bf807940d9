"""How sources, visits and findings are told in lists, files and the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from heliu.ingestion.feeds.choices import FindingState, Rhythm, SourceState, VisitState
from heliu.ingestion.feeds.models import Finding, Source, Visit
from heliu.ingestion.feeds.readers import reader_of
from heliu.ingestion.feeds.wording import why

STATE_COLOURS = {
    SourceState.ACTIVE: "green", SourceState.PAUSED: "secondary", SourceState.FAILING: "red",
    VisitState.QUEUED: "secondary", VisitState.RUNNING: "azure", VisitState.DONE: "green",
    FindingState.WAITING: "orange", FindingState.ACCEPTED: "green", FindingState.SET_ASIDE: "secondary",
    FindingState.QUARANTINED: "red", FindingState.GONE: "purple", "failed": "red",
}  # fmt: skip


def kind_of_source(source: Source) -> str:
    """The kind in words."""
    reader = reader_of(source.kind)
    return str(reader.label) if reader else source.kind


def owner_of_source(source: Source) -> str:
    """Whose it is, in words."""
    return source.organisation.name if source.organisation else _("This installation")


def schedule_of(source: Source) -> str:
    """When it is visited, in words."""
    if source.rhythm == Rhythm.HOURS:
        return ngettext("every hour", "every %(number)d hours", source.every_hours) % {"number": source.every_hours}
    at = f"{source.at:%H:%M}"
    if source.rhythm == Rhythm.DAILY:
        return _("every day at %(time)s") % {"time": at}
    return _("%(weekday)s at %(time)s") % {"weekday": source.get_weekday_display(), "time": at}


def error_of(visit: Visit) -> str:
    """Why a visit failed, in words; empty where it did not."""
    return why(visit.error, visit.error_data) if visit.error else ""


def news_of(finding: Finding) -> str:
    """What a person is asked about: new, changed or gone."""
    if finding.state == FindingState.GONE:
        return pgettext("finding", "gone")
    return pgettext("finding", "new") if finding.is_new else pgettext("finding", "changed")


def moment(value: Any) -> str:
    """A moment in the reader's time zone."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
