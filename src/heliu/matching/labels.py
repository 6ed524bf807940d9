"""Words for what the engine and the database call by short names."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

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
        "summary": _("Summary"),
        "description": _("Profile") if kind.name == "expert" else _("Description"),
    }
    if base in known:
        return known[base]
    try:
        label = str(getattr(kind.model._meta.get_field(base), "verbose_name", base))
    except FieldDoesNotExist:
        return base
    return label[:1].upper() + label[1:]


def level_label(level: int | None) -> str | None:
    """A level in words; None where there is none."""
    labels = {
        1: pgettext("level of a match", "none"),
        2: pgettext("level of a match", "weak"),
        3: pgettext("level of a match", "fairly strong"),
        4: pgettext("level of a match", "strong"),
    }
    return None if level is None else labels[level]


def chance_label(chance: float) -> str:
    """A probability in words: people judge counts better than percentages."""
    tenths = round(chance * 10)
    if tenths == 0:
        return _("Fewer than one in ten matches with such a score are fairly strong or strong.")
    if tenths == 10:
        return _("More than nine in ten matches with such a score are fairly strong or strong.")
    return ngettext(
        "About %(count)d in ten matches with such a score is fairly strong or strong.",
        "About %(count)d in ten matches with such a score are fairly strong or strong.",
        tenths,
    ) % {"count": tenths}


def part_label(name: str) -> str:
    """A summand of a score in words; one that is not known here keeps its name."""
    labels = {
        "meaning_title": _("Titles near in meaning"),
        "meaning_whole": _("Whole texts near in meaning"),
        "words_title": _("Words of the title in common"),
        "words_whole": _("Words of the whole text in common"),
        "same_title": _("Titles made of the same words"),
        "language": _("Allowance for two languages"),
        "parameters": _("Required values met or missed"),
    }
    return labels.get(name, name)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part brings to a score."""

    label: str
    value: float
    """In hundredths' steps: the shown values of all parts add up to the shown score."""
    share: int
    """Of the score, in percent; all shares add up to 100. Below 0 where the part speaks against the match."""
    width: int
    """Of its bar, in percent of the longest."""


def contributions(parts: Mapping[str, float]) -> list[Contribution]:
    """The parts of a score in words, the largest first. Parts that bring nothing are left out."""
    values = sorted(((name, value) for name, value in parts.items() if value), key=lambda part: -part[1])
    total = math.fsum(value for _name, value in values)
    if total <= 0:
        return []
    hundredths = rounded_together([value * 100 for _name, value in values])
    shares = rounded_together([value / total * 100 for _name, value in values])
    longest = max(abs(value) for _name, value in values)
    return [
        Contribution(part_label(name), hundredth / 100, share, round(abs(value) / longest * 100))
        for (name, value), hundredth, share in zip(values, hundredths, shares, strict=True)
    ]


def rounded_together(values: Sequence[float]) -> list[int]:
    """Whole numbers, each next to its value, that add up to the rounded sum: the largest remainders are rounded up."""
    floors = [math.floor(value) for value in values]
    # Halves go up, as pages round them.
    missing = math.floor(math.fsum(values) + 0.5) - sum(floors)
    by_remainder = sorted(range(len(values)), key=lambda place: floors[place] - values[place])
    for place in by_remainder[:missing]:
        floors[place] += 1
    return floors
