"""What a person has to do about matchmaking days: one item for each day and each thing to do on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.models import User
from heliu.accounts.permissions import acting_for
from heliu.agenda.sources import Item
from heliu.kit.workdays import local_day
from heliu.matchdays.choices import MeetingState, State
from heliu.matchdays.models import DayInvitation, MatchDay, Meeting, Registration, Report
from heliu.matchdays.selectors.entries import own_entries_with_wishes_due

AHEAD = timedelta(days=14)
"""Meetings further away than that are no task yet."""
BACK = timedelta(days=14)
"""So long after a day its meetings ask how they went."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One sort of thing to do."""

    name: str
    what: Any
    step: Any
    page: str
    days: Callable[[User], Q]
    """The days on which the person has to do it."""
    due_on: Callable[[MatchDay], date]
    due_by: Callable[[date], Q]
    """The same as ``due_on``, asked of the database."""


def _to_register(user: User) -> Q:
    """Organisations that were invited have not answered by registering."""
    there = Registration.objects.standing().filter(day=OuterRef("day"), organisation=OuterRef("organisation"))
    waiting = DayInvitation.objects.filter(~Exists(there), organisation__in=acting_for(user))
    return Q(state=State.OPEN, registration_closes__gt=timezone.now(), pk__in=waiting.values("day"))


def _to_rank(user: User) -> Q:
    """Entries have suggestions, and nothing was said of them."""
    now = timezone.now()
    not_late = Q(ranking_closes__gt=now) | Q(ranking_closes=None, registration_closes__gt=now)
    days = own_entries_with_wishes_due(user).values("registration__day")
    return not_late & Q(state__in=[State.OPEN, State.CLOSED], pk__in=days)


def _to_meet(user: User) -> Q:
    day = local_day()
    planned = Meeting.objects.visible_to(user).planned().values("day")
    return Q(state=State.PUBLISHED, date__range=(day, day + AHEAD), pk__in=planned)


def _to_report(user: User) -> Q:
    """Meetings are past, and the person's side has not said how they went."""
    own, day = acting_for(user), local_day()
    silent: Any = Q(pk__in=[])
    for side in ("demand", "supply"):
        said = Report.objects.filter(meeting=OuterRef("pk"), side=side)
        silent |= Q(**{f"{side}__registration__organisation__in": own}) & ~Exists(said)
    open_ = Meeting.objects.planned().filter(silent).values("day")
    past = Q(date__range=(day - BACK, day - timedelta(days=1)))
    return past & Q(state__in=[State.PUBLISHED, State.HELD], pk__in=open_)


def _to_choose(user: User) -> Q:
    return MatchDay.objects.organised_by(user) & Q(state=State.CLOSED, date__gte=local_day())


def _to_publish(user: User) -> Q:
    return MatchDay.objects.organised_by(user) & Q(state=State.ASSIGNED, date__gte=local_day())


def _to_fill(user: User) -> Q:
    """A meeting fell out after the plan was made."""
    fell_out = Meeting.objects.filter(day=OuterRef("pk"), changed_at__gt=OuterRef("chosen__made_at"))
    gaps = Exists(fell_out.exclude(state=MeetingState.PLANNED))
    return MatchDay.objects.organised_by(user) & Q(gaps, state=State.PUBLISHED, date__gte=local_day())


def _registration_ends(day: MatchDay) -> date:
    return local_day(day.registration_closes)


def _wishes_end(day: MatchDay) -> date:
    return local_day(day.ranking_closes or day.registration_closes)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())


def _wishes_end_by(day: date) -> Q:
    return Q(ranking_closes__lt=_end_of(day)) | Q(ranking_closes=None, registration_closes__lt=_end_of(day))


def _of_the_day(day: MatchDay) -> date:
    return day.date


DUTIES = (
    Duty(
        "register", _("Register for a matchmaking day"), pgettext_lazy("matchmaking day", "Register"),
        "matchday_detail", _to_register, _registration_ends, lambda day: Q(registration_closes__lt=_end_of(day)),
    ),
    Duty(
        "rank", _("Say whom you would rather meet on a matchmaking day"), _("Rank them"), "matchday_detail", _to_rank,
        _wishes_end, _wishes_end_by,
    ),
    Duty(
        "meet", _("Meetings on a matchmaking day"), _("See the meetings"), "matchday_meetings", _to_meet, _of_the_day,
        lambda day: Q(date__lte=day),
    ),
    Duty(
        "report", _("Say how the meetings of a matchmaking day went"), _("Report"), "matchday_meetings", _to_report,
        lambda day: day.date + BACK, lambda day: Q(date__lte=day - BACK),
    ),
    Duty(
        "choose", _("Choose the meetings of a matchmaking day"), _("Go on"), "matchday_assignment", _to_choose,
        _of_the_day, lambda day: Q(date__lte=day),
    ),
    Duty(
        "publish", _("Publish the schedule of a matchmaking day"), _("Go on"), "matchday_assignment", _to_publish,
        _of_the_day, lambda day: Q(date__lte=day),
    ),
    Duty(
        "fill", _("Fill slots of a matchmaking day that became free"), _("Fill"), "matchday_assignment", _to_fill,
        _of_the_day, lambda day: Q(date__lte=day),
    ),
)  # fmt: skip


def agenda_items(user: User, most: int) -> Sequence[Item]:
    """The items of a person, soonest first."""
    items = [
        Item(
            duty.what, day.title, reverse(duty.page, args=[day.pk]), duty.due_on(day), key=f"{duty.name}-{day.pk}",
            step=duty.step,
        )
        for duty in DUTIES
        for day in MatchDay.objects.filter(duty.days(user)).order_by(F("date").asc(), "pk")[:most]
    ]  # fmt: skip
    items.sort(key=lambda item: (item.due_on or date.max, item.key))
    return items[:most]


def count_agenda(user: User) -> int:
    """How many there are in all, by one query."""
    return _counted({duty.name: duty.days(user) for duty in DUTIES})


def count_due(user: User, day: date) -> int:
    """How many are due by a day, by one query."""
    return _counted({duty.name: duty.days(user) & duty.due_by(day) for duty in DUTIES})


def _counted(conditions: dict[str, Q]) -> int:
    found = MatchDay.objects.aggregate(
        **{name: Count("pk", filter=condition, distinct=True) for name, condition in conditions.items()}
    )
    return sum(found.values())
