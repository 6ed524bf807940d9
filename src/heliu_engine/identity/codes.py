"""Identifiers in one notation, and whether they can be what they say they are.

Forms and check digits follow GB 32100-2015 (unified social credit code), ISO 7064 (ORCID, ROR) and ZC 0006 (Chinese
patent applications).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DECISIVE = frozenset({"patent", "application", "publication", "doi", "standard", "registration", "case", "award"})
"""Sorts of which two different ones are two records. A source that counts its own may count one thing twice."""

_USCC = re.compile(rf"[{USCC_ALPHABET}]{{2}}\d{{6}}[{USCC_ALPHABET}]{{10}}")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ROR = re.compile(r"0[0-9a-hjkmnp-tv-z]{6}\d{2}")
_CHINESE_APPLICATION = re.compile(r"(?:ZL|CN)?(\d{12}|\d{8})(?:\.?([\dX]))?")
_PARTED = re.compile(r"[;；\s]+")


def codes_of(given: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Identifiers by sort, each in one notation; sorts without one are left out."""
    found = {sort: frozenset(filter(None, map(_notation(sort), _PARTED.split(value)))) for sort, value in given.items()}
    return {sort: values for sort, values in found.items() if values}


def is_decisive(sort: str) -> bool:
    """Whether two different identifiers of this sort name two records."""
    return sort.partition(":")[0] in DECISIVE


def uscc(code: str) -> str:
    """A unified social credit code in one notation; empty where its form is none. Its check character may fail."""
    code = re.sub(r"[\s-]", "", code).upper()
    return code if _USCC.fullmatch(code) else ""


def uscc_fits(code: str) -> bool:
    """Whether the check character fits; codes that fail were issued, so this is a doubt and no refusal."""
    values = [USCC_ALPHABET.index(character) for character in code]
    return (31 - sum(value * pow(3, place, 31) for place, value in enumerate(values[:17])) % 31) % 31 == values[17]


def orcid(code: str) -> str:
    """An ORCID as four groups; empty where the form or the check digit is wrong.

    >>> orcid("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    bare = re.sub(
        r"[\s-]", "", code.strip().upper().removeprefix("HTTPS://ORCID.ORG/").removeprefix("HTTP://ORCID.ORG/")
    )
    found = "-".join(bare[start : start + 4] for start in range(0, 16, 4))
    if len(bare) != 16 or not _ORCID.fullmatch(found):
        return ""
    total = 0
    for digit in bare[:15]:
        total = (total + int(digit)) * 2
    return found if "0123456789X"[(12 - total % 11) % 11] == bare[15] else ""


def ror(code: str) -> str:
    """The nine characters of a ROR id; empty where they are none."""
    found = re.sub(r"^(https?://)?ror\.org/", "", code.strip().lower())
    return found if _ROR.fullmatch(found) else ""


def _notation(sort: str) -> Callable[[str], str]:
    return {"doi": _doi, "patent": _patent, "application": _patent, "uscc": uscc, "orcid": orcid, "ror": ror}.get(
        sort.partition(":")[0], _plain
    )


def _plain(code: str) -> str:
    return code.strip().upper()


def _doi(code: str) -> str:
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", code.strip().lower())


def _patent(code: str) -> str:
    """Without ZL, points and the check digit, which half of all lists leave off."""
    bare = code.strip().upper().replace("．", ".")
    found = _CHINESE_APPLICATION.fullmatch(bare)
    return found[1] if found else re.sub(r"[.\s/]", "", bare)
