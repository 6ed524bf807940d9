"""Why a request to another server came to nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WHY = {
    "address": gettext_noop("This is no address that a request can be sent to."),
    "insecure": gettext_noop("The address has to begin with https://."),
    "private": gettext_noop("The address leads into a network that is not public."),
    "unknown": gettext_noop("There is no server of this name."),
    "unreachable": gettext_noop("The server cannot be reached."),
    "certificate": gettext_noop("The server's certificate is not valid."),
    "slow": gettext_noop("The server did not answer in time."),
    "broken": gettext_noop("The server broke off or answered with something that is no HTTP."),
    "moved": gettext_noop("The server sends on to another address; such redirects are not followed."),
    "too_long": gettext_noop("The answer is too long."),
    "downgrade": gettext_noop("The server sends on from https:// to an address without encryption."),
    "circles": gettext_noop("The server sends on again and again."),
}
"""Reasons for failing, in words for people."""


class OutsideError(Exception):
    """A request that came to nothing.

    ``reason`` is a key of ``WHY``. ``sent`` tells whether the other side may have got the whole request: after a
    failure with ``sent=False`` it certainly has not, and the request may be made again without being made twice.
    """

    def __init__(self, reason: str, detail: str = "", *, sent: bool = False) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail, self.sent = reason, detail, sent

    @property
    def message(self) -> str:
        """A sentence in the reader's language."""
        return _(WHY[self.reason])
