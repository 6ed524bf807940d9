"""Assessments of readiness: signed ones of every tier, and a draft."""

from __future__ import annotations

from heliu.catalog.choices import Tier
from heliu.catalog.tests.promises import promised
from heliu.readiness.tests.factories import drafted, signed

from .setting import ACTING, OWNERS, Part, Setting


def assessments(setting: Setting) -> Part:
    """What is signed is read by whoever reads the achievement in full, a draft by those who act for the owner."""
    table = promised()
    made = [
        signed(setting.author, setting.records["achievement", tier], note=f"qzsigned{tier}".replace("_", ""))
        for tier in Tier.values
    ]
    draft = drafted(setting.author, setting.records["achievement", Tier.PUBLIC], note="qzassessmentdraft")
    return Part(
        {
            f"qzsigned{tier}".replace("_", ""): OWNERS
            | {name for name, tiers in table.items() if "text" in tiers[tier]}
            for tier in Tier.values
        }
        | {"qzassessmentdraft": ACTING},
        {"/readiness/": [one.pk for one in (*made, draft)], "/assessments/": [one.pk for one in (*made, draft)]},
    )
