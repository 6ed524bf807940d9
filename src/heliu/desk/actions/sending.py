"""Introducing a demand to several recipients in one go.

Each recipient is a transaction of its own that writes the result together with the introduction: nothing is half sent,
and what was not sent yet when the machine stopped is sent by pressing again. Pressing twice sends nothing twice, since
both presses carry the same token and meet at the recipients' rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from heliu.catalog.models import Demand
from heliu.dealflow.actions import introduce
from heliu.dealflow.errors import AlreadyIntroduced, DealflowError, NobodyToAnswer, TooManyIntroductions
from heliu.dealflow.models import LONGEST_TEXT, Introduction
from heliu.dealflow.pairs import SUPPLY_MODELS, Pair
from heliu.dealflow.selectors import get_candidate
from heliu.desk.actions.triage import triage_demand
from heliu.desk.choices import SendResult, TriageOutcome
from heliu.desk.errors import OtherSending, TooManyRecipients
from heliu.desk.models import Dispatch, Recipient
from heliu.desk.selectors.triage import latest_triage
from heliu.kit.permissions import require

MOST_AT_ONCE = 20
"""Recipients of one sending: a choice that somebody made, and no mailing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A recipient's record and the message for it."""

    kind: str
    record_id: int
    message: str
    mark: str = ""
    """Of the shown result it was chosen from."""


def send_introductions(
    *, actor: Any, demand: Demand, token: UUID, wanted: Sequence[Wanted], next_step: str
) -> Dispatch:  # fmt: skip
    """Introduce the demand to each; what became of each stands in the rows of the sending that comes back.

    A token that is known already goes on with its own recipients, whatever is wanted now.
    """
    require(actor, "desk.work_case", demand)
    dispatch = _begin(actor, demand, token, wanted, next_step)
    for pk in list(dispatch.recipients.filter(result=SendResult.PENDING).values_list("pk", flat=True)):
        _deliver(actor, dispatch, pk)
    return dispatch


@transaction.atomic
def _begin(actor: Any, demand: Demand, token: UUID, wanted: Sequence[Wanted], next_step: str) -> Dispatch:
    # The demand's row keeps two presses apart until the rows of the first are there.
    Demand.objects.select_for_update().filter(pk=demand.pk).first()
    dispatch = Dispatch.objects.filter(token=token).first()
    if dispatch is not None:
        if dispatch.manager_id != actor.pk or dispatch.demand_id != demand.pk:
            raise OtherSending
        return dispatch
    chosen = list({(one.kind, one.record_id): one for one in wanted}.values())
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise TooManyRecipients(MOST_AT_ONCE)
    problems = {f"{one.kind}-{one.record_id}": problem for one in chosen if (problem := _problem(one))}
    if problems:
        raise ValidationError(problems)
    dispatch = Dispatch(token=token, manager=actor, demand=demand, next_step=next_step)
    dispatch.full_clean()
    dispatch.save()
    for one in chosen:
        Recipient.objects.create(
            dispatch=dispatch, kind=one.kind, record_id=one.record_id, message=one.message.strip(), mark=one.mark
        )
    return dispatch


def _problem(one: Wanted) -> str:
    if one.kind not in SUPPLY_MODELS:
        return _("This cannot be introduced.")
    if not one.message.strip():
        return _("Write a message.")
    if len(one.message) > LONGEST_TEXT:
        return _("At most %(most)d characters.") % {"most": LONGEST_TEXT}
    return ""


@transaction.atomic
def _deliver(actor: Any, dispatch: Dispatch, pk: int) -> None:
    """Send to one recipient unless somebody has; the row is the lock."""
    row = Recipient.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.result != SendResult.PENDING:
        return
    row.result, row.introduction = _introduced(actor, dispatch, row)
    row.save(update_fields=["result", "introduction"])
    if row.result == SendResult.SENT:
        decided = latest_triage(dispatch.demand)
        if decided is None or decided.outcome != TriageOutcome.INTRODUCE:
            triage_demand(actor=actor, demand=dispatch.demand, outcome=TriageOutcome.INTRODUCE)


def _introduced(actor: Any, dispatch: Dispatch, row: Recipient) -> tuple[SendResult, Introduction | None]:
    try:
        with transaction.atomic():
            supply = get_candidate(actor, row.kind, row.record_id)
            introduction = introduce(
                actor=actor, pair=Pair(dispatch.demand, supply), message=row.message, next_step=dispatch.next_step,
                mark=row.mark,
            )  # fmt: skip
    except AlreadyIntroduced as error:
        return SendResult.ALREADY, error.introduction
    except NobodyToAnswer:
        return SendResult.NOBODY, None
    except TooManyIntroductions:
        return SendResult.LIMIT, None
    except Http404:
        return SendResult.GONE, None
    except (PermissionDenied, DealflowError, ValidationError):
        return SendResult.REFUSED, None
    return SendResult.SENT, introduction
