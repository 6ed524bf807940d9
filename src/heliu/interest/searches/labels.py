"""A saved search in words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import pgettext

from heliu.interest.searches.choices import ORGANISATION, Place
from heliu.interest.searches.models import LONGEST_NAME, SavedSearch
from heliu.interest.searches.selectors import list_filterset, need_form
from heliu.kit.vocabularies import industries, regions

_VOCABULARIES = {"region": regions, "industry": industries}
SHOWN = 60
"""Characters of a need in a name that is suggested."""


def filters_in_words(search: SavedSearch) -> list[tuple[str, str]]:
    """Each filter as (label, value in words)."""
    if search.is_need:
        form: forms.BaseForm = need_form(search)
    else:
        form = list_filterset(search.owner, search.place, search.query).form
    return [
        (str(form.fields[name].label), pgettext("between values", ", ").join(_word(form, name, one) for one in values))
        for name, values in search.filters.items()
        if name in form.fields
    ]


def _word(form: forms.BaseForm, name: str, value: str) -> str:
    if name in _VOCABULARIES:
        return _VOCABULARIES[name]().full_name(value) or value
    if name == ORGANISATION:
        from heliu.accounts.models import Organisation

        # A list can be narrowed to organisations that are shown only, so their names are for everybody.
        found = Organisation.objects.filter(pk=value, is_active=True).first() if value.isdecimal() else None
        return found.name if found else value
    choices = getattr(form.fields[name], "choices", ())
    return _flat(choices).get(value, value)


def _flat(choices: Any) -> dict[str, str]:
    """Value → label; of grouped choices with the name of the group."""
    found: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            found |= {str(inner): _with_group(str(name), str(value)) for inner, name in label}
        else:
            found[str(value)] = str(label)
    return found


def _with_group(name: str, group: str) -> str:
    """A choice with the beginning of its group's name, unless it says that itself."""
    short = re.split("[,，]", group, maxsplit=1)[0]
    return name if short in name else f"{name} ({short})"


def suggested_name(search: SavedSearch) -> str:
    """What to call a search that nobody has named: the beginning of its need, or its filters."""
    if search.is_need:
        return Truncator(" ".join(search.text.split())).chars(SHOWN)
    values = [value for _label, value in filters_in_words(search)]
    name = pgettext("between values", ", ").join([str(Place(search.place).label), *values])
    return Truncator(name).chars(LONGEST_NAME)
