"""What the actions share: the lock, the state machine, the clock's next date, and who has to act."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy
from django_fsm import TransitionNotAllowed

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.accounts.selectors import owners_of
from heliu.dealflow.choices import Escalation, State
from heliu.dealflow.clocks import Clock
from heliu.dealflow.errors import IntroductionGone, NotPossible
from heliu.dealflow.models import Introduction
from heliu.dealflow.selectors import managers_of, people_who_act

VERBS = {
    "introduced": gettext_lazy("Introduction sent"),
    "introduction_accepted": gettext_lazy("Introduction accepted"),
    "introduction_matched": gettext_lazy("Introduced: both said yes to a blind match"),
    "introduction_declined": gettext_lazy("Introduction declined"),
    "introduction_withdrawn": gettext_lazy("Introduction withdrawn"),
    "introduction_ended": gettext_lazy("Introduction ended: a record is no longer published"),
    "introduction_paused": gettext_lazy("Reply clock paused"),
    "introduction_resumed": gettext_lazy("Reply clock goes on"),
    "reply_due_soon": gettext_lazy("A reply is due soon"),
    "reply_overdue_manager": gettext_lazy("No reply in time: put to the technology manager"),
    "reply_overdue": gettext_lazy("No reply in time: put to the organisation's owners"),
    "introduction_lapsed": gettext_lazy("Introduction ended without a reply"),
    "introduction_handed_over": gettext_lazy("Somebody else has to act on an introduction"),
    "record_offered": gettext_lazy("One side has opened its record to the other"),
    "record_taken_back": gettext_lazy("One side has closed its record again"),
    "records_may_open": gettext_lazy("A confidentiality agreement is in force: records can be opened"),
}
"""What the events recorded here are called; registered with the timeline."""
ASKS = (
    "introduced", "reply_due_soon", "reply_overdue_manager", "reply_overdue", "introduction_resumed",
    "introduction_handed_over",
)  # fmt: skip
"""Of these, what asks somebody to reply before a day."""
OPENINGS = ("record_offered", "record_taken_back", "records_may_open")
"""Of these, what is about access to the records."""


def locked(introduction: Introduction | int) -> Introduction:
    """The introduction as it is now, held until the transaction ends (in SQLite the whole database is)."""
    pk = introduction if isinstance(introduction, int) else introduction.pk
    try:
        found = Introduction.objects.select_for_update(of=("self",)).select_related(
            "from_organisation", "to_organisation"
        )
        return found.get(pk=pk)
    except Introduction.DoesNotExist:
        raise IntroductionGone from None


def save(introduction: Introduction, actor: Actor, verb: str) -> None:
    """Check it and write it with its history. ``next_at`` follows from the rest, so it is set nowhere else."""
    introduction.next_at = next_date(introduction)
    introduction.full_clean()
    introduction._history_user = person(actor)  # type: ignore[attr-defined]
    introduction._change_reason = verb  # type: ignore[attr-defined]
    introduction.save()


def next_date(introduction: Introduction) -> date | None:
    """The day on which the clock has something to do; none for an introduction that is over."""
    if not introduction.is_open:
        return None
    return introduction.paused_until or introduction.remind_on or introduction.due_on


def set_clock(introduction: Introduction, clock: Clock) -> None:
    introduction.due_on, introduction.remind_on = clock.due_on, clock.remind_on


def transit(introduction: Introduction, step: Callable[[], None]) -> None:
    """Take a step of the state machine, or say which state forbids it."""
    try:
        step()
    except TransitionNotAllowed:
        raise NotPossible(State(introduction.state).label) from None


def refuse_closed(introduction: Introduction) -> None:
    """For steps that are no transition: only an open introduction has a clock."""
    if not introduction.is_open:
        raise NotPossible(State(introduction.state).label)


def person_to_act(introduction: Introduction) -> User | None:
    """Who of the organisation that was asked has to act next; None where nobody acts for it any more.

    First who wrote the record that is asked about; once no reply came in time, the technology manager where there is
    one; then an owner of the organisation, another one than whoever let it run out where there is another.
    """
    people = list(people_who_act(introduction.to_organisation))
    if introduction.escalation == Escalation.NONE:
        author = introduction.asked_record.created_by_id
        return next((one for one in people if one.pk == author), people[0] if people else None)
    if introduction.escalation == Escalation.MANAGER and (manager := manager_to_act(introduction)):
        return manager
    return next((one for one in people if one.pk != introduction.owner_id and _is_owner(one)), None) or next(
        iter(people), None
    )


def manager_to_act(introduction: Introduction) -> User | None:
    """The technology manager of the organisation that was asked; nobody who asked themselves."""
    managers = managers_of(introduction.to_organisation, confidential=introduction.is_confidential)
    return managers.exclude(pk=introduction.asked_by_id or 0).first()


def _is_owner(one: Any) -> bool:
    return bool(one.rank == 0)  # annotated by people_who_act


def people_asking(introduction: Introduction) -> Iterable[User]:
    """Who asked, while a member of the asking organisation; otherwise its owners, with the manager who asked for it."""
    people = people_who_act(introduction.from_organisation)
    author = people.filter(pk=introduction.asked_by_id or 0)
    if author.exists():
        return author
    managers = managers_of(introduction.from_organisation, confidential=introduction.is_confidential)
    return [*owners_of(introduction.from_organisation), *managers.filter(pk=introduction.asked_by_id or 0)]


def people_concerned(introduction: Introduction) -> set[User]:
    """Who is told of what becomes of an accepted introduction: who asked, and who answered while they act for it."""
    people = set(people_asking(introduction))
    asked = introduction.to_organisation
    managers = managers_of(asked, confidential=introduction.is_confidential)
    for found in (people_who_act(asked), managers):
        people.update(found.filter(pk=introduction.replied_by_id or 0))
    return people
