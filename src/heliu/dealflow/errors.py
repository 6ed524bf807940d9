"""Why the desk refuses something that the person was allowed to try.

    DealflowError                     400
    ├── NotPossible                   409  the introduction's state forbids the step
    ├── AlreadyIntroduced             409  the same two are being introduced, or were and it was accepted
    ├── NobodyToAnswer                409  nobody acts for the other side yet
    ├── TooManyIntroductions          429  one organisation asked more often in a day than one may
    └── IntroductionGone              404  its records were deleted in the meantime

Each carries its HTTP status and a message in the reader's language. A person who may not even try gets Django's
PermissionDenied from ``kit.permissions.require``; what is filled in wrongly, a ValidationError by field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from heliu.dealflow.models import Introduction


class DealflowError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NotPossible(DealflowError):
    """``state`` is the label of the state that it has by now."""

    status = 409

    def __init__(self, state: Any) -> None:
        super().__init__()
        self.state = state

    def __str__(self) -> str:
        return str(_("This cannot be done any more. The introduction is now: %(state)s.") % {"state": self.state})


class AlreadyIntroduced(DealflowError):
    status = 409
    message = _("These two have been introduced already.")

    def __init__(self, introduction: Introduction) -> None:
        super().__init__()
        self.introduction = introduction


class NobodyToAnswer(DealflowError):
    status = 409
    message = _("Nobody acts for this organisation on the platform yet, so nobody could answer.")


class TooManyIntroductions(DealflowError):
    status = 429
    message = _("Your organisation has asked for as many introductions as one may in a day.")


class IntroductionGone(DealflowError):
    status = 404
    message = _("This introduction was deleted together with one of its records.")
