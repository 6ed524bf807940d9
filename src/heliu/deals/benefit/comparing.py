"""What differs between two versions: what they say, and what each person gets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from heliu.deals.benefit.figures import figures_of
from heliu.deals.benefit.labels import name_label, percent, plain, quantity
from heliu.deals.benefit.models import Share, SplitVersion
from heliu.deals.labels import yuan


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that differs, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """One person in two versions; None where they are not in it."""

    name: str
    before: Share | None
    after: Share | None
    percentages: tuple[str, str]
    amounts: tuple[str, str]
    difference: str
    """Of the amounts, with its sign; empty where the two are of different sorts or nothing is known."""
    words: str
    """New, gone, or what else differs."""

    @property
    def differs(self) -> bool:
        return bool(self.words) or self.percentages[0] != self.percentages[1] or self.amounts[0] != self.amounts[1]


def fields_changed(before: SplitVersion, after: SplitVersion) -> list[Changed]:
    """The labels of what the two say differently, with both values."""
    changed = [
        Changed(_label(name), _value(before, name), _value(after, name))
        for name in SplitVersion.editable_fields
        if getattr(before, name) != getattr(after, name)
    ]
    lines = [
        "; ".join(f"{one.name} {yuan(one.amount)}" for one in version.deductions.all()) or "–"
        for version in (before, after)
    ]  # fmt: skip
    if lines[0] != lines[1]:
        changed.append(Changed(_("Deductions"), *lines))
    return changed


def _label(name: str) -> str:
    return capfirst(str(SplitVersion._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _value(version: SplitVersion, name: str) -> str:
    value: Any = getattr(version, name)
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return percent(value) if name == "pool_percentage" else yuan(value)
    display = getattr(version, f"get_{name}_display", None)
    return str(display() if display else value)


def people_changed(before: SplitVersion, after: SplitVersion) -> list[PersonChanged]:
    """Everybody of either version, in the order of the later one, those who are gone last."""
    old, new = ({share.person: share for share in version.shares.all()} for version in (before, after))
    then, now = figures_of(before), figures_of(after)
    found = []
    for person in [*new, *(one for one in old if one not in new)]:
        was, now_is = old.get(person), new.get(person)
        amounts = then.amounts.get(person), now.amounts.get(person)
        found.append(
            PersonChanged(
                name_label(new.get(person) or old[person]), was, now_is,
                percentages=(percent(was.percentage if was else None), percent(now_is.percentage if now_is else None)),
                amounts=(quantity(amounts[0], then.unit), quantity(amounts[1], now.unit)),
                difference=_difference(amounts[0], amounts[1], now.unit) if then.unit == now.unit else "",
                words=_words(was, now_is),
            )
        )  # fmt: skip
    return found


def _difference(before: Decimal | None, after: Decimal | None, unit: Decimal) -> str:
    step = (after or Decimal(0)) - (before or Decimal(0))
    if (before is None and after is None) or not step:
        return ""
    return ("+" if step > 0 else "−") + quantity(abs(step), unit)


def _words(before: Share | None, after: Share | None) -> str:
    if before is None:
        return _("new")
    if after is None:
        return _("gone")
    said = []
    if before.name != after.name:
        said.append(_("was called %(name)s") % {"name": name_label(before)})
    if before.is_main != after.is_main:
        said.append(_("main contributor now") if after.is_main else _("no main contributor any more"))
    return "; ".join(said)


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The names of what two snapshots say differently."""
    return [name for name, value in after.items() if before.get(name) != value]


def labels_of(names: Iterable[str]) -> list[str]:
    """What these are called on the page, each once."""
    rows = {"deductions": _("Deductions"), "shares": _("Contributors")}
    return list(dict.fromkeys(rows.get(name) or _label(name) for name in names))


def snapshot(version: SplitVersion) -> dict[str, Any]:
    """Everything that a draft says, comparable."""
    said: dict[str, Any] = {name: _plain(getattr(version, name)) for name in SplitVersion.editable_fields}
    said["deductions"] = [[one.kind, one.name, plain(one.amount)] for one in version.deductions.all()]
    said["shares"] = [
        [one.person, one.name, one.organisation, one.role, one.email, one.is_main, plain(one.percentage)]
        for one in version.shares.all()
    ]  # fmt: skip
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
