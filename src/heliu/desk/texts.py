"""The message of introductions: a template with placeholders, filled in for each recipient."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from heliu.accounts.models import Organisation
from heliu.catalog.choices import Tier
from heliu.catalog.models import Demand
from heliu.dealflow.choices import NextStep
from heliu.desk.errors import UnknownPlaceholder

PLACEHOLDERS = ("recipient", "title", "demand", "step")
_BRACES = re.compile(r"\{([^{}]*)\}")


def usual_template() -> str:
    """What stands in the box at first, in the language of the page."""
    return _(
        "Dear colleagues of {recipient},\n\nyour “{title}” may be what “{demand}” asks for. "
        "As the next step we propose: {step}.\n\nBest regards"
    )


def check_template(template: str) -> None:
    """UnknownPlaceholder where braces hold anything but one of ``PLACEHOLDERS``."""
    for name in _BRACES.findall(template):
        if name not in PLACEHOLDERS:
            raise UnknownPlaceholder(name)


def filled(template: str, *, demand: Demand, supply: Any, next_step: str) -> str:
    """The message for one recipient."""
    words = {
        "recipient": supply.organisation.name,
        "title": supply.title,
        "demand": told_title(demand, supply.organisation),
        "step": str(NextStep(next_step).label),
    }
    return _BRACES.sub(lambda found: words[found[1]], template)


def told_title(demand: Demand, organisation: Organisation) -> str:
    """The demand's title, where its tier lets the recipient know it: a message must not say more than its record."""
    if demand.tier == Tier.CONFIDENTIAL or (demand.tier == Tier.MEMBERS and not organisation.is_verified):
        return _("a demand that is not open to everybody")
    return demand.title
