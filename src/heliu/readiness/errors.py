"""Why an assessment refuses something that the person was allowed to try.

    ReadinessRefused            400
    ├── AssessmentChanged       409  somebody else has edited the draft since it was read
    ├── AssessmentFinal         409  it was signed, or withdrawn, and is not changed any more
    ├── AssessmentGone          404  the draft was deleted meanwhile
    ├── InvitationOver          409  the invitation was answered or taken back meanwhile
    ├── TooManyAssessments      409  the achievement has as many drafts as it may
    ├── ScaleNotInForce         409  no version of the scale holds today, or another than was answered
    ├── NothingAnswered         422  an assessment without a single answer is not signed
    ├── ConflictNotDeclared     422  the assessor has not said whether there is a relation to the owner
    ├── FallReasonMissing       422  the level is lower than the last one, and nobody said why
    └── WithdrawalReasonMissing 422

Each carries its HTTP status and a message in the reader's language. What is filled in wrongly raises a
ValidationError by field, and a file that cannot be kept ``kit.uploads.UploadRefused``.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ReadinessRefused(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = gettext_lazy("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class AssessmentChanged(ReadinessRefused):
    """``changed`` names what somebody else changed in the meantime: fields by label, answers by criterion."""

    status = 409

    def __init__(self, changed: list[str]) -> None:
        super().__init__()
        self.changed = changed

    def __str__(self) -> str:
        return _(
            "Somebody else has changed the assessment in the meantime: %(fields)s. Nothing of yours was saved."
        ) % {"fields": ", ".join(self.changed)}


class AssessmentFinal(ReadinessRefused):
    """``state`` is the label of the state that it has by now."""

    status = 409

    def __init__(self, state: Any) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        return _("The assessment is not a draft any more, but: %(state)s. It is not changed.") % {"state": self.state}


class AssessmentGone(ReadinessRefused):
    status = 404
    message = gettext_lazy("This assessment was deleted.")


class InvitationOver(ReadinessRefused):
    status = 409
    message = gettext_lazy("This invitation is not open any more.")


class TooManyAssessments(ReadinessRefused):
    status = 409

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __str__(self) -> str:
        return _("An achievement has at most %(most)d drafts of assessments. Sign or delete one first.") % {
            "most": self.most
        }


class ScaleNotInForce(ReadinessRefused):
    """``scale`` is its title; ``ended`` its last day, where it has one."""

    status = 409

    def __init__(self, scale: Any, ended: str = "") -> None:
        super().__init__()
        self.scale, self.ended = scale, ended

    def __str__(self) -> str:
        if self.ended:
            return _("%(scale)s ended on %(day)s; nothing new is assessed by it.") % {
                "scale": self.scale, "day": self.ended
            }  # fmt: skip
        return _("This version of %(scale)s is not in force today; begin a new assessment.") % {"scale": self.scale}


class NothingAnswered(ReadinessRefused):
    status = 422
    message = gettext_lazy("Answer at least one criterion before you sign.")


class ConflictNotDeclared(ReadinessRefused):
    status = 422
    message = gettext_lazy("Declare first whether you have a relation to the owner.")


class FallReasonMissing(ReadinessRefused):
    status = 422

    def __init__(self, before: int, now: int) -> None:
        super().__init__()
        self.before, self.now = before, now

    def __str__(self) -> str:
        return _("The level falls from %(before)d to %(now)d. Give the reason.") % {
            "before": self.before, "now": self.now
        }  # fmt: skip


class WithdrawalReasonMissing(ReadinessRefused):
    status = 422
    message = gettext_lazy("Give the reason of the withdrawal.")
