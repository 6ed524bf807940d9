"""What the actions of public notices share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy, pgettext_lazy

from heliu.accounts.models import User
from heliu.accounts.selectors import owners_of
from heliu.activity.actions import record_event
from heliu.dealflow.actions import people_concerned
from heliu.deals.actions.steps import locked as locked_deal
from heliu.deals.models import Deal
from heliu.deals.notice.choices import NoticeKind, ObjectionState
from heliu.deals.notice.models import Objection, PublicNotice
from heliu.deals.notice.selectors import objectors_of

VERBS = {
    "notice_begun": pgettext_lazy("gongshi", "Public notice begun"),
    "notice_shown": pgettext_lazy("gongshi", "Readers of the public notice changed"),
    "notice_objected": pgettext_lazy("gongshi", "Objection: the public notice is stopped"),
    "notice_resumed": pgettext_lazy("gongshi", "The public notice goes on"),
    "notice_upheld": pgettext_lazy("gongshi", "The public notice was ended by an objection"),
    "notice_over": pgettext_lazy("gongshi", "The public notice has run to its end"),
    "notice_withdrawn": pgettext_lazy("gongshi", "Public notice withdrawn"),
    "objection_decided": gettext_lazy("Your objection was answered"),
}
"""What the events recorded here are called; registered with the timeline."""
ASKS = ("notice_objected",)
"""Of these, what somebody has to act upon."""


def locked(notice: PublicNotice) -> PublicNotice:
    """The notice as it is now, held until the transaction ends."""
    deal = locked_deal(notice.deal)
    found = PublicNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    found.deal = deal
    return found


def save(notice: PublicNotice) -> None:
    notice.full_clean()
    notice.save()


def tell(
    notice: PublicNotice, verb: str, *, actor: User | None = None, note: str = "", also: Iterable[User] = ()
) -> None:  # fmt: skip
    """Of a price into the timeline of the deal, and to those who look after it on either side.

    Nothing of what was objected, nor by whom: the other side reads this timeline. Of rewards into a timeline that is
    read inside the provider alone.
    """
    deal: Deal = notice.deal
    data = {"public_notice": notice.pk, "last_day": notice.last_day.isoformat()}
    told = {*owners_of(deal.provider), *also}
    if notice.kind == NoticeKind.PRICE:
        told.update(people_concerned(deal.introduction))
        record_event(deal, verb, actor=actor, note=note, data=data, notify=told)
    else:
        told.update([notice.begun_by] if notice.begun_by is not None else [])
        record_event(notice, verb, actor=actor, note=note, data=data, notify=told)


def answer_objectors(notice: PublicNotice, people: set[User] | None = None) -> None:
    """Tell those who objected that there is an answer."""
    told = objectors_of(notice) if people is None else people
    if told:
        record_event(notice, "objection_decided", data={"public_notice": notice.pk}, notify=told)


def close_objections(notice: PublicNotice, day: date) -> None:
    """With the notice the objections end that nobody has decided."""
    left = Objection.objects.filter(notice=notice, state=ObjectionState.OPEN)
    people = {one.made_by for one in left.select_related("made_by") if one.made_by is not None}
    if left.update(state=ObjectionState.MOOT, decided_on=day):
        answer_objectors(notice, people)


def finish(notice: PublicNotice) -> None:
    """Close a running notice whose last day has passed."""
    notice.finish()
    save(notice)
    tell(notice, "notice_over")
