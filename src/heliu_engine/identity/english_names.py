"""Forms of an English name of an organisation."""

from __future__ import annotations

import re
import unicodedata

from heliu_engine.text import normalise

_WORDS = {
    "univ": "university", "inst": "institute", "tech": "technology", "technol": "technology", "acad": "academy",
    "technological": "technology", "sci": "science", "sciences": "science", "natl": "national", "nat": "national",
    "res": "research", "lab": "laboratory", "labs": "laboratory", "laboratories": "laboratory", "ctr": "center",
    "centre": "center", "dept": "department", "coll": "college", "engn": "engineering", "eng": "engineering",
    "med": "medical", "hosp": "hospital", "intl": "international", "co": "company", "corp": "corporation",
    "ltd": "limited", "inc": "incorporated", "grp": "group", "mfg": "manufacturing", "assoc": "association",
    "dev": "development", "ind": "industry", "industries": "industry", "agr": "agricultural", "agri": "agricultural",
    "chem": "chemical", "phys": "physics",
}  # fmt: skip
_LEFT_OUT = frozenset(["the", "of", "and", "for", "at", "in", "de"])
_LEGAL_FORM = re.compile(r"(?: (?:company|limited|corporation|incorporated|plc|llc|gmbh|ag|sa|nv|bv|kk|pte|pty))+$")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def folded_english(name: str) -> str:
    """Words in small letters, shortened ones in full, without accents, articles and prepositions.

    >>> folded_english("Tianjin Univ. of Sci. & Tech.")
    'tianjin university science technology'
    """
    bare = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", normalise(name).text))
    plain = "".join(character for character in bare if not unicodedata.combining(character))
    words = re.findall(r"[^\W_]+", plain)
    return " ".join(_WORDS.get(word, word) for word in words if word not in _LEFT_OUT)


def without_form_english(folded: str) -> str:
    """A folded name without its legal form; the name itself where nothing would be left."""
    return _LEGAL_FORM.sub("", folded) or folded


def turned(folded: str) -> str:
    """``university tianjin`` as ``tianjin university``; empty where the name is not of that form."""
    found = re.fullmatch(r"(university|institute|academy|college) (\w+)", folded)
    return f"{found[2]} {found[1]}" if found else ""
