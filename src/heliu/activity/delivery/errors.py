"""Why something about what is sent out is refused.

    DeliveryError             400
    ├── TooManyChannels       409
    ├── ChannelOff            409  it is switched off, so nothing is sent to it
    ├── StillOpen             409  it is on its way already
    └── LinkUnknown           404  an unsubscribe link that was not made here

Each carries its HTTP status and a message in the reader's language.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class DeliveryError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class TooManyChannels(DeliveryError):
    status = 409
    message = _("An organisation can have up to 20 channels. Delete one first.")


class ChannelOff(DeliveryError):
    status = 409
    message = _("This channel is switched off. Switch it on first.")


class StillOpen(DeliveryError):
    status = 409
    message = _("It is on its way already.")


class LinkUnknown(DeliveryError):
    status = 404
    message = _("This link is not valid. Choose on the page of your account which mails you want.")
