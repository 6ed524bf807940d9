"""Pairs for tests."""

from __future__ import annotations

from typing import Any

from heliu.identity.models import Duplicate
from heliu.identity.selectors import Pair, load_pairs

REASONS = [
    {"nature": "title", "agrees": True, "left": "", "right": "", "field": "title", "share": 1.0},
    {"nature": "owner", "agrees": False, "left": "甲", "right": "乙", "field": "", "share": None},
]


def pair_of(one: Any, other: Any, **fields: Any) -> Pair:
    """An open pair of two records, as if the nightly run had found it."""
    left, right = sorted((one, other), key=lambda record: record.pk)
    values = {
        "kind": getattr(left, "kind", "organisation"), "left_id": left.pk, "right_id": right.pk, "score": 0.93,
        "verdict": "likely", "reasons": REASONS, "left_version": left.version, "right_version": right.version,
    } | fields  # fmt: skip
    if not hasattr(left, "tier"):
        values["kind"] = "organisation"
    return load_pairs([Duplicate.objects.create(**values)])[0]


def versions(pair: Pair) -> tuple[int, int]:
    """What somebody who looks at the pair has seen."""
    return pair.left.version, pair.right.version
