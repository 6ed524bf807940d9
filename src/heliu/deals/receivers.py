"""Ears of deals: each receiver calls one action and holds no rule."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.dealflow.models import Introduction
from heliu.dealflow.signals import introduction_accepted
from heliu.deals.actions import open_deal
from heliu.deals.facts.selectors import personal_facts
from heliu.deals.models import Deal
from heliu.deals.notice.actions import withdraw_notices_of
from heliu.deals.notice.selectors import personal_notices


def on_accepted(sender: Any, introduction: Introduction, actor: Any, **_: Any) -> None:
    open_deal(introduction=introduction, actor=actor)


def on_deal_saved(sender: Any, instance: Deal, **_: Any) -> None:
    withdraw_notices_of(instance)


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_facts(user) | personal_notices(user)


def connect() -> None:
    """Called once, when the application is ready."""
    introduction_accepted.connect(on_accepted, dispatch_uid="deals.introduction_accepted")
    post_save.connect(on_deal_saved, sender=Deal, dispatch_uid="deals.deal_saved")
    personal_data_requested.connect(on_personal_data, dispatch_uid="deals.personal_data")
