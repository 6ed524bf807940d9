"""Addresses of this installation as they stand in what leaves it."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings

from heliu.kit import site


def absolute(path: str) -> str:
    """A path of this installation as a whole address; an address that is one already as it is."""
    return path if path.startswith(("http://", "https://")) else site.absolute(path)


def mail_domain() -> str:
    """The domain that mail comes from, for Message-ID and List-Id."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
