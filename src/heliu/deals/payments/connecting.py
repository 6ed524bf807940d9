"""Where the platform meets this part: rules, guards, the timeline, the deal's page, the agenda, copies of data."""

from __future__ import annotations

from typing import Any

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.models import Event
from heliu.activity.verbs import register_class, register_link, register_verbs
from heliu.deals.payments import agenda, guards, panels, papers, permissions  # noqa: F401 - rules are registered by importing
from heliu.deals.payments.actions.common import ANSWERS, VERBS
from heliu.deals.payments.selectors import personal_payments, visible_milestones, visible_payments


def plan_link(event: Event, user: Any) -> str | None:
    """A notice leads to the milestone or the payment on the page of its deal, where it is still there."""
    for name, visible in (("milestone", visible_milestones), ("payment", visible_payments)):
        if pk := event.data.get(name):
            found = visible(user).filter(pk=pk).first()
            return found.get_absolute_url() if found else None
    return None


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_payments(user)


def register() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_class(NoticeClass.ANSWER, *ANSWERS)
    for verb in VERBS:
        register_link(verb, plan_link)
    guards.register()
    panels.register()
    agenda.register()
    papers.register()
    personal_data_requested.connect(on_personal_data, dispatch_uid="deals.payments.personal_data")
