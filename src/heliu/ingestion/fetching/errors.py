"""Why something could not be fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from heliu.kit.outside import WHY

REASONS = WHY | {
    "robots": gettext_noop("The robots.txt of %(host)s does not allow this address."),
    "robots_unread": gettext_noop("The robots.txt of %(host)s could not be read, so nothing is fetched from there."),
    "delay": gettext_noop("%(host)s asks for %(seconds)d seconds between two requests, which is too long to wait."),
    "crowded": gettext_noop("Too many requests to %(host)s are waiting already."),
    "status": gettext_noop("%(host)s answered with HTTP %(status)d."),
    "busy": gettext_noop("%(host)s is busy (HTTP %(status)d) and asks us to come back later."),
    "requests": gettext_noop("The visit would take more than %(most)d requests."),
    "time": gettext_noop("The visit takes too long."),
}
"""Code → words for people, of everything that can go wrong with a request."""

PASSING = frozenset(
    {"unknown", "unreachable", "slow", "broken", "robots_unread", "crowded", "busy"}
)  # fmt: skip
"""What may go away by itself; the rest needs a person, or goes on being so."""


class FetchError(Exception):
    """A request that came to nothing.

    ``code`` is a key of ``REASONS``, ``data`` what its words need, ``later`` the seconds for which the server asked to
    be left in peace.
    """

    def __init__(self, code: str, data: Mapping[str, Any] | None = None, *, later: float | None = None) -> None:
        super().__init__(code)
        self.code, self.data, self.later = code, dict(data or {}), later

    def __str__(self) -> str:
        """A sentence in the reader's language."""
        return words_of(self.code, self.data)

    @property
    def passing(self) -> bool:
        """Whether it may go away by itself."""
        return self.code in PASSING


def words_of(code: str, data: Mapping[str, Any]) -> str:
    """What a code says, in the reader's language; the code itself where nobody knows it any more."""
    template = _(REASONS[code]) if code in REASONS else code
    try:
        return template % data if "%(" in template else template
    except (KeyError, TypeError):
        return template
