"""Meetings, each time for somebody: participants see their own, organisers those of their day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from heliu.accounts.permissions import acting_for
from heliu.dealflow.pairs import Pair
from heliu.kit.permissions import allowed
from heliu.matchdays.choices import Side, Verdict
from heliu.matchdays.models import MatchDay, Meeting, Report
from heliu.matchdays.selectors.entries import Seen, seen_entry

_RECORDS = tuple(
    f"{side}__{kind}__organisation" for side in Side.values for kind in ("demand", "achievement", "expert")
)
_RELATED = ("day", "introduction", *(f"{side}__registration__organisation" for side in Side.values), *_RECORDS)


def with_both(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """With everything that is shown of a meeting."""
    return meetings.select_related(*_RELATED)


def own_meetings(user: Any, day: MatchDay | None = None) -> QuerySet[Meeting]:
    """Meetings of the person's organisations in published schedules, in the order of the day."""
    found = with_both(Meeting.objects.visible_to(user)).prefetch_related("reports")
    return (found if day is None else found.filter(day=day)).order_by("day__date", "slot", "table", "pk")


def get_own_meeting(user: Any, day: MatchDay, pk: int) -> Meeting:
    """A meeting in which the person takes part, or 404."""
    found = own_meetings(user, day).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def meetings_in(day: MatchDay) -> QuerySet[Meeting]:
    """All meetings of a day, for its organisers."""
    return with_both(day.meetings.all()).order_by("slot", "table")


def sides_of(user: Any, meeting: Meeting) -> list[Side]:
    """The sides for which the person acts, the demand's first; a manager may act for both."""
    own = acting_for(user)
    return [side for side in Side if meeting.entry(side).registration.organisation_id in own]


@dataclass(frozen=True, slots=True)
class SeenMeeting:
    """A meeting as far as somebody may know it."""

    meeting: Meeting
    demand: Seen
    supply: Seen
    sides: tuple[Side, ...] = ()
    """Those for which the person acts."""
    reports: tuple[Report, ...] = ()
    """What the person may read of how it went: of the other side's only the verdict, once there is an own one."""
    may_introduce: bool = False

    @property
    def partner(self) -> Seen:
        """The side across; of somebody who acts for both, or for neither, the supplier."""
        return self.demand if self.sides == (Side.SUPPLY,) else self.supply

    @property
    def own(self) -> Seen:
        return self.supply if self.sides == (Side.SUPPLY,) else self.demand

    @property
    def own_report(self) -> Report | None:
        return next((report for report in self.reports if report.side in self.sides), None)

    @property
    def other_report(self) -> Report | None:
        return next((report for report in self.reports if report.side not in self.sides), None)

    @property
    def both_go_on(self) -> bool:
        return len(self.reports) == 2 and all(report.verdict == Verdict.CONTINUE for report in self.reports)


def seen_meetings(user: Any, meetings: Iterable[Meeting], *, organiser: bool = False) -> list[SeenMeeting]:
    """Meetings for one of those who take part in them, or for an organiser."""
    return [_seen(user, meeting, organiser) for meeting in meetings]


def _seen(user: Any, meeting: Meeting, organiser: bool) -> SeenMeeting:
    sides = () if organiser else tuple(sides_of(user, meeting))
    # Of one's own records the rule of the record decides, also for a manager: being asked to meet opens the other's.
    demand = seen_entry(user, meeting.demand, involved=organiser or Side.SUPPLY in sides)
    supply = seen_entry(user, meeting.supply, involved=organiser or Side.DEMAND in sides)
    if organiser:
        return SeenMeeting(meeting, demand, supply)
    reports = list(meeting.reports.all())
    own = [report for report in reports if report.side in sides]
    pair = Pair(meeting.demand.record, meeting.supply.record)  # type: ignore[arg-type]
    may_introduce = (
        meeting.is_planned
        and meeting.is_over
        and meeting.introduction_id is None
        and allowed(user, "dealflow.introduce", pair)
    )
    return SeenMeeting(meeting, demand, supply, sides, tuple(reports if own else ()), may_introduce)
