"""Lists of words as parts of regular expressions."""

from __future__ import annotations


def any_of(*words: str) -> str:
    """A group that matches any of the words of some lists; an underscore stands for a blank within a word.

    >>> any_of("at_least no_less_than", "≥")
    '(?:at +least|no +less +than|≥)'
    """
    return "(?:" + "|".join(word.replace("_", " +") for listed in words for word in listed.split()) + ")"
