"""A demand in, its sheet out: stored columns first, then what the engine reads in the description."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from django.utils.formats import date_format

from heliu.catalog.selectors import display_value
from heliu.catalog.templatetags.catalog import money_range
from heliu.kit.language import localised, written_language
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day
from heliu.matching.kinds import Span
from heliu.matching.sheets.choices import BUDGET, ELEMENTS, MEASURED, PROSE_FIELDS, ElementName, Role
from heliu.matching.sheets.selectors import get_readable_demand
from heliu_engine.coach import Sheet, take_apart
from heliu_engine.quantities import Parameter, extract
from heliu_engine.text.sentences import sentences

MOST_STATEMENTS = 20
"""Places of one element or one value; a text that states more of one thing is no need but a report."""
MOST_PARAMETERS = 100
Source = Literal["field", "text"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What states an element: a column of the record, or a place in its title or description."""

    field: str
    """The stored field; ``budget`` stands for both of its columns."""
    text: str
    """What stands there; of money, dates and choices, the value in words."""
    span: Span | None = None
    """Within the field; None where it holds no text."""
    value: Any = None
    """Of money, dates and choices, the value as such."""


@dataclass(frozen=True, slots=True)
class SheetElement:
    """One element with everything that states it."""

    name: ElementName
    source: Source | None = None
    """``field``: the owner filled it in; ``text``: read from title or description; None: not stated."""
    statements: tuple[Statement, ...] = ()
    left_out: int = 0
    """How many further places there are."""
    told: bool = True
    """False where the owner's own word is not for the person who asks, whether or not there is one."""


