"""Why the desk refuses something that the person was allowed to try.

    DeskError                400
    ├── Answered             409  the question was answered already
    ├── TooManyRecipients    400  more recipients at once than one may choose
    ├── UnknownPlaceholder   400  the template names something that is no placeholder
    └── OtherSending         409  the token belongs to another demand or person

Each carries its HTTP status and a message in the reader's language.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class DeskError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class Answered(DeskError):
    status = 409
    message = _("This question was answered already.")


class TooManyRecipients(DeskError):
    """``most`` is how many one may choose."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __str__(self) -> str:
        return str(_("Choose between 1 and %(most)d recipients.") % {"most": self.most})


class UnknownPlaceholder(DeskError):
    """``name`` is what stands between the braces."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __str__(self) -> str:
        return str(_("There is no placeholder {%(name)s}.") % {"name": self.name})


class OtherSending(DeskError):
    status = 409
    message = _("This page is out of date. Begin again from the shortlist.")
