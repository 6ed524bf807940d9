"""Notes and hours: each belongs to its author."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.models import User
from heliu.dealflow.meetings.selectors import side_organisation
from heliu.dealflow.models import Introduction
from heliu.desk.choices import CaseKind
from heliu.desk.models import CaseNote, TimeEntry
from heliu.desk.models.ledger import MINUTES_A_DAY
from heliu.desk.selectors.ledger import minutes_on
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day


@transaction.atomic
def keep_note(*, actor: Any, case: Any, text: str) -> CaseNote:
    """Write a note about a case that the person works on; nobody else reads it."""
    require(actor, "desk.work_case", case)
    return _saved(CaseNote(author=actor, **_about(actor, case), text=text.strip()))


@transaction.atomic
def edit_note(*, actor: Any, note: CaseNote, text: str) -> CaseNote:
    """Change a note, also of a case that is not one's own any more."""
    require(actor, "desk.keep_entry", note)
    note.text = text.strip()
    return _saved(note)


@transaction.atomic
def keep_hours(
    *, actor: Any, case: Any, day: date, minutes: int, activity: str, note: str = ""
) -> TimeEntry:  # fmt: skip
    """Enter time that was spent on a case."""
    require(actor, "desk.work_case", case)
    entry = TimeEntry(
        author=actor, **_about(actor, case), day=day, minutes=minutes, activity=activity, note=note.strip()
    )
    return _saved_hours(entry)


@transaction.atomic
def edit_hours(
    *, actor: Any, entry: TimeEntry, day: date, minutes: int, activity: str, note: str = ""
) -> TimeEntry:  # fmt: skip
    """Correct an entry, also of a case that is not one's own any more."""
    require(actor, "desk.keep_entry", entry)
    entry.day, entry.minutes, entry.activity, entry.note = day, minutes, activity, note.strip()
    return _saved_hours(entry)


@transaction.atomic
def delete_entry(*, actor: Any, entry: CaseNote | TimeEntry) -> None:
    """Take a note or a time entry away."""
    require(actor, "desk.keep_entry", entry)
    entry.delete()


def _about(actor: Any, case: Any) -> dict[str, Any]:
    if isinstance(case, Introduction):
        organisation = side_organisation(actor, case)
        return {"kind": CaseKind.INTRODUCTION, "record_id": case.pk, "organisation": organisation}
    return {"kind": case.kind, "record_id": case.pk, "organisation": case.organisation}


def _saved(entry: Any) -> Any:
    entry.full_clean()
    entry.save()
    return entry


def _saved_hours(entry: TimeEntry) -> TimeEntry:
    # The author's row is the lock: two entries at once could together be more than a day has.
    User.objects.select_for_update().filter(pk=entry.author_id).first()
    if entry.day > local_day():
        raise ValidationError({"day": _("This day is still to come.")})
    entry.full_clean()
    if minutes_on(entry.author, entry.day, without=entry.pk) + entry.minutes > MINUTES_A_DAY:
        raise ValidationError({"minutes": _("Together with what is entered for this day that is more than 24 hours.")})
    return _saved(entry)
