"""Identifiers of the domain: form is checked strictly, check digits only give a warning.

Issued unified social credit codes with a wrong check digit exist, so a code is refused for its form
alone and a failing digit is shown to the person, who knows better.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_USCC = re.compile(rf"[{USCC_ALPHABET}]{{2}}\d{{6}}[{USCC_ALPHABET}]{{10}}")
_ROR = re.compile(rf"0[{ROR_ALPHABET}]{{6}}\d{{2}}")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_CN_APPLICATION = re.compile(r"(?:CN|ZL)?((?:19|20)\d{2}[12389]\d{7}|\d{2}[12389]\d{5})\.?([\dX])", re.ASCII)
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def normalise_uscc(code: str | None) -> str:
    """Upper case, without blanks and hyphens."""
    return re.sub(r"[\s-]", "", code or "").upper()


def normalise_ror(code: str | None) -> str:
    """The nine characters after https://ror.org/, in lower case."""
    return re.sub(r"^(https?://)?ror\.org/", "", (code or "").strip().lower())


def uscc_check_character(code: str) -> str:
    """The eighteenth character of a unified social credit code, from the seventeen before it (GB 32100-2015)."""
    total = sum(USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def ror_check_digits(code: str) -> str:
    """The last two digits of a ROR id, from the seven characters before them (ISO 7064 mod 97-10)."""
    number = 0
    for char in code[:7]:
        number = number * 32 + ROR_ALPHABET.index(char)
    return f"{98 - number * 100 % 97:02d}"


def orcid_check_digit(code: str) -> str:
    """The last character of an ORCID, from the fifteen digits before it (ISO 7064 mod 11-2)."""
    total = 0
    for char in code.replace("-", "")[:15]:
        total = (total + int(char)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)


def normalise_doi(text: str | None) -> str:
    """The DOI that a text or an address of doi.org names, in lower case; empty where it names none."""
    bare = re.sub(r"^(doi:\s*|(https?://)?(dx\.|www\.)?doi\.org/)", "", (text or "").strip(), flags=re.IGNORECASE)
    return bare.lower() if _DOI.fullmatch(bare) else ""


def cn_patent_check_character(number: str) -> str:
    """What stands after the point of a Chinese application number, from its 12 digits (ZC 0006) or 8 (before 2003)."""
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    result = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
    return "X" if result == 10 else str(result)


def read_cn_application(text: str | None) -> str:
    """A Chinese application number as ``202210000000.1``, of ``CN…``, ``ZL…``, with or without the point.

    Empty for what is none: publication numbers (``CN…A``), other countries, a wrong check character.
    """
    match = _CN_APPLICATION.fullmatch(re.sub(r"\s", "", text or "").upper())
    if not match or cn_patent_check_character(match[1]) != match[2]:
        return ""
    return f"{match[1]}.{match[2]}"


def validate_uscc_form(code: str) -> None:
    """Refuse what cannot be a unified social credit code."""
    if not _USCC.fullmatch(normalise_uscc(code)):
        raise ValidationError(
            _("A unified social credit code has 18 characters: digits and capital letters without I, O, Z, S, V.")
        )


def validate_ror_form(code: str) -> None:
    """Refuse what cannot be a ROR id."""
    if not _ROR.fullmatch(normalise_ror(code)):
        raise ValidationError(_("A ROR id has 9 characters: 0, six letters or digits, two digits."))


def validate_orcid(code: str) -> None:
    """Refuse what is not an ORCID; its check digit is reliable."""
    if not _ORCID.fullmatch(code) or orcid_check_digit(code) != code[-1]:
        raise ValidationError(_("This is not a valid ORCID."))


def identifier_warnings(uscc: str | None = "", ror: str | None = "") -> list[str]:
    """What looks wrong with well-formed codes; shown, never a refusal."""
    warnings = []
    if uscc and _USCC.fullmatch(uscc) and uscc_check_character(uscc) != uscc[-1]:
        warnings.append(str(_("The check character of the credit code does not fit; please compare it.")))
    if ror and _ROR.fullmatch(ror) and ror_check_digits(ror) != ror[-2:]:
        warnings.append(str(_("The check digits of the ROR id do not fit; please compare it.")))
    return warnings
