"""Why a step on a request for access is not possible."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class AccessError(Exception):
    """The root; ``str()`` of it is a sentence for the person.

    AccessError
    ├── AccessAsked     409  the organisation has asked already
    ├── AccessDecided   409  somebody else was faster
    ├── TooManyAsked    429
    ├── ReasonMissing   422
    └── DayPast         422  a grant has to last until today at least
    """

    status = 409
    message = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class AccessAsked(AccessError):
    message = _("Your organisation has asked for this already.")


class AccessDecided(AccessError):
    message = _("This request was answered or withdrawn in the meantime.")


class TooManyAsked(AccessError):
    status = 429
    message = _("You have asked for as many records as one person may ask for in a day.")


class ReasonMissing(AccessError):
    status = 422
    message = _("Say what you need it for; the owner decides by that.")


class DayPast(AccessError):
    status = 422
    message = _("Choose a last day from today on, two years ahead at most.")
