"""Why a matchmaking day refuses something that the person was allowed to try.

    MatchdaysError               400
    ├── NotNow                   409  the day's state, or the date, forbids the step
    ├── DayFull                  409  as many organisations as the day has places for are registered
    ├── NotFitting               409  this record cannot take part
    ├── RunUnderWay              409  the worker looks for possible meetings already
    ├── NothingToAssign          409  there are no possible meetings yet
    ├── CannotAssign             409  what was decided by hand cannot be kept; ``reasons`` say which, in sentences
    └── Gone                     404  it was deleted in the meantime

Each carries its HTTP status and a message in the reader's language. A person who may not even try gets Django's
PermissionDenied from ``kit.permissions.require``; what is filled in wrongly, a ValidationError by field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something decided by hand that cannot be kept."""

    what: str
    """``too_many_settled``, ``no_tables_for_settled``, or ``settled_`` with a key of ``labels.EXCLUSIONS``."""
    entry: int | None = None
    pair: tuple[int, int] | None = None
    wanted: int = 0
    room: int = 0


class MatchdaysError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NotNow(MatchdaysError):
    """``message`` says what would have to be otherwise."""

    status = 409

    def __init__(self, message: Any) -> None:
        super().__init__()
        self.message = message


class DayFull(MatchdaysError):
    status = 409
    message = _("All places of this day are taken.")


class NotFitting(NotNow):
    pass


class RunUnderWay(MatchdaysError):
    status = 409
    message = _("Possible meetings are being looked for already.")


class NothingToAssign(MatchdaysError):
    status = 409
    message = _("There are no possible meetings yet. Look for them first.")


class CannotAssign(MatchdaysError):
    status = 409

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__()
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return " ".join(self.reasons)


class Gone(MatchdaysError):
    status = 404
    message = _("This is not there any more.")
