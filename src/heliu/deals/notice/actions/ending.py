"""How a public notice ends: its last day passes, it is withdrawn, or its deal is over."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.deals.models import Deal
from heliu.deals.notice.actions.steps import close_objections, finish, locked, save, tell
from heliu.deals.notice.choices import NoticeState
from heliu.deals.notice.errors import NoticeOver
from heliu.deals.notice.models import PublicNotice
from heliu.deals.notice.selectors import due_ids, standing_notices
from heliu.kit.permissions import OPERATOR, require
from heliu.kit.workdays import local_day


def close_notices(*, day: date | None = None) -> int:
    """Close the running notices whose last day has passed; how many there were.

    Each is a transaction of its own that also writes the notices to people: whoever runs this twice, or is killed in
    between, tells everybody once.
    """
    day = day or local_day()
    return sum(_close(pk, day) for pk in due_ids(day))


@transaction.atomic
def _close(pk: int, day: date) -> bool:
    found = PublicNotice.objects.filter(pk=pk).select_related("deal").first()
    if found is None:
        return False
    notice = locked(found)
    if notice.state != NoticeState.RUNNING or notice.last_day >= day:
        # An objection came first.
        return False
    finish(notice)
    return True


@transaction.atomic
def withdraw_notice(*, actor: Actor, notice: PublicNotice, note: str) -> PublicNotice:
    """Take a notice down before its end, and say why. The deal is not contracted on it."""
    notice = locked(notice)
    require(actor, "deals.withdraw_notice", notice)
    day = local_day()
    if not notice.is_standing or notice.has_run(day):
        raise NoticeOver
    if not note.strip():
        raise ValidationError({"note": _("Say why.")})
    notice.withdraw(day, note.strip())
    save(notice)
    close_objections(notice, day)
    tell(notice, "notice_withdrawn", actor=person(actor), note=notice.ending_note)
    return notice


def withdraw_notices_of(deal: Deal) -> int:
    """Take down what is still up of a deal that is over; how many there were."""
    if not deal.is_over:
        return 0
    standing = list(standing_notices(deal).select_related("deal"))
    return sum(_withdraw(notice) for notice in standing)


@transaction.atomic
def _withdraw(notice: PublicNotice) -> bool:
    notice, day = locked(notice), local_day()
    require(OPERATOR, "deals.withdraw_notice", notice)
    if not notice.is_standing:
        return False
    if notice.has_run(day):
        finish(notice)
        return True
    notice.withdraw(day)
    save(notice)
    close_objections(notice, day)
    tell(notice, "notice_withdrawn")
    return True
