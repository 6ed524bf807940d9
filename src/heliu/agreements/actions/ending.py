"""The end of an agreement: one side terminates it, or its time is over. What was told stays confidential."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.agreements.actions.steps import locked, tell, transit
from heliu.agreements.models import Agreement
from heliu.agreements.selectors import due_ids
from heliu.agreements.signals import agreement_ended
from heliu.kit.permissions import OPERATOR, require
from heliu.kit.workdays import local_day


@transaction.atomic
def terminate_agreement(*, actor: Actor, agreement: Agreement, note: str) -> Agreement:
    """End an agreement that is in force, at once, from either side. What it had opened closes."""
    agreement = locked(agreement)
    require(actor, "agreements.sign_agreement", agreement)
    if not note.strip():
        raise ValidationError({"note": _("Say why, so that the other side can see it.")})
    transit(agreement, agreement.terminate)
    agreement.ended_by, agreement.end_note = person(actor), note.strip()
    agreement.save()
    tell(agreement, "agreement_terminated", actor, note=agreement.end_note)
    agreement_ended.send(sender=Agreement, agreement=agreement)
    return agreement


@dataclass(slots=True)
class TermCounts:
    """What one run over the terms did."""

    expired: int = 0
    reminded: int = 0


def run_terms(*, day: date | None = None) -> TermCounts:
    """Do what is due by ``day``: expire what is over or was never answered, remind 30 days before an end.

    Each agreement is a transaction of its own that also writes the notices, so whoever runs this twice, or is killed
    in between, sends each notice once.
    """
    day = day or local_day()
    counts = TermCounts()
    for pk in due_ids(day):
        if step := _strike(pk, day):
            setattr(counts, step, getattr(counts, step) + 1)
    return counts


def expire_stale(one: Organisation, other: Organisation) -> None:
    """Expire a proposal of the two that nobody has answered, so that it stands in the way of no other."""
    due = set(due_ids(local_day()))
    for pk in Agreement.objects.between(one, other).filter(pk__in=due).values_list("pk", flat=True):
        _strike(pk, local_day())


@transaction.atomic
def _strike(pk: int, day: date) -> str:
    agreement = locked(pk)
    if agreement.is_open and agreement.answer_by < day:
        return _expire(agreement)
    if agreement.in_force_at is None or agreement.ended_at is not None or agreement.ends_on is None:
        return ""
    if agreement.ends_on < day:
        return _expire(agreement)
    if agreement.reminded_at is not None:
        return ""
    agreement.reminded_at = timezone.now()
    agreement.save(update_fields=["reminded_at"])
    tell(agreement, "agreement_expiring", OPERATOR)
    return "reminded"


def _expire(agreement: Agreement) -> str:
    was_in_force = agreement.in_force_at is not None
    transit(agreement, agreement.expire)
    agreement.save()
    tell(agreement, "agreement_expired", OPERATOR)
    if was_in_force:
        agreement_ended.send(sender=Agreement, agreement=agreement)
    return "expired"