@dataclass(frozen=True, slots=True)
class SheetParameter:
    """A stated value with all its places; see ``heliu_engine.quantities.Parameter`` for the keys."""

    field: str
    start: int
    end: int
    span: str
    property: str
    comparator: str
    low: float | None
    high: float | None
    unit: str
    unit_norm: str
    change: str | None
    role: Role
    conditions: tuple[str, ...] = ()
    """What the same sentence states of the conditions, as written."""
    repeated: tuple[tuple[str, Span], ...] = ()
    """Further places that state the same, as field and span; not all of very many."""

    def places(self) -> Iterator[tuple[str, Span]]:
        """The first place and the further ones."""
        yield self.field, (self.start, self.end)
        yield from self.repeated


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the description between two ends of places."""

    text: str
    marked: bool
    begin: tuple[int, ...]
    """Numbers of the places that begin with it."""
    end: tuple[int, ...]
    """Numbers of the places that end with it."""


@dataclass(frozen=True)
class DemandSheet:
    """A demand taken apart, for one person and in one language."""

    demand: Any
    lang: str
    """``zh`` or ``en``: the language of the description that was read."""
    title: str
    description: str
    description_field: str
    elements: tuple[SheetElement, ...]
    """All of them, in the order of a sheet."""
    parameters: tuple[SheetParameter, ...]
    parameters_left_out: int
    contact_told: bool
    made_on: date = field(default_factory=local_day)

    @property
    def missing(self) -> tuple[ElementName, ...]:
        """Elements that nothing states; not those of which this person is not told."""
        return tuple(element.name for element in self.elements if element.source is None and element.told)

    @property
    def measured(self) -> tuple[SheetParameter, ...]:
        """The parameters of the table: targets, what is reached today, and conditions."""
        return tuple(one for role in MEASURED for one in self.parameters if one.role == role)

    @property
    def contact(self) -> tuple[str, str, str] | None:
        """Name, e-mail and telephone; None where there are none or they are not for this person."""
        names = ("contact_name", "contact_email", "contact_phone")
        name, email, phone = (getattr(self.demand, column) for column in names)
        return (name, email, phone) if self.contact_told and (name or email or phone) else None

    @cached_property
    def numbers(self) -> dict[Span, int]:
        """Places of the description that the sheet shows → their numbers, in the order of the text."""
        read = (
            one for element in self.elements if element.name != "parameters" for one in element.statements if one.span
        )
        spans = {one.span for one in read if one.span and one.field == self.description_field}
        for parameter in self.measured:
            spans |= {span for place, span in parameter.places() if place == self.description_field}
        return {span: number for number, span in enumerate(sorted(spans), start=1)}

    def number_of(self, field: str, span: Span | None) -> int | None:
        """The number of a place, or None where it is not one of the description."""
        return self.numbers.get(span) if span and field == self.description_field else None

    def segments(self) -> list[Segment]:
        """The description cut at every end of a numbered place."""
        begins: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        for (low, high), number in self.numbers.items():
            begins.setdefault(low, []).append(number)
            ends.setdefault(high, []).append(number)
        cuts = sorted({0, len(self.description), *begins, *ends})
        found, depth = [], 0
        for low, high in pairwise(cuts):
            depth += len(begins.get(low, ())) - len(ends.get(low, ()))
            begin, end = begins.get(low, ()), ends.get(high, ())
            found.append(Segment(self.description[low:high], depth > 0, tuple(begin), tuple(end)))
        return found


def sheet_for(user: Any, pk: int) -> DemandSheet:
    """The sheet of a demand as this person may see it; "not found" where they may not read the demand in full."""
    demand = get_readable_demand(user, pk)
    return demand_sheet(demand, guarded=allowed(user, "catalog.view_contact", demand))


def demand_sheet(demand: Any, *, guarded: bool) -> DemandSheet:
    """The sheet of a demand that the person may read in full, in the page's language where it is written in that.

    ``guarded`` says whether the person is also told what ``Record.guarded_fields`` hold; without it, a sheet is the
    same whatever they hold.
    """
    lang = written_language(demand, "description")
    title = localised(demand, "title")
    description = getattr(demand, f"description_{lang}")
    read = take_apart(description, title=title, lang=lang)
    elements = tuple(_element(demand, name, read, f"description_{lang}", guarded) for name in ELEMENTS)
    parameters = _parameters(demand, read, f"description_{lang}")
    return DemandSheet(
        demand=demand,
        lang=lang,
        title=title,
        description=description,
        description_field=f"description_{lang}",
        elements=elements,
        parameters=tuple(parameters[:MOST_PARAMETERS]),
        parameters_left_out=max(0, len(parameters) - MOST_PARAMETERS),
        contact_told=guarded,
    )


def _element(demand: Any, name: ElementName, read: Sheet, text_field: str, guarded: bool) -> SheetElement:
    told = guarded or PROSE_FIELDS.get(name) not in demand.guarded_fields
    stored = _stored(demand, name) if told else None
    if stored is not None:
        return SheetElement(name, "field", (stored,))
    statements = [Statement(text_field, element.text, element.span) for element in read.stated(name)]
    if name == "object" and not statements and read.title_object is not None:
        title_field = f"title_{written_language(demand, 'title')}"
        statements = [Statement(title_field, read.title[slice(*read.title_object)], read.title_object)]
    shown = tuple(statements[:MOST_STATEMENTS])
    return SheetElement(name, "text" if shown else None, shown, len(statements) - len(shown), told)


def _stored(demand: Any, name: ElementName) -> Statement | None:
    """What the owner filled in for an element."""
    if name in PROSE_FIELDS:
        text = getattr(demand, PROSE_FIELDS[name])
        return Statement(PROSE_FIELDS[name], text, (0, len(text))) if text.strip() else None
    if name == "budget":
        low, high = demand.budget_min, demand.budget_max
        if low is None and high is None:
            return None
        bounds = {end: None if amount is None else float(amount) for end, amount in (("low", low), ("high", high))}
        return Statement(BUDGET, money_range(low, high), value={**bounds, "unit": "1e4 CNY"})
    if name == "deadline":
        day = demand.deadline
        return Statement("deadline", date_format(day, "Y-m-d"), value=day.isoformat()) if day else None
    return (
        Statement("cooperation", display_value(demand, name), value=demand.cooperation) if demand.cooperation else None
    )


# -- parameters -----------------------------------------------------------------------------------

_ROLES: dict[str, Role] = {"need_conditions": "condition", "need_current": "current"}
"""Columns whose values are what the column is for, whatever the words around them say."""
_SEMICOLON = re.compile(r"[；;]")
_READ_FIELDS = ("parameters", "need_conditions", "need_current", "need_object", "need_problem", "need_method")


def _parameters(demand: Any, read: Sheet, text_field: str) -> list[SheetParameter]:
    """Everything that is stated in numbers, the owner's own columns first; what is said twice stands once."""
    found: list[SheetParameter] = []
    for name in _READ_FIELDS:
        text = getattr(demand, name)
        found += _in_field(name, text, extract(text))
    found += _in_field(text_field, read.text, read.parameters)
    groups: dict[tuple[Any, ...], list[SheetParameter]] = {}
    for place, one in enumerate(found):
        same = (one.property.casefold(), one.comparator, one.low, one.high, one.unit_norm, one.change)
        # A value without a name may be of anything, and is not the same as another one.
        groups.setdefault(same if one.property else (place,), []).append(one)
    return [
        replace(first, repeated=tuple((one.field, (one.start, one.end)) for one in others[: MOST_STATEMENTS - 1]))
        for first, *others in groups.values()
    ]


def _in_field(name: str, text: str, parameters: Sequence[Parameter]) -> Iterator[SheetParameter]:
    roles = [_ROLES.get(name, parameter.role) for parameter in parameters]
    begins = [start for start, _ in _parts(text)]
    parts = [bisect_right(begins, parameter.start) for parameter in parameters]
    conditions: defaultdict[int, list[str]] = defaultdict(list)
    for parameter, role, part in zip(parameters, roles, parts, strict=True):
        if role == "condition":
            conditions[part].append(parameter.span)
    for parameter, role, part in zip(parameters, roles, parts, strict=True):
        yield SheetParameter(
            field=name,
            start=parameter.start,
            end=parameter.end,
            span=parameter.span,
            property=parameter.property,
            comparator=parameter.comparator,
            low=parameter.low,
            high=parameter.high,
            unit=parameter.unit,
            unit_norm=parameter.unit_norm,
            change=parameter.change,
            role=role,
            conditions=tuple(conditions[part]) if role == "target" else (),
        )


def _parts(text: str) -> Iterator[Span]:
    """Sentences, cut at semicolons: a condition of one part says nothing of the next."""
    for start, end in sentences(text):
        for mark in _SEMICOLON.finditer(text, start, end):
            yield start, mark.end()
            start = mark.end()
        if start < end:
            yield start, end
