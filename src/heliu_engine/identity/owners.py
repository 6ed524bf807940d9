"""Whether two records name one owner, as far as the two names tell."""

from __future__ import annotations

from functools import lru_cache

from heliu_engine.identity.chinese_names import folded, without_form
from heliu_engine.identity.english_names import folded_english
from heliu_engine.identity.name_forms import HAN, PLACELESS, forms_of


def owners_agree(one: str, other: str) -> bool | None:
    """Whether two names can be those of one organisation; None where one is missing or they are of two scripts.

    >>> owners_agree("天津大学", "天大"), owners_agree("天津大学", "天津大学仁爱学院"), owners_agree("天津大学", "")
    (True, False, None)
    """
    mine, its = _forms(one), _forms(other)
    if not (mine[0] and its[0]) or bool(HAN.search(one)) != bool(HAN.search(other)):
        return None
    return mine[0] in its[2] or its[0] in mine[2] or mine[1] == its[1]


@lru_cache(maxsize=50_000)
def _forms(name: str) -> tuple[str, str, frozenset[str]]:
    """The folded name, the same without its legal form, and all forms that keep its place."""
    full = folded(name) if HAN.search(name) else folded_english(name)
    forms = frozenset(form for form in forms_of(name, "official") if not form.startswith(PLACELESS))
    return full, without_form(full) or full, forms
