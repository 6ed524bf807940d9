"""What the actions share: the lock of a day, its state machine, what events are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext_lazy
from django_fsm import TransitionNotAllowed

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.matchdays.choices import State
from heliu.matchdays.errors import Gone, NotNow
from heliu.matchdays.models import MatchDay, Registration
from heliu.matchdays.selectors.days import people_of

__all__ = ["VERBS", "Actor", "locked_day", "only_while", "people_coming", "person", "transit"]

VERBS = {
    "matchday_made": gettext_lazy("Matchmaking day made"),
    "matchday_invited": gettext_lazy("Invited to a matchmaking day"),
    "matchday_opened": gettext_lazy("Registration for a matchmaking day is open"),
    "matchday_registered": gettext_lazy("Registered for a matchmaking day"),
    "matchday_withdrawn": gettext_lazy("Withdrawn from a matchmaking day"),
    "matchday_closed": gettext_lazy("Registration for a matchmaking day is closed"),
    "matchday_matched": gettext_lazy("Possible meetings of a matchmaking day were found"),
    "matchday_assigned": gettext_lazy("Meetings of a matchmaking day chosen"),
    "matchday_published": gettext_lazy("Schedule of a matchmaking day published"),
    "matchday_filled": gettext_lazy("New meetings on a matchmaking day"),
    "matchday_declined": gettext_lazy("A meeting of a matchmaking day was declined"),
    "matchday_meeting_off": gettext_lazy("A meeting of a matchmaking day is off"),
    "matchday_held": gettext_lazy("Matchmaking day held"),
    "matchday_cancelled": gettext_lazy("Matchmaking day cancelled"),
}
"""What the events recorded here are called; registered with the timeline."""
SOON = (
    "matchday_invited", "matchday_published", "matchday_filled", "matchday_declined", "matchday_meeting_off",
    "matchday_cancelled",
)  # fmt: skip
"""Of these, what nobody may learn of a day late."""


def locked_day(day: MatchDay) -> MatchDay:
    """The day as it is now, held until the transaction ends (in SQLite the whole database is).

    Every write to a day or to anything of it takes this lock first, so two never collide.
    """
    try:
        found = MatchDay.objects.select_for_update(of=("self",)).select_related("host", "organiser")
        return found.get(pk=day.pk)
    except MatchDay.DoesNotExist:
        raise Gone from None


def transit(day: MatchDay, step: Callable[[], None]) -> None:
    """Take a step of the state machine, or say which state forbids it."""
    try:
        step()
    except TransitionNotAllowed:
        raise not_in_state(day) from None


def only_while(day: MatchDay, *states: State) -> None:
    """For steps that are no transition."""
    if day.state not in states:
        raise not_in_state(day)


def not_in_state(day: MatchDay) -> NotNow:
    words = {"state": State(day.state).label}
    return NotNow(gettext_lazy("This cannot be done now. The matchmaking day is: %(state)s.") % words)


def people_coming(day: MatchDay, registrations: Iterable[Registration] | None = None) -> set[User]:
    """Everybody who is told what concerns the registrations; all standing ones of the day by default."""
    if registrations is None:
        registrations = day.registrations.standing()
    return people_of(registrations)
