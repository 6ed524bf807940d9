"""Where this installation is found by others."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """An address of this site in full, for who reads it elsewhere: in a file, a mail, a calendar."""
    return f"{settings.HELIU_SITE_URL.rstrip('/')}{path}"
