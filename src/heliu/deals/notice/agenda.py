"""What public notices give people to do: objections to decide, and last days to wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from heliu.agenda.sources import Item, Source, never_due, register_source
from heliu.deals.notice.choices import NoticeState
from heliu.deals.notice.models import Objection, PublicNotice
from heliu.deals.notice.selectors import notices_to_watch, objections_to_decide


def notice_items(user: Any, limit: int) -> Sequence[Item]:
    """Objections that the person may decide, and standing notices that they look after."""
    return [
        *(_objection(one) for one in objections_to_decide(user)[:limit]),
        *(_notice(one) for one in notices_to_watch(user)[:limit]),
    ]


def _objection(one: Objection) -> Item:
    return Item(
        what=_("Decide on an objection"), about=one.notice.title, url=one.notice.get_absolute_url(), due_on=None,
        key=f"objection-{one.pk}", step=pgettext("agenda", "Decide"),
    )  # fmt: skip


def _notice(one: PublicNotice) -> Item:
    stopped = one.state == NoticeState.OBJECTED
    return Item(
        what=_("Public notice: last day"), about=one.title, url=one.get_absolute_url(), due_on=one.last_day, mine=False,
        paused=stopped, key=f"notice-{one.pk}", note=_("Stopped by an objection") if stopped else "",
    )  # fmt: skip


def count_notices(user: Any) -> int:
    return int(objections_to_decide(user).count() + notices_to_watch(user).count())


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "public_notices", pgettext_lazy("gongshi", "Public notices"), notice_items, count_notices, due=never_due
        )
    )  # fmt: skip
