"""Putting a public notice up, and choosing who may read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.dealflow.selectors import people_who_act
from heliu.deals.actions import take_step
from heliu.deals.actions.steps import locked as locked_deal
from heliu.deals.choices import Stage
from heliu.deals.errors import StepNotPossible
from heliu.deals.models import Deal
from heliu.deals.notice.actions.steps import finish, locked, save, tell
from heliu.deals.notice.choices import NoticeKind, NoticeState
from heliu.deals.notice.counting import Counting
from heliu.deals.notice.errors import NoNoticeNeeded, NoticeOver, NoticeStanding, NoticeUndecided
from heliu.deals.notice.labels import undecided, why_not
from heliu.deals.notice.models import PublicNotice
from heliu.deals.notice.selectors import Need, announces_price, latest_notice, need_of
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day
from heliu.rulebook.rules import Version

MOST_REWARDS = 200
LARGEST = Decimal(10) ** 13
FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is written on a notice; the price comes from the deal."""

    title: str
    text: str = ""
    contact: str = ""
    rewards: Sequence[Mapping[str, str]] = ()
    """Of a notice of rewards: ``name`` and ``amount`` of each."""
    public: bool = False


@transaction.atomic
def begin_notice(*, actor: Actor, deal: Deal, kind: str, announcement: Announcement) -> PublicNotice:
    """Put a notice up today. The deal takes its step ``announce`` with the first one of its price.

    Raises NoNoticeNeeded, NoticeUndecided, NoticeStanding or StepNotPossible.
    """
    deal = locked_deal(deal)
    require(actor, "deals.begin_notice", deal)
    _refuse_stage(deal, kind)
    day = local_day()
    need = need_of(deal, kind, day)
    _refuse_unneeded(need)
    _refuse_another(latest_notice(deal, kind), deal, day)
    version = need.strictest.version
    assert version is not None  # noqa: S101 - a rule without one asks for nothing
    notice = PublicNotice(
        deal=deal, kind=kind, title=announcement.title.strip(), text=announcement.text.strip(),
        contact=announcement.contact.strip(), public=announcement.public, begun_by=person(actor), up_on=day,
        rule=need.strictest.rule.name, instrument=version.instrument, **_counted(version, day),
    )  # fmt: skip
    if kind == NoticeKind.PRICE:
        notice.price = deal.amount
    else:
        notice.rewards = _checked(announcement.rewards)
    if notice.public:
        require(actor, "deals.publish_notice", notice)
    save(notice)
    # Whoever belongs to the provider is told: that is what the notice is for.
    tell(notice, "notice_begun", actor=person(actor), also=people_who_act(deal.provider))
    if deal.stage == Stage.PRICED:
        take_step(actor=actor, deal=deal, step="announce")
    return notice


def _refuse_stage(deal: Deal, kind: str) -> None:
    may = (
        deal.is_signed and not deal.is_over if kind == NoticeKind.REWARD else deal.stage in (Stage.PRICED, Stage.NOTICE)
    )
    if not may:
        raise StepNotPossible(deal.get_stage_display())


def _refuse_unneeded(need: Need) -> None:
    if need.answer is None:
        raise NoticeUndecided(undecided(need))
    if need.answer is False:
        raise NoNoticeNeeded(why_not(need))


def _refuse_another(latest: PublicNotice | None, deal: Deal, day: date) -> None:
    """One stands at a time. A price that has been announced to the end is not announced again; rewards may be."""
    if latest is None:
        return
    if latest.is_standing and latest.has_run(day):
        # The worker has not come yet.
        latest = locked(latest)
        finish(latest)
    done = latest.kind == NoticeKind.PRICE and latest.state == NoticeState.OVER and announces_price(latest, deal)
    if latest.is_standing or done:
        raise NoticeStanding


def _counted(version: Version, day: date) -> dict[str, Any]:
    """The columns that say how its days count."""
    counting = Counting.of(version.parameters)
    return {
        "days": counting.days, "counted": counting.counted, "moved_off_holidays": counting.moved_off_holidays,
        "on_objection": counting.on_objection, "counted_from": day, "days_left": counting.days,
        "last_day": counting.last_day(day),
    }  # fmt: skip


def _checked(rewards: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Persons with amounts, as they are kept: names not empty, amounts of yuan to the fen."""
    found = [{"name": str(one["name"]).strip(), "amount": _amount(one["amount"])} for one in rewards]
    if not 1 <= len(found) <= MOST_REWARDS or not all(one["name"] and len(one["name"]) <= 100 for one in found):
        raise ValidationError(
            {"rewards": _("Name each person with the amount, at most %(most)d.") % {"most": MOST_REWARDS}}
        )
    return found


def _amount(written: Any) -> str:
    try:
        exact = Decimal(str(written))
        fits = exact.is_finite() and 0 <= exact < LARGEST and exact == exact.quantize(FEN)
    except InvalidOperation:
        fits = False
    if not fits:
        raise ValidationError({"rewards": _("%(amount)s is no amount of yuan.") % {"amount": str(written)[:40]}})
    return f"{exact.quantize(FEN):f}"


@transaction.atomic
def show_notice(*, actor: Actor, notice: PublicNotice, public: bool) -> PublicNotice:
    """Show a standing notice to everybody, or to the members of the provider only."""
    notice = locked(notice)
    require(actor, "deals.publish_notice", notice)
    if not notice.is_standing:
        raise NoticeOver
    if notice.public != public:
        notice.public = public
        save(notice)
        tell(notice, "notice_shown", actor=person(actor))
    return notice
