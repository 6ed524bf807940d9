"""Names of persons that come in two parts."""

from __future__ import annotations

import re


def joined_name(family: str, given: str) -> str:
    """A Chinese name without a blank, family first; others given name first."""
    chinese = re.fullmatch("[\u3400-\u9fff·]+", family + given)
    return f"{family}{given}" if chinese else f"{given} {family}".strip()
