"""Blind matches in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heliu.dealflow.blind.choices import Standing
from heliu.dealflow.blind.models import BlindSide
from heliu.matching.labels import level_label


def standing_label(side: BlindSide) -> str:
    """How it stands for this side, with its day."""
    standing = side.standing()
    label = str(standing.label)
    if standing in (Standing.WAITING, Standing.YES, Standing.NO):
        return _("%(standing)s (until %(day)s)") % {"standing": label, "day": side.match.answer_by.isoformat()}
    return label


def level_in_words(side: BlindSide) -> str:
    return level_label(side.match.level) or ""
