"""A form for each method, made of what the method asks. Nothing is filled in that nobody said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.valuation.approaches import APPROACHES, Approach, Step
from heliu.valuation.choices import Unit
from heliu.valuation.inputs import (
    FACTORS,
    LONGEST_SOURCE,
    MOST_COMPARABLES,
    Flag,
    Part,
    Yearly,
)
from heliu.valuation.inputs import LONGEST_NAME as LONGEST_DEAL
from heliu.valuation.models import LONGEST_NAME, LONGEST_NOTE
from heliu.valuation.orientation import Figures, figures_beside

ROWS_AT_FIRST = 5
_SEPARATORS = re.compile(r"[\s;；、，]+|,(?=\s)|,$")
_GROUPED = re.compile(r"\d,\d")
_ENDS = {
    "low": gettext_lazy("Lowest"), "base": gettext_lazy("Likely"), "high": gettext_lazy("Highest"),
}  # fmt: skip


def scaled(value: Any, unit: Unit, *, back: bool = False) -> Any:
    """A number as it is kept from one as it is written, or ``back``: per cent are kept as fractions."""
    if value is None or unit != Unit.PERCENT:
        return value
    number = Decimal(str(value))
    return float(number * 100 if back else number / 100)


def _written(value: Any, unit: Unit) -> str:
    """A number as a person would have typed it."""
    if value is None:
        return ""
    number = scaled(value, unit, back=True)
    return f"{Decimal(str(number)).normalize():f}"


def parse_years(text: str, unit: Unit) -> list[float]:
    """Numbers with blanks, line ends or semicolons between them, as copied from a row or column of a sheet."""
    if _GROUPED.search(text):
        raise ValidationError(_("Put blanks between the years and write numbers without thousands separators."))
    values = []
    for word in filter(None, _SEPARATORS.split(text.strip())):
        try:
            number = Decimal(word.rstrip("%"))
        except InvalidOperation:
            raise ValidationError(_("“%(word)s” is no number.") % {"word": word[:30]}) from None
        if not number.is_finite():
            raise ValidationError(_("“%(word)s” is no number.") % {"word": word[:30]})
        values.append(scaled(float(number), unit))
    return values


class YearsField(forms.CharField):
    """A number for each year in one line."""

    def __init__(self, *, unit: Unit, **options: Any) -> None:
        super().__init__(max_length=2000, **options)
        self.unit = unit

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return parse_years(text, self.unit) if text else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of a method with its fields, for the template."""

    part: Part
    unit: str
    fields: Mapping[str, forms.BoundField]
    problem: bool

    @property
    def is_flag(self) -> bool:
        return isinstance(self.part, Flag)

    @property
    def is_yearly(self) -> bool:
        return isinstance(self.part, Yearly)


