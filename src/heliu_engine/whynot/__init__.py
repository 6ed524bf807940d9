"""Why a candidate is not among the first, and the smallest changes that would bring it there. See `why_not`."""

from heliu_engine.whynot.answer import Change, Part, WhyNot, rank_of, why_not
from heliu_engine.whynot.edits import EDIT_KINDS, Edit, EditKind, edited

__all__ = ["EDIT_KINDS", "Change", "Edit", "EditKind", "Part", "WhyNot", "edited", "rank_of", "why_not"]
