"""The facts of records side by side, in words, with what differs between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from heliu.accounts.models import Organisation
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.catalog.selectors import visible_team
from heliu.catalog.templatetags.catalog import branch, money_range, place
from heliu.kit.language import localised


@dataclass(frozen=True, slots=True)
class Cell:
    """What one record says. ``remark`` names what is special about it beside the others (the highest, the lowest), or
    why nothing is told."""

    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One property of all records."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len({cell.value for cell in self.cells}) > 1


def facts_of(user: Any, records: Sequence[tuple[Any, bool]]) -> list[Fact]:
    """A row for each property that at least one record states; of a record that is not readable nothing is told.

    ``records`` are each with whether the person may read more of it than its title.
    """
    facts = []
    for label, value in _rows(user):
        values = [value(record) if readable else "" for record, readable in records]
        if any(values):
            told = [record if readable else None for record, readable in records]
            cells = zip(_cells(label, values, told), told, strict=True)
            closed = Cell("", _("on request"))
            facts.append(Fact(label, tuple(closed if record is None else cell for cell, record in cells)))
    return facts


def _rows(user: Any) -> list[tuple[str, Callable[[Any], str]]]:
    return [
        (_("Organisation"), lambda record: "" if isinstance(record, Organisation) else record.organisation.name),
        (_("Kind of organisation"), _kind_of_organisation),
        (_("Region"), lambda record: place(record.region or getattr(_owner(record), "region", ""))),
        (_("Industry"), lambda record: branch(record.industry) if record.industry else ""),
        (pgettext("of a person", "Position"), _of(Expert, lambda record: localised(record, "position"))),
        (_readiness_label(), _of(Achievement, _readiness)),
        (_("Readiness evidence"), _of(Achievement, lambda record: localised(record, "readiness_evidence"))),
        (_("Intellectual property"), _of(Achievement, _rights)),
        (_("Ways of transfer"), _of(Achievement, lambda record: _listed(record.ways_display))),
        (_price_label(), _of(Achievement, lambda record: money_range(record.price_min, record.price_max))),
        (_("Team"), _of(Achievement, lambda record: _listed(one.title for one in visible_team(user, record)))),
        (_("Works"), _of(Expert, _works)),
        (_("Budget"), _of(Demand, lambda record: money_range(record.budget_min, record.budget_max))),
        (_("Needed by"), _of(Demand, lambda record: format_date(record.deadline, "Y-m-d") if record.deadline else "")),
        (_("Way of cooperation"), _of(Demand, lambda record: _listed(record.cooperation_display))),
        (_("Published on"), _published),
    ]


def _readiness_label() -> str:
    return _("Readiness")


def _price_label() -> str:
    return _("Price")


def _of(model: type[Any], value: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda record: value(record) if isinstance(record, model) else ""


def _owner(record: Any) -> Any:
    return record if isinstance(record, Organisation) else record.organisation


def _listed(words: Any) -> str:
    return pgettext("between values", ", ").join(str(word) for word in words)


def _kind_of_organisation(record: Any) -> str:
    owner = _owner(record)
    kind = str(owner.get_kind_display())
    return _("%(kind)s, verified") % {"kind": kind} if owner.is_verified else kind


def _readiness(record: Achievement) -> str:
    if record.readiness_level is None:
        return ""
    scale = str(record.get_readiness_scale_display())
    return _("Level %(level)d of %(scale)s, %(source)s") % {
        "level": record.readiness_level, "scale": scale, "source": record.readiness_source
    }  # fmt: skip


def _rights(record: Achievement) -> str:
    rights = [f"{right.get_kind_display()} · {right.get_status_display()}" for right in _rights_of(record)]
    counted = dict.fromkeys(rights)
    return _listed(f"{words} × {rights.count(words)}" if rights.count(words) > 1 else words for words in counted)


def _rights_of(record: Achievement) -> list[Any]:
    return list(record.intellectual_property.all())


def _works(record: Expert) -> str:
    number = len(record.works.all())
    return ngettext("%(count)d work", "%(count)d works", number) % {"count": number} if number else ""


def _published(record: Any) -> str:
    at = getattr(record, "published_at", None)
    return format_date(at, "Y-m-d") if at else ""


# -- what is special ----------------------------------------------------------------------------------


def _cells(label: str, values: Sequence[str], records: Sequence[Any]) -> list[Cell]:
    remarks = [""] * len(values)
    if label == _readiness_label():
        remarks = _extreme([_level_of(record) for record in records], max, _("highest"))
    elif label == _price_label():
        remarks = _extreme([_lowest_price(record) for record in records], min, _("lowest"))
    return [Cell(value, remark) for value, remark in zip(values, remarks, strict=True)]


def _level_of(record: Any) -> tuple[str, int] | None:
    if not isinstance(record, Achievement) or record.readiness_level is None:
        return None
    return record.readiness_scale, record.readiness_level


def _lowest_price(record: Any) -> tuple[str, Any] | None:
    price = record.price_min if isinstance(record, Achievement) else None
    return None if price is None else ("CNY", price)


def _extreme(
    known: Sequence[tuple[str, Any] | None], pick: Callable[[list[Any]], Any], word: str
) -> list[str]:  # fmt: skip
    """The word beside each that is the most or the least; none where scales differ or all are the same."""
    stated = [one for one in known if one is not None]
    numbers = [number for _scale, number in stated]
    if len({scale for scale, _number in stated}) != 1 or len(set(numbers)) < 2:
        return [""] * len(known)
    best = pick(numbers)
    return [word if one is not None and one[1] == best else "" for one in known]
