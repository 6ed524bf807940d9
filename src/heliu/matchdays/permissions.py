"""Who may do what with matchmaking days.

===================  =========================================================================================
make_day             technology managers, reviewers, administrators, those who act for a park
view_day             everybody, once it is announced; of a day for invited organisations only, members of those;
                     its organisers always
run_day              who made it, while they may make days; those who act for the park that hosts it; reviewers
register             who acts for an organisation that the day admits (``parties.Applicant``)
show_title           members of the owner, for a confidential record of theirs: nobody else opens it to a day
change_registration  who acts for the organisation that registered
use_meeting          who acts for one of its two sides
===================  =========================================================================================

Who acts for an organisation are its members and technology managers with its mandate. Being an administrator opens no
day that somebody else made. What the day's state allows is asked by the actions, after the rule.
"""

from __future__ import annotations

from typing import Any

import rules

from heliu.accounts.permissions import acting_for, is_reviewer, memberships_of, runs_park
from heliu.matchdays.models import MatchDay, Meeting, Registration
from heliu.matchdays.parties import Applicant, makes_days


@rules.predicate
def may_make(user: Any) -> bool:
    return makes_days(user)


@rules.predicate
def made_it(user: Any, day: MatchDay | None) -> bool:
    return day is not None and user.is_authenticated and day.organiser_id == user.pk


@rules.predicate
def hosts_it(user: Any, day: MatchDay | None) -> bool:
    return day is not None and day.host is not None and bool(runs_park(user, day.host))


@rules.predicate
def is_told_of(user: Any, day: MatchDay | None) -> bool:
    return day is not None and MatchDay.objects.visible_to(user).filter(pk=day.pk).exists()


@rules.predicate
def comes_for(user: Any, applicant: Applicant | None) -> bool:
    return applicant is not None and applicant.organisation.pk in acting_for(user)


@rules.predicate
def is_admitted(user: Any, applicant: Applicant | None) -> bool:
    return applicant is not None and applicant.is_admitted


@rules.predicate
def owns(user: Any, record: Any) -> bool:
    return record is not None and record.organisation_id in memberships_of(user)


@rules.predicate
def registered_it(user: Any, registration: Registration | None) -> bool:
    return registration is not None and registration.organisation_id in acting_for(user)


@rules.predicate
def takes_part(user: Any, meeting: Meeting | None) -> bool:
    own = acting_for(user)
    return meeting is not None and any(
        entry.registration.organisation_id in own for entry in (meeting.demand, meeting.supply)
    )


rules.add_perm("matchdays.make_day", may_make)
rules.add_perm("matchdays.view_day", is_told_of)
rules.add_perm("matchdays.run_day", (made_it & may_make) | hosts_it | is_reviewer)
rules.add_perm("matchdays.register", comes_for & is_admitted)
rules.add_perm("matchdays.show_title", owns)
rules.add_perm("matchdays.change_registration", registered_it)
rules.add_perm("matchdays.use_meeting", takes_part)
