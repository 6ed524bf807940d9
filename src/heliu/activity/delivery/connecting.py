"""What sending registers with the rest: names of what happens to channels, panels, and a copy of a person's data."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import User
from heliu.accounts.signals import personal_data_requested
from heliu.activity.delivery import panels, permissions  # noqa: F401 - rules are registered by importing them
from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.delivery.selectors import personal_deliveries
from heliu.activity.models import Event
from heliu.activity.verbs import register_class, register_link, register_verbs
from heliu.kit.permissions import allowed

VERBS = {
    "channel_added": _("Webhook or chat robot added"),
    "channel_deleted": _("Webhook or chat robot deleted"),
    "channel_switched_off": _("Webhook or chat robot switched off: nothing arrives there"),
}


def channels_link(event: Event, user: Any) -> str | None:
    """A notice about a channel leads owners to the channels."""
    record = event.record
    may = record is not None and allowed(user, "activity.manage_channels", record)
    return reverse("channel_list", args=[event.object_id]) if may else None


def on_personal_data(sender: Any, user: User, **_: Any) -> dict[str, Any]:
    return personal_deliveries(user)


def connect() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_class(NoticeClass.PLATFORM, *VERBS)
    register_class(NoticeClass.ANSWER, "channel_switched_off")
    for verb in VERBS:
        register_link(verb, channels_link)
    panels.register()
    personal_data_requested.connect(on_personal_data, dispatch_uid="activity.delivery.personal_data")
