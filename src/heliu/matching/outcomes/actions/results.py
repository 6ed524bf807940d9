"""Writing down what became of a shown result, and letting the log forget.

Later features tell what became of a match by ``note_outcome``: they keep the mark of the result they began with
(``Result.mark``), beside the match itself, and call it from the action by which something is introduced or contracted.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils import timezone

from heliu.catalog.choices import Tier
from heliu.kit.permissions import require
from heliu.matching.kinds import find_kind
from heliu.matching.outcomes.actions.patience import briefly
from heliu.matching.outcomes.choices import Reason, What
from heliu.matching.outcomes.models import Outcome, ShownAnswer, ShownResult
from heliu.matching.outcomes.selectors import find_result

logger = logging.getLogger(__name__)

_CHUNK = 500


def note_opened(mark: str) -> None:
    """Somebody followed the link of a shown result. Of no consequence where the mark stands for nothing."""
    note_outcome(mark=mark, what=What.OPENED)


def note_outcome(*, mark: str, what: What) -> bool:
    """Something became of a shown result; whether the log still has it.

    For actions of other features, which have asked for the permission of what they do; it stands for itself once.
    A dismissal has a reason and a person who gives it: see ``dismiss_result``.
    """
    if what == What.DISMISSED:
        raise ValueError("A dismissal needs a reason: call dismiss_result.")
    if not settings.HELIU_OUTCOMES or (result := find_result(mark)) is None:
        return False
    try:
        with briefly():
            if what != What.OPENED:
                # Whoever acts on a result does not find it of no use (any more).
                Outcome.objects.filter(result=result, what=What.DISMISSED).delete()
            Outcome.objects.get_or_create(result=result, what=what)
    except DatabaseError as error:
        logger.info("An outcome was not logged: %s", error)
        return False
    return True


@transaction.atomic
def dismiss_result(*, actor: Any, mark: str, reason: Reason | None) -> bool:
    """Say why a result is of no use, or with None that it was not meant so; whether the log still has the result.

    The person is asked for a permission and not written down.
    """
    require(actor, "matching.dismiss_result")
    result = find_result(mark)
    if not settings.HELIU_OUTCOMES or result is None:
        return False
    if reason is None:
        Outcome.objects.filter(result=result, what=What.DISMISSED).delete()
    else:
        Outcome.objects.update_or_create(result=result, what=What.DISMISSED, defaults={"reason": reason})
    return True


def forget_record(record: Model) -> None:
    """Take a record out of the log, with the answers about it: it was deleted."""
    kind = find_kind(record)
    if kind is not None and record.pk is not None:
        ShownResult.objects.filter(kind=kind.name, object_id=record.pk).delete()
        ShownAnswer.objects.filter(asked_kind=kind.name, asked_id=record.pk).delete()


def forget_confidential(record: Model) -> None:
    """Likewise where the record is confidential now."""
    if getattr(record, "tier", None) == Tier.CONFIDENTIAL:
        forget_record(record)


def purge_outcomes() -> int:
    """Delete what is older than ``HELIU_OUTCOMES_DAYS``; how many answers went. In pieces, so that others may write."""
    before = timezone.now() - timedelta(days=settings.HELIU_OUTCOMES_DAYS)
    gone = 0
    while chunk := list(ShownAnswer.objects.filter(at__lt=before).order_by().values_list("pk", flat=True)[:_CHUNK]):
        with transaction.atomic():
            Outcome.objects.filter(result__answer__in=chunk).delete()
            ShownResult.objects.filter(answer__in=chunk).delete()
            ShownAnswer.objects.filter(pk__in=chunk).delete()
        gone += len(chunk)
    return gone
