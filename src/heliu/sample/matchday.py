"""One illustrative matchmaking day of the sample region, open for registration."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from heliu.accounts.models import Organisation, User
from heliu.activity.actions import forget_record
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import Achievement, Demand, Expert
from heliu.kit.permissions import OPERATOR
from heliu.kit.workdays import local_day
from heliu.matchdays.actions import enter_record, make_day, open_registration, register
from heliu.matchdays.models import MatchDay
from heliu.sample.selectors import sample_organisations

ORGANISER = "manager@demo.example"
CHAINS = ("ne-org-", "nm-org-")
"""The organisations of new energy and of new materials come; those of one demonstration person are left to register."""
LEFT_TO_THE_VISITOR = "ne-org-anchu"
MOST_RECORDS = 4
"""Of each kind of one organisation."""


@transaction.atomic
def load_matchday() -> MatchDay | None:
    """Make the day, unless it is there; None where the demonstration people are not."""
    organiser = User.objects.filter(email=ORGANISER).first()
    there = MatchDay.objects.filter(illustrative=True).first()
    if organiser is None or there is not None:
        return there
    day = make_day(
        actor=organiser, title_zh="新能源与新材料供需对接会（示例）",
        title_en="New energy and new materials: matchmaking day (illustrative)",
        description_zh="京津冀新能源、新材料产业链企业与科研团队一对一洽谈。示例活动，参加主体均为虚构。",
        description_en="Enterprises of Tianjin, Beijing and Hebei meet research teams one to one. Illustrative: "
        "everybody who takes part is invented.",
        place="天津市南开区", date=local_day() + timedelta(days=21), sessions="09:00-11:30, 13:30-16:00",
        slot_minutes=20, break_minutes=5, tables=6, registration_closes=timezone.now() + timedelta(days=14),
        demand_floor=1, demand_capacity=3, supply_capacity=3,
    )  # fmt: skip
    day = open_registration(actor=organiser, day=day)
    MatchDay.objects.filter(pk=day.pk).update(illustrative=True)
    for organisation in sample_organisations().filter(illustrative=True).order_by("external_id"):
        if organisation.external_id.startswith(CHAINS) and organisation.external_id != LEFT_TO_THE_VISITOR:
            _come(day, organisation)
    return day


def _come(day: MatchDay, organisation: Organisation) -> None:
    """An organisation registers with its published records, but for confidential ones: their owner alone may."""
    registration = register(actor=OPERATOR, day=day, organisation=organisation, listed=True)
    for model in (Demand, Achievement, Expert):
        records = model.objects.filter(organisation=organisation, state=State.PUBLISHED, illustrative=True)
        for record in records.exclude(tier=Tier.CONFIDENTIAL).order_by("external_id")[:MOST_RECORDS]:
            enter_record(actor=OPERATOR, registration=registration, record=record)


def remove_matchday() -> int:
    """Delete it with everything that hangs on it; how many there were."""
    found = list(MatchDay.objects.filter(illustrative=True))
    for day in found:
        forget_record(day)
        day.delete()
    return len(found)
