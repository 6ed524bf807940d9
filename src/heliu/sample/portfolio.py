"""A small portfolio for the technology manager of the demonstration: one case on its way, the others still to begin.

It is made by the same actions as anybody's, once; whatever people do with it afterwards stays.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from heliu.accounts.models import User
from heliu.activity.actions import forget_record
from heliu.catalog.models import Achievement, Demand
from heliu.dealflow.actions import introduce
from heliu.dealflow.meetings.actions import Appointment, propose_meeting
from heliu.dealflow.models import Introduction
from heliu.dealflow.pairs import Pair
from heliu.deals.actions import forget_deal
from heliu.deals.selectors import deal_of
from heliu.desk.actions import keep_hours, keep_note, triage_demand
from heliu.desk.choices import Activity, TriageOutcome
from heliu.desk.models import TimeEntry
from heliu.kit.workdays import add_working_days, local_day
from heliu.sample.selectors import SOURCE

DEMAND, ACHIEVEMENT = "ne-dem-cold", "ne-ach-lowtemp"
MESSAGE = (
    "（示例）贵实验室的弱溶剂化低温电解液可能契合零下三十度放电的需求，想请双方谈一谈指标与送样。\n"
    "(Illustrative) Your electrolyte may be what the discharge at −30 °C needs; let us talk about values and samples."
)
NOTE = "（示例）企业希望先看样品数据，再谈许可费。 (Illustrative) Sample data first, then the fee."


def give_portfolio(manager: User) -> None:
    """Begin one case of the manager's, unless they have one already or the records are not there."""
    demand = Demand.objects.filter(source=SOURCE, external_id=DEMAND).first()
    supply = Achievement.objects.filter(source=SOURCE, external_id=ACHIEVEMENT).first()
    begun = TimeEntry.objects.filter(author=manager).exists() or Introduction.objects.filter(demand=demand).exists()
    if demand is None or supply is None or begun or not (demand.is_published and supply.is_published):
        return
    triage_demand(actor=manager, demand=demand, outcome=TriageOutcome.INTRODUCE)
    introduction = introduce(actor=manager, pair=Pair(demand, supply), message=MESSAGE)
    day = add_working_days(local_day(), 2)
    starts = datetime.combine(day, time(14), tzinfo=timezone.get_default_timezone())
    propose_meeting(
        actor=manager, introduction=introduction, people=[manager.pk],
        appointment=Appointment(starts, starts + timedelta(hours=1), place="（示例）线上会议 (illustrative) online"),
    )  # fmt: skip
    keep_note(actor=manager, case=demand, text=NOTE)
    keep_hours(
        actor=manager, case=demand, day=local_day(), minutes=90, activity=Activity.FINDING,
        note="（示例）与企业梳理指标 (illustrative)",
    )  # fmt: skip
    keep_hours(actor=manager, case=introduction, day=local_day(), minutes=30, activity=Activity.PROMOTING)


def forget_introductions() -> None:
    """Delete the introductions of the sample's records and their deals, with timelines and versions, which no foreign
    key reaches."""
    of_sample = Q(demand__source=SOURCE) | Q(achievement__source=SOURCE) | Q(expert__source=SOURCE)
    for introduction in Introduction.objects.filter(of_sample):
        if deal := deal_of(introduction):
            forget_deal(deal)
        forget_record(introduction)
        history = Introduction.history.filter(id=introduction.pk)
        introduction.delete()
        history.delete()
