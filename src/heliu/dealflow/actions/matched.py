"""An introduction that nobody has to answer any more: both sides have said yes before."""

from __future__ import annotations

from django.utils import timezone

from heliu.accounts.models import User
from heliu.activity.actions import record_event
from heliu.dealflow.actions.steps import save, set_clock, transit
from heliu.dealflow.choices import Side, State
from heliu.dealflow.clocks import start_clock
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair
from heliu.dealflow.selectors import standing_introduction
from heliu.dealflow.signals import introduction_accepted
from heliu.kit.permissions import OPERATOR
from heliu.kit.workdays import local_day


def introduce_matched(
    *, pair: Pair, for_demand: User | None, for_supply: User | None, level: int, index_version: str
) -> Introduction:
    """Introduce the two and accept it in the same moment; where somebody has asked meanwhile, accept that.

    For a caller that holds both yeses under a lock: no right is asked for here. ``for_demand`` and ``for_supply`` said
    them. The demand's side counts as the one that asked.
    """
    introduction = standing_introduction(pair) or _new(pair, for_demand, level, index_version)
    if introduction.state == State.ACCEPTED:
        return introduction
    answered = for_supply if introduction.side == Side.DEMAND else for_demand
    transit(introduction, introduction.accept)
    introduction.replied_at, introduction.replied_by = timezone.now(), answered
    introduction.owner = answered or introduction.owner
    save(introduction, answered or OPERATOR, "matched")
    record_event(introduction, "introduction_matched", actor=answered)
    introduction_accepted.send(Introduction, introduction=introduction, actor=answered or OPERATOR)
    return introduction


def _new(pair: Pair, asked_by: User | None, level: int, index_version: str) -> Introduction:
    introduction = Introduction(
        **pair.columns, side=Side.DEMAND, from_organisation=pair.organisation(Side.DEMAND),
        to_organisation=pair.organisation(Side.SUPPLY), asked_by=asked_by, demand_version=pair.demand.version,
        supply_version=pair.supply.version, sent_at=timezone.now(), level=level, index_version=index_version,
    )  # fmt: skip
    set_clock(introduction, start_clock(local_day()))
    return introduction
