"""What the actions share: the lock, the state machine, the announcement, who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_fsm import TransitionNotAllowed

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.accounts.selectors import owners_of
from heliu.catalog.actions.errors import EditConflict, NotPossible, RecordGone
from heliu.catalog.choices import State
from heliu.catalog.models import Record
from heliu.catalog.models.record import is_described, is_not_past, is_past, owner_is_shown
from heliu.catalog.selectors import changes_since_version
from heliu.catalog.signals import record_published, record_withdrawn

AnyRecord = TypeVar("AnyRecord", bound=Record)

VERBS = {
    "created": gettext_lazy("Created"),
    "edited": gettext_lazy("Edited"),
    "submitted": gettext_lazy("Submitted for review"),
    "returned": gettext_lazy("Returned by a reviewer"),
    "published": gettext_lazy("Published"),
    "closed": gettext_lazy("Closed"),
    "expired": gettext_lazy("Expired"),
    "reopened": gettext_lazy("Taken up again as a draft"),
    "file_added": gettext_lazy("File added"),
    "file_removed": gettext_lazy("File removed"),
    "assessed": gettext_lazy("Readiness assessed"),
    "merged": gettext_lazy("Merged into another record"),
    "merged_in": gettext_lazy("Another record was merged into it"),
    "parted": gettext_lazy("Stands for itself again"),
    "parted_from": gettext_lazy("A merge into it was undone"),
}
"""What the events recorded here are called; registered with the timeline."""


def locked(record: AnyRecord) -> AnyRecord:
    """The record as it is now, held until the transaction ends (in SQLite the whole database is)."""
    model: Any = type(record)
    try:
        return model.objects.select_for_update().get(pk=record.pk)
    except model.DoesNotExist:
        raise RecordGone(_("The record was deleted.")) from None


def save(record: Record, actor: Actor, verb: str) -> None:
    record._history_user = person(actor)  # type: ignore[attr-defined]
    record._change_reason = verb  # type: ignore[attr-defined]
    record.save()


REFUSALS: dict[Callable[..., bool], Any] = {
    is_described: gettext_lazy("Describe it first, in Chinese or in English."),
    is_not_past: gettext_lazy("Its last day is over; choose a later one first."),
    is_past: gettext_lazy("Its last day is not over."),
    owner_is_shown: gettext_lazy("Its organisation is not shown at present."),
}


def transit(record: Record, step: Callable[[], None]) -> None:
    """Take a step of the state machine, or say which state or condition forbids it."""
    try:
        step()
    except TransitionNotAllowed:
        method: Any = step.func if isinstance(step, partial) else step
        found = method._django_fsm.get_transition(record.state)
        unmet = [REFUSALS[test] for test in found.conditions if not test(record)] if found else []
        state = State(record.state).label
        raise NotPossible(
            " ".join(map(str, unmet)) or _("This cannot be done while the record is: %(state)s.") % {"state": state}
        ) from None


def refuse_unseen(record: Record, version: int | None) -> None:
    if version is not None and version != record.version:
        raise EditConflict(record, changes_since_version(record, version))


def announce(record: Record, *, was_findable: bool) -> None:
    if record.is_findable:
        record_published.send(type(record), record=record)
    elif was_findable:
        record_withdrawn.send(type(record), record=record)


def people_behind(record: Record) -> Iterable[User]:
    """Who wrote the record, while a member of its organisation; otherwise the organisation's owners."""
    author = User.objects.filter(
        pk=record.created_by_id or 0, memberships__organisation=record.organisation, is_active=True
    )
    return author if author.exists() else owners_of(record.organisation)
