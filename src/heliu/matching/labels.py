"""Words for what the engine and the database call by short names."""

from __future__ import annotations

import re

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from heliu.matching.kinds import Kind

_LANGUAGE = re.compile(r"_(zh|en)$")


def field_label(kind: Kind, field: str) -> str:
    """``description_zh`` is called Description, ``works[0].title_en`` is called Work."""
    if field.startswith("works["):
        return _("Work")
    base = _LANGUAGE.sub("", field)
    known = {
        "title": _("Name") if kind.name == "expert" else _("Title"),
        "name": _("Name"),
        "description": _("Profile") if kind.name == "expert" else _("Description"),
    }
    if base in known:
        return known[base]
    try:
        label = str(getattr(kind.model._meta.get_field(base), "verbose_name", base))
    except FieldDoesNotExist:
        return base
    return label[:1].upper() + label[1:]


def part_label(name: str) -> str:
    """A summand of a score in words; one that is not known here keeps its name."""
    labels = {
        "words": _("Shared words"),
        "title": _("Nearness in meaning of the titles"),
        "whole": _("Nearness in meaning of the whole texts"),
    }
    return labels.get(name, name)
