"""Who may ask for a wording, and which texts may be sent.

===========  ==================================================================================
ask_wording  whoever is signed in
===========  ==================================================================================
"""

from __future__ import annotations

import rules
from django.conf import settings

from heliu.accounts.permissions import is_signed_in
from heliu.catalog.choices import Tier

rules.add_perm("matching.ask_wording", is_signed_in)

_WITHHELD = (Tier.ON_REQUEST, Tier.CONFIDENTIAL)


def may_be_sent(*tiers: str) -> bool:
    """Whether a text of these tiers may leave for the chat server: the strictest decides."""
    return settings.HELIU_DRAFTER_CONFIDENTIAL or not any(tier in _WITHHELD for tier in tiers)