class ValuationForm(forms.Form):
    """Name, day and assumptions, and below them the inputs of one method."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=LONGEST_NAME, required=False,
        help_text=gettext_lazy("What sets it apart, such as “exclusive licence, North China”."),
    )  # fmt: skip
    valued_on = forms.DateField(
        label=gettext_lazy("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Year 1 begins on this day."),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Assumptions"), max_length=LONGEST_NOTE, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What is assumed and cannot be seen from the figures."),
    )  # fmt: skip

    def __init__(self, *args: Any, method: str, inputs: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.approach: Approach = APPROACHES[method]
        given = inputs or {}
        for part in self.approach.parts:
            self._add(part, given.get(part.name))
        self.rows = 0
        if self.approach.takes_comparables:
            self._add_rows(given.get("comparables") or [])
        for name, field in self.fields.items():
            kind = "form-check-input" if isinstance(field, forms.BooleanField) else "form-control"
            field.widget.attrs.setdefault("class", kind)
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] += " is-invalid"

    # -- making the fields ------------------------------------------------------------------------

    def _add(self, part: Part, given: Any) -> None:
        if isinstance(part, Flag):
            self.fields[part.name] = forms.BooleanField(
                label=part.label, help_text=part.help, required=False, initial=bool(given)
            )  # fmt: skip
            return
        answer = given or {}
        unit = Unit(part.unit)
        if isinstance(part, Yearly):
            values = " ".join(_written(value, unit) for value in answer.get("values", ()))
            self.fields[f"{part.name}_values"] = YearsField(
                label=_("Each year, year 1 first"), required=not part.optional, unit=unit, initial=values
            )
            for end in ("low", "high"):
                self._add_number(f"{part.name}_{end}", _ENDS[end], Unit.PERCENT, answer.get(end), required=False)
        else:
            for end, label in _ENDS.items():
                required = end == "base" and not part.optional
                self._add_number(f"{part.name}_{end}", label, unit, answer.get(end), required=required)
        self.fields[f"{part.name}_source"] = forms.CharField(
            label=_("Where it comes from"), max_length=LONGEST_SOURCE, required=not part.optional,
            initial=answer.get("source", ""),
        )  # fmt: skip

    def _add_number(self, name: str, label: Any, unit: Unit, value: Any, *, required: bool) -> None:
        field = forms.DecimalField(
            label=label, required=required, initial=_written(value, unit),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )  # fmt: skip
        self.fields[name] = field

    def _add_rows(self, given: list[Any]) -> None:
        if self.is_bound:
            asked = str(self.data.get("rows", ""))
            self.rows = min(int(asked), MOST_COMPARABLES) if asked.isdecimal() else ROWS_AT_FIRST
        else:
            self.rows = min(max(ROWS_AT_FIRST, len(given) + 2), MOST_COMPARABLES)
        for number in range(self.rows):
            row = given[number] if number < len(given) else {}
            self._add_row(number, row)

    def _add_row(self, number: int, row: Mapping[str, Any]) -> None:
        name = f"deal{number}"
        self.fields[f"{name}_name"] = forms.CharField(
            label=_("Comparable deal"), max_length=LONGEST_DEAL, required=False, initial=row.get("name", "")
        )
        self._add_number(f"{name}_price", _("Price"), Unit.MONEY, row.get("price"), required=False)
        for key, label in FACTORS.items():
            self._add_number(f"{name}_{key}", label, Unit.MONEY, row.get("factors", {}).get(key), required=False)
        self.fields[f"{name}_source"] = forms.CharField(
            label=_("Where it comes from"), max_length=LONGEST_SOURCE, required=False, initial=row.get("source", "")
        )

    # -- for the template -------------------------------------------------------------------------

    def steps(self) -> Iterator[tuple[int, Step, list[Asked], list[Figures]]]:
        """Each step with its number, its parts, and the figures that are shown beside it."""
        for number, step in enumerate(self.approach.steps, start=1):
            yield number, step, [self._asked(part) for part in step.parts], list(figures_beside(step.orientation))

    def _asked(self, part: Part) -> Asked:
        if isinstance(part, Flag):
            return Asked(part, "", {"flag": self[part.name]}, bool(self[part.name].errors))
        first = "values" if isinstance(part, Yearly) else "base"
        names = [first, "low", "high", "source"] if first == "values" else ["low", "base", "high", "source"]
        fields = {name: self[f"{part.name}_{name}"] for name in names}
        return Asked(part, str(Unit(part.unit).label), fields, any(field.errors for field in fields.values()))

    def deals(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """The rows of comparable deals."""
        for number in range(self.rows):
            names = ["name", "price", *FACTORS, "source"]
            yield number + 1, [self[f"deal{number}_{name}"] for name in names]

    # -- what was filled in -----------------------------------------------------------------------

    @property
    def answers(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        return {
            "name": self.cleaned_data["name"].strip(), "valued_on": self.cleaned_data["valued_on"],
            "note": self.cleaned_data["note"].replace("\r\n", "\n").strip(), "inputs": self._inputs(),
        }  # fmt: skip

    def _inputs(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in self.approach.parts:
            if isinstance(part, Flag):
                found[part.name] = self.cleaned_data[part.name]
            elif isinstance(part, Yearly):
                values = self.cleaned_data[f"{part.name}_values"]
                if values:
                    found[part.name] = {"values": values, **self._ends(part.name, Unit.PERCENT, ("low", "high"))}
            else:
                ends = self._ends(part.name, Unit(part.unit), tuple(_ENDS))
                if ends["base"] is not None or ends["low"] is not None or ends["high"] is not None:
                    found[part.name] = ends
        if self.approach.takes_comparables:
            found["comparables"] = [row for number in range(self.rows) if (row := self._row(number))]
        return found

    def _ends(self, name: str, unit: Unit, ends: tuple[str, ...]) -> dict[str, Any]:
        given = {end: self.cleaned_data[f"{name}_{end}"] for end in ends}
        numbers = {
            end: None if value is None else float(scaled(value, unit)) for end, value in given.items()
        }  # fmt: skip
        return {**numbers, "source": self.cleaned_data[f"{name}_source"].strip()}

    def _row(self, number: int) -> dict[str, Any] | None:
        name = f"deal{number}"
        text = self.cleaned_data[f"{name}_name"].strip()
        price, source = self.cleaned_data[f"{name}_price"], self.cleaned_data[f"{name}_source"].strip()
        if not text and price is None and not source:
            return None
        factors = {
            key: float(value) for key in FACTORS if (value := self.cleaned_data[f"{name}_{key}"]) is not None
        }  # fmt: skip
        return {
            "name": text, "price": None if price is None else float(price), "factors": factors, "source": source
        }  # fmt: skip

    def take_problems(self, error: ValidationError) -> None:
        """Show each problem at its field: ``royalty.low`` → the field ``royalty_low``."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        filled = [number for number in range(self.rows) if self._row(number)]
        for place, problems in error.message_dict.items():
            name = place.replace(".", "_")
            if place.startswith("comparables."):
                _kind, number, *rest = place.split(".")
                name = "_".join([f"deal{filled[int(number)]}", *rest])
            if name not in self.fields and f"{name}_base" in self.fields:
                name = f"{name}_base"
            self.add_error(name if name in self.fields else None, problems)
            if name in self.fields:
                widget = self.fields[name].widget
                widget.attrs["class"] = f"{widget.attrs['class']} is-invalid"
