"""The schedule becomes known to those who are in it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day
from heliu.matchdays.actions.steps import locked_day, people_coming, transit
from heliu.matchdays.errors import NotNow
from heliu.matchdays.models import MatchDay


@transaction.atomic
def publish_schedule(*, actor: Actor, day: MatchDay) -> MatchDay:
    """Tell everybody who is registered; each then sees their own meetings, and the public how many there are."""
    day = locked_day(day)
    require(actor, "matchdays.run_day", day)
    transit(day, day.publish)
    if day.date < local_day():
        raise NotNow(_("The day is past."))
    if not day.meetings.planned().exists():
        raise NotNow(_("There is no meeting to publish."))
    day.save()
    record_event(day, "matchday_published", actor=person(actor), notify=people_coming(day))
    return day
