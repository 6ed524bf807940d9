"""Words for the drift of results."""

from __future__ import annotations

from django.utils.translation import pgettext

from heliu.matching.kinds import ProfileName


def verdict_label(verdict: str) -> str:
    """What a population stability index means."""
    return {
        "few": pgettext("drift", "too few to tell"),
        "stable": pgettext("drift", "stable"),
        "watch": pgettext("drift", "watch"),
        "changed": pgettext("drift", "changed"),
    }[verdict]


def profile_label(profile: ProfileName | str) -> str:
    """What a weight profile is for."""
    labels = {
        "demand": pgettext("weight profile", "Needs and demands"),
        "expert": pgettext("weight profile", "Experts"),
        "policy": pgettext("weight profile", "Policies"),
        "general": pgettext("weight profile", "Likeness"),
    }
    return labels.get(profile, profile)
