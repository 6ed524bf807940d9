"""The way to the engine: which records are one, and which organisation a name means.

Other areas ask ``resolve_organisation`` and ``best_organisations``.
"""

from heliu.identity.adapters.organisations import (
    Candidate,
    best_organisations,
    resolve_organisation,
    same_organisations,
)
from heliu.identity.adapters.records import (
    LIKELY,
    Index,
    changed_much,
    comparable_text,
    compare_records,
    entry_of,
    likely_pairs,
    load_index,
    reason_data,
    store_index,
)

__all__ = [
    "LIKELY",
    "Candidate",
    "Index",
    "best_organisations",
    "changed_much",
    "comparable_text",
    "compare_records",
    "entry_of",
    "likely_pairs",
    "load_index",
    "reason_data",
    "resolve_organisation",
    "same_organisations",
    "store_index",
]
