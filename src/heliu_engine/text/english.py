"""Light English stemming: inflections only, so that ``batteries`` meets ``battery`` and ``coating`` meets ``coated``.

Plurals follow D. Harman's S-stemmer ("How effective is suffixing?", JASIS 42, 1991); ``-ed`` and ``-ing`` follow
step 1b of M. F. Porter ("An algorithm for suffix stripping", Program 14, 1980). Derivations are left alone: a
stem should still be read as the word by a person who sees it marked.
"""

from __future__ import annotations

import re
from functools import lru_cache

_VOWEL = re.compile(r"[aeiouy]")
_DOUBLE = re.compile(r"([bdfgmnprt])\1$")
_SHORT = re.compile(r"^[^aeiou]*[aeiouy][^aeiouwxy]$")
_MIN_LENGTH = 4


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a lower-case word of ASCII letters; anything else is given back unchanged.

    >>> [stem(word) for word in ("batteries", "coatings", "coated", "stopped", "gas", "analysis", "al2o3")]
    ['battery', 'coat', 'coat', 'stop', 'gas', 'analysis', 'al2o3']
    """
    if len(word) < _MIN_LENGTH or not word.isalpha() or not word.isascii():
        return word
    return _without_e(_past_and_progressive(_plural(word)))


def _plural(word: str) -> str:
    if word.endswith("ies") and not word.endswith(("eies", "aies")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("us", "ss", "is", "as")):
        return word[:-1]
    return word


def _past_and_progressive(word: str) -> str:
    for suffix in ("ing", "ed"):
        if word.endswith(suffix):
            root = word[: -len(suffix)]
            if len(root) < 3 or not _VOWEL.search(root) or (suffix == "ed" and root.endswith("e")):
                return word
            if root.endswith("i") and suffix == "ed":
                return root[:-1] + "y"
            if _DOUBLE.search(root):
                return root[:-1]
            return root
    return word


def _without_e(word: str) -> str:
    # "coupl(ing)" and "couple", "us(ed)" and "use": the silent e falls on both sides.
    if word.endswith("e") and len(word) > _MIN_LENGTH and not word.endswith("ee") and not _SHORT.match(word[:-1]):
        return word[:-1]
    return word
