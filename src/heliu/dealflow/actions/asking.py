"""The asking side: putting a match to the other side, and taking that back."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.activity.actions import record_event
from heliu.catalog.models import Demand
from heliu.dealflow.actions.steps import locked, person_to_act, save, set_clock, transit
from heliu.dealflow.choices import NextStep, Side
from heliu.dealflow.clocks import start_clock
from heliu.dealflow.errors import AlreadyIntroduced, IntroductionGone, NobodyToAnswer, TooManyIntroductions
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair, asking_side
from heliu.dealflow.selectors import standing_introduction
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day
from heliu.matching.outcomes.actions.results import note_outcome
from heliu.matching.outcomes.choices import What
from heliu.matching.outcomes.models import ShownResult
from heliu.matching.outcomes.selectors import find_result

MOST_A_DAY = 50
"""Introductions that one organisation may ask for in 24 hours: enough for a diligent person, too few for a mailing."""


@transaction.atomic
def introduce(
    *, actor: Actor, pair: Pair, message: str, next_step: str = NextStep.TALK, mark: str = ""
) -> Introduction:
    """Put a demand and what could answer it to the side that does not ask, and start its clock.

    ``mark`` is that of the shown result it began with: of it the index version, score and level are kept, and the log
    of outcomes is told. One that stands for another pair, or for nothing any more, is left aside.
    """
    pair = _as_it_is(pair)
    require(actor, "dealflow.introduce", pair)
    if not message.strip():
        raise ValidationError({"message": Introduction._meta.get_field("message").error_messages["blank"]})
    side = asking_side(actor, pair) or Side.DEMAND  # the rule has seen that there is one
    asking, asked = pair.organisation(side), pair.organisation(_other(side))
    if standing := standing_introduction(pair):
        raise AlreadyIntroduced(standing)
    _refuse_mailings(asking)
    result = _result_for(pair, mark)
    introduction = Introduction(
        **pair.columns, side=side, from_organisation=asking, to_organisation=asked, asked_by=person(actor),
        message=message.strip(), next_step=next_step, demand_version=pair.demand.version,
        supply_version=pair.supply.version, sent_at=timezone.now(),
    )  # fmt: skip
    if result is not None:
        introduction.mark, introduction.index_version = mark, result.answer.index_version
        introduction.score, introduction.level = result.score, result.level
    set_clock(introduction, start_clock(local_day()))
    introduction.owner = person_to_act(introduction)
    if introduction.owner is None:
        raise NobodyToAnswer
    save(introduction, actor, "introduced")
    record_event(
        introduction, "introduced", actor=person(actor), note=introduction.message, notify=[introduction.owner]
    )
    if result is not None:
        note_outcome(mark=mark, what=What.INTRODUCED)
    return introduction


@transaction.atomic
def withdraw_introduction(*, actor: Actor, introduction: Introduction, note: str = "") -> Introduction:
    """Take an introduction back before it is answered; it counts for nothing."""
    introduction = locked(introduction)
    require(actor, "dealflow.withdraw_introduction", introduction)
    transit(introduction, introduction.withdraw)
    save(introduction, actor, "withdrawn")
    told = [introduction.owner] if introduction.owner else []
    record_event(introduction, "introduction_withdrawn", actor=person(actor), note=note.strip(), notify=told)
    return introduction


def _as_it_is(pair: Pair) -> Pair:
    """Both records as they are now. The demand's row is the lock that two who ask for the same pair both take."""
    demand = Demand.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk=pair.demand.pk)
    supply = type(pair.supply)._default_manager.select_related("organisation").filter(pk=pair.supply.pk)
    first, second = demand.first(), supply.first()
    if first is None or second is None:
        raise IntroductionGone
    return Pair(first, second)


def _other(side: Side) -> Side:
    return Side.SUPPLY if side == Side.DEMAND else Side.DEMAND


def _refuse_mailings(organisation: Organisation) -> None:
    asked = organisation.introductions_asked.filter(sent_at__gt=timezone.now() - timedelta(days=1))
    if asked.count() >= MOST_A_DAY:
        raise TooManyIntroductions


def _result_for(pair: Pair, mark: str) -> ShownResult | None:
    """The shown result, if it is one of this pair: shown for one of the two records, or for a typed need."""
    result = find_result(mark) if mark else None
    if result is None:
        return None
    ends = {("demand", pair.demand.pk), (pair.supply.kind, pair.supply.pk)}
    asked = (result.answer.asked_kind, result.answer.asked_id)
    shown = (result.kind, result.object_id)
    if shown not in ends or (asked[0] and {shown, asked} != ends):
        return None
    return result
