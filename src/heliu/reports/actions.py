"""Writing what indicators need beside the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.kit.permissions import require
from heliu.reports.choices import Fact
from heliu.reports.models import YearlyFact


@dataclass(frozen=True, slots=True)
class Stated:
    """A number and where it is from; without a number what was written before is taken away."""

    value: Decimal | None
    source: str = ""


@transaction.atomic
def write_facts(*, actor: Actor, organisation: Organisation, year: int, facts: Mapping[Fact, Stated]) -> None:
    """Write the given facts of one organisation and year; others stay. All of them or none.

    Raises ValidationError with the problems of each fact by its name.
    """
    require(actor, "reports.write_facts", organisation)
    # The organisation's row is held, so that two people who write at once do so one after the other.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    known = {one.name: one for one in YearlyFact.objects.filter(organisation=organisation, year=year)}
    problems: dict[str, list[str]] = {}
    for fact, stated in facts.items():
        one = known.get(fact) or YearlyFact(organisation=organisation, year=year, name=fact)
        if stated.value is None:
            if one.pk:
                one.delete()
            continue
        if not stated.source.strip():
            problems[fact] = [_("Say where the number is from.")]
            continue
        if (one.value, one.source) == (stated.value, stated.source.strip()):
            continue
        one.value, one.source, one.by = stated.value, stated.source.strip(), person(actor)
        try:
            one.full_clean()
        except ValidationError as error:
            problems[fact] = error.messages
            continue
        one._history_user = person(actor)  # type: ignore[attr-defined]
        one.save()
    if problems:
        raise ValidationError(problems)
