"""Why a meeting is refused: children of ``dealflow.errors.DealflowError``.

DealflowError
├── MeetingChanged       409  somebody changed it since the person has seen it
├── MeetingOver          409  it was cancelled
└── NotYetHeld           409  its outcome is noted once it has begun
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heliu.dealflow.errors import DealflowError


class MeetingChanged(DealflowError):
    status = 409
    message = _("Somebody changed the meeting in the meantime. Look at it again.")


class MeetingOver(DealflowError):
    status = 409
    message = _("The meeting was cancelled.")


class NotYetHeld(DealflowError):
    status = 409
    message = _("The outcome of a meeting is noted once it has begun.")
