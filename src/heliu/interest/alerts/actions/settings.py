"""What an organisation sets for the alerts of a record, and what goes with a record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.models import User
from heliu.interest.alerts.actions.writing import forget_digests
from heliu.interest.alerts.models import Alert, AlertSetting, Arrival, Digest
from heliu.interest.searches.choices import AlertLevel
from heliu.kit.permissions import require


@transaction.atomic
def set_least_level(*, actor: Any, record: Any, level: int) -> None:
    """Say from which level on the people behind a record are told what fits it; 0 for never."""
    require(actor, "interest.set_alerts", record)
    if level not in AlertLevel.values:
        raise ValidationError({"level": _("There is no such level.")})
    AlertSetting.objects.update_or_create(kind=record.kind, object_id=record.pk, defaults={"level": level})


def follow_setting(kind: str, kept: int, merged: int) -> None:
    """What was set for a merged record holds for the one that stands for it, where nothing was set for that one."""
    own = AlertSetting.objects.filter(kind=kind, object_id=merged).first()
    if own is not None:
        AlertSetting.objects.get_or_create(kind=kind, object_id=kept, defaults={"level": own.level})


def forget_alerts(kind: str, pk: int) -> None:
    """A record is deleted: nothing that was told of it or for it stays."""
    Arrival.objects.filter(kind=kind, object_id=pk).delete()
    AlertSetting.objects.filter(kind=kind, object_id=pk).delete()
    Alert.objects.filter(kind=kind, object_id=pk).delete()
    Alert.objects.filter(own_kind=kind, own_id=pk).delete()
    forget_digests(Digest.objects.filter(own_kind=kind, own_id=pk))


def forget_person(user: User) -> None:
    """The account of somebody ends: the events by which they were told go too, which no foreign key reaches."""
    forget_digests(user.digests.all())
