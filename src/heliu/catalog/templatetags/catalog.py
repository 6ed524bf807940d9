"""How the catalog's values are written on a page."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.activity.verbs import verb_label
from heliu.catalog.choices import State
from heliu.kit.language import current_language, localised, other_language
from heliu.kit.vocabularies import industries, regions

register = template.Library()

KIND_LABELS = {
    "demand": gettext_lazy("Demand"),
    "achievement": gettext_lazy("Achievement"),
    "expert": gettext_lazy("Expert"),
    "organisation": gettext_lazy("Organisation"),
}
KIND_LABELS_PLURAL = {
    "demand": gettext_lazy("Demands"),
    "achievement": gettext_lazy("Achievements"),
    "expert": gettext_lazy("Experts"),
    "organisation": gettext_lazy("Organisations"),
}
STATE_COLOURS = {
    State.DRAFT: "secondary",
    State.IN_REVIEW: "blue",
    State.RETURNED: "orange",
    State.PUBLISHED: "green",
    State.EXPIRED: "yellow",
    State.CLOSED: "dark",
    State.MERGED: "dark",
}
# A parameter's name ends at a colon, or where a comparison or a number with a unit begins.
_COLON = re.compile(r"\s*[:：\t]\s*")
_VALUE = re.compile(
    r"(?=(?:[≥≤<>＞＜=＝±~～]|不低于|不高于|不小于|不大于|大于|小于|at least|at most|(?<![\w.])[-+]?\d))"
)


@register.filter
def kind_label(kind: str) -> str:
    return str(KIND_LABELS[kind])


@register.filter
def kind_label_plural(kind: str) -> str:
    return str(KIND_LABELS_PLURAL[kind])


@register.filter
def state_colour(state: str) -> str:
    return STATE_COLOURS.get(State(state), "secondary")


@register.filter
def at(items: Any, position: int) -> Any:
    """The item at a position, counted from 0."""
    return items[position]


@register.filter
def place(code: str) -> str:
    """A region's names from the topmost down."""
    return regions().full_name(code) if code else ""


@register.filter
def branch(code: str) -> str:
    """An industry's name with its code."""
    return f"{industries().name(code)} ({code})" if code in industries() else code


def _amount(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    places = 0 if whole else -int(value.normalize().as_tuple().exponent)
    return number_format(value, decimal_pos=places, force_grouping=True)


@register.simple_tag
def money_range(low: Decimal | None, high: Decimal | None) -> str:
    """A range of money kept in units of 10,000 CNY: 30–50 万元, CNY 300,000–500,000."""
    if low is None and high is None:
        return ""
    if current_language() == "en":
        low, high = (None if value is None else value * 10_000 for value in (low, high))
    if low is not None and high is not None:
        amount = _amount(low) if low == high else f"{_amount(low)}–{_amount(high)}"
        return _("CNY %(amount)s") % {"amount": amount}
    if low is not None:
        return _("from CNY %(amount)s") % {"amount": _amount(low)}
    assert high is not None  # noqa: S101 - one of them is there, seen above
    return _("up to CNY %(amount)s") % {"amount": _amount(high)}


@register.filter
def parameter_rows(text: str) -> list[tuple[str, str]]:
    """Lines of parameters as (property, value); a line without a value stays whole."""
    rows = []
    for line in text.splitlines():
        line = line.strip()
        if not line:
            continue
        for cut in (_COLON, _VALUE):
            match = cut.search(line)
            if match and match.start() and line[match.end() :].strip():
                rows.append((line[: match.start()].strip(), line[match.end() :].strip()))
                break
        else:
            rows.append((line, ""))
    return rows


@register.filter
def other_text(record: Any, name: str) -> str:
    """A two-language field in the language the page does not show it in; empty where there is none."""
    shown = localised(record, name)
    value = getattr(record, f"{name}_{other_language(current_language())}")
    return value if value != shown else ""


@register.filter
def other_words(record: Any) -> list[str]:
    """The keywords in the language the page does not show them in."""
    words = getattr(record, f"keywords_{other_language(current_language())}")
    return words if words != record.keywords else []


@register.simple_tag
def other_lang() -> str:
    """The value of ``lang`` for texts in the other language."""
    return "zh-Hans" if current_language() == "en" else "en"


@register.filter
def file_size(size: int) -> str:
    """Bytes in kB or MB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"


@register.filter(name="verb_label")
def _verb_label(verb: str) -> str:
    """What an event is called in the reader's language."""
    return verb_label(verb)
