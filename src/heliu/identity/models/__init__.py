"""Which records are one, what was merged, and what else organisations are called."""

from heliu.identity.models.duplicates import Change, Consent, Duplicate, DuplicateQuerySet, Proposal
from heliu.identity.models.merges import Merge, MergeQuerySet
from heliu.identity.models.names import OrganisationName

__all__ = [
    "Change",
    "Consent",
    "Duplicate",
    "DuplicateQuerySet",
    "Merge",
    "MergeQuerySet",
    "OrganisationName",
    "Proposal",
]
