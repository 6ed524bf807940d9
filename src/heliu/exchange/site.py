"""What this installation is called where others read it, and how its addresses begin."""

from __future__ import annotations

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from heliu.kit.site import absolute

UNNAMED = "heliu.localhost"
"""Names the repository of an installation that has no domain of its own yet."""
_DOMAIN = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")


def base_url() -> str:
    """Where harvesters ask."""
    return absolute(reverse("oai"))


def repository_id() -> str:
    """The domain that stands in the ids of all items; it must not change once somebody has harvested."""
    host = (urlsplit(settings.HELIU_SITE_URL).hostname or "").lower()
    named = str(settings.HELIU_REPOSITORY_ID or host).lower()
    return named if _DOMAIN.fullmatch(named) else UNNAMED


def repository_name() -> str:
    """Who runs the installation, else what it is."""
    return settings.HELIU_OPERATOR or "Heliu"


def administrators_address() -> str:
    """A mail address for harvesters: the operator's, where the settings name one."""
    named = (settings.HELIU_OPERATOR_CONTACT.strip(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    return next((one for one in named if _ADDRESS.fullmatch(one)), f"postmaster@{repository_id()}")
