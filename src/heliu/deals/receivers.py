"""Ears of deals: each receiver calls one action and holds no rule."""

from __future__ import annotations

from typing import Any

from heliu.dealflow.models import Introduction
from heliu.dealflow.signals import introduction_accepted
from heliu.deals.actions import open_deal


def on_accepted(sender: Any, introduction: Introduction, actor: Any, **_: Any) -> None:
    open_deal(introduction=introduction, actor=actor)


def connect() -> None:
    """Called once, when the application is ready."""
    introduction_accepted.connect(on_accepted, dispatch_uid="deals.introduction_accepted")
