"""Keeping a record out of blind matching, and letting it take part again."""

from __future__ import annotations

from django.db import transaction

from heliu.accounts.actors import Actor, person
from heliu.catalog.models import Record
from heliu.dealflow.blind.models import KeptOut
from heliu.kit.permissions import require


@transaction.atomic
def keep_out(*, actor: Actor, record: Record) -> None:
    """From now on nobody is told of this record, and nothing of it is revealed, whatever was said before."""
    require(actor, "dealflow.keep_out", record)
    KeptOut.objects.get_or_create(kind=record.kind, record_id=record.pk, defaults={"by": person(actor)})


@transaction.atomic
def let_take_part(*, actor: Actor, record: Record) -> None:
    """Match the record blindly again, from the next round on."""
    require(actor, "dealflow.keep_out", record)
    KeptOut.objects.filter(kind=record.kind, record_id=record.pk).delete()
