"""Words for a sheet, the same on the page, in Word and in JSON."""

from __future__ import annotations

import re
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.catalog.choices import State, Tier
from heliu.kit.site import absolute
from heliu.kit.uploads import safe_name
from heliu.kit.vocabularies import industries, regions
from heliu.matching.numbers import SIGNS, range_in_words
from heliu.matching.sheets.adapters import DemandSheet, SheetElement, SheetParameter
from heliu.matching.sheets.choices import ElementName, Role

LONGEST_TITLE = 40
"""Characters of a title in the name of a file: with Chinese ones and the rest, below the 255 bytes of file systems."""


def element_label(name: ElementName) -> str:
    """What an element is called."""
    return {
        "object": pgettext("element of a need", "Object"),
        "problem": pgettext("element of a need", "Problem"),
        "method": pgettext("element of a need", "Method"),
        "parameters": pgettext("element of a need", "Target parameters"),
        "conditions": pgettext("element of a need", "Conditions"),
        "current": pgettext("element of a need", "Current state"),
        "budget": pgettext("element of a need", "Budget"),
        "deadline": pgettext("element of a need", "Deadline"),
        "cooperation": pgettext("element of a need", "Cooperation"),
        "confidentiality": pgettext("element of a need", "Confidentiality"),
    }[name]


def role_label(role: Role) -> str:
    """What a measured value is for; money and dates are told with their elements."""
    return {
        "target": pgettext("role of a parameter", "target"),
        "condition": pgettext("role of a parameter", "condition"),
        "current": pgettext("role of a parameter", "present state"),
    }[role]


def source_label(element: SheetElement) -> str:
    """Where an element was read, for those that the owner did not fill in; else empty."""
    if element.source != "text":
        return ""
    if all(statement.field.startswith("title_") for statement in element.statements):
        return _("read from the title")
    if element.left_out:
        return _("read from the description; %(number)d further places are not listed") % {"number": element.left_out}
    return _("read from the description")


def property_label(parameter: SheetParameter) -> str:
    """What is measured, as written; where nothing near the value says so, that it is not said."""
    return parameter.property or _("not named")


def silence_label(element: SheetElement) -> str:
    """What stands in the place of an element that nothing states."""
    return _("not stated") if element.told else _("told to members of verified organisations")


def left_out_label(number: int) -> str:
    """How many more parameters there are than are listed."""
    return _("and %(number)d more in the description") % {"number": number}


def comparison_label(parameter: SheetParameter) -> str:
    """A sign or a word, and before it the word for a change: ≥, range, decrease ≥."""
    words = {"range": pgettext("comparison", "range"), "plus_minus": pgettext("comparison", "tolerance")}
    sign = words.get(parameter.comparator) or SIGNS.get(parameter.comparator, "=")
    changes = {
        "increase": pgettext("change of a value", "increase"),
        "decrease": pgettext("change of a value", "decrease"),
    }
    if parameter.change is None:
        return sign
    change = changes[parameter.change]
    return change if sign == "=" else f"{change} {sign}"


def value_label(parameter: SheetParameter) -> str:
    """The number or numbers, without sign and unit: 67, 80–90, 1.5±0.1."""
    tolerance = parameter.comparator == "plus_minus"
    return range_in_words(parameter.low, parameter.high, tolerance=tolerance) or parameter.span


def notices(demand: Any) -> list[str]:
    """What every form of a sheet says first, since it may leave the platform: that it is invented, not published, or
    not for everybody.
    """
    state = ""
    if demand.state != State.PUBLISHED:
        state = _("Not published. State: %(state)s.") % {"state": demand.get_state_display()}
    invented = _("Illustrative: this demand and its organisation are invented.") if demand.illustrative else ""
    return [notice for notice in (invented, state, _disclosure(demand.tier)) if notice]


def _disclosure(tier: str) -> str:
    return {
        Tier.MEMBERS.value: _("Only for members of verified organisations. Please do not pass it on."),
        Tier.ON_REQUEST.value: _("Opened on request. Please do not pass it on."),
        Tier.CONFIDENTIAL.value: _("Confidential. Please do not pass it on."),
    }.get(tier, "")


def facts(sheet: DemandSheet) -> list[tuple[str, str]]:
    """Who needs it and where the record stands, as (label, words)."""
    demand = sheet.demand
    place, branch = demand.region or demand.organisation.region, demand.industry
    rows = [
        (_("Organisation"), demand.organisation.name),
        (_("Region"), regions().full_name(place) if place in regions() else place),
        (_("Industry"), f"{industries().name(branch)} ({branch})" if branch in industries() else branch),
        (_("Record"), _("demand %(id)d, version %(version)d") % {"id": demand.pk, "version": demand.version}),
        (_("Made on"), date_format(sheet.made_on, "Y-m-d")),
        (_("Address"), address(demand)),
    ]
    return [(label, words) for label, words in rows if words]


def missing_label(sheet: DemandSheet) -> str:
    """What nothing states; empty where everything is stated."""
    if not sheet.missing:
        return ""
    names = pgettext("between items of a list", ", ").join(element_label(name) for name in sheet.missing)
    return _("Neither the owner's fields nor the text state: %(names)s.") % {"names": names}


def address(demand: Any) -> str:
    """Where the record is found, with the name of the site."""
    return absolute(demand.get_absolute_url())


def file_name(sheet: DemandSheet, extension: str) -> str:
    """A name that tells what the file is and is safe on any system."""
    title = re.sub(r"[\s\\/.]+", " ", sheet.title).strip()[:LONGEST_TITLE].strip()
    stem = "-".join([_("Demand sheet"), str(sheet.demand.pk), f"v{sheet.demand.version}", title])
    return safe_name(stem + extension, extension)
