"""Which notices a deal needs, which there are, and who may read what of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import User
from heliu.accounts.permissions import memberships_of
from heliu.deals.facts.selectors import decisions
from heliu.deals.models import Deal
from heliu.deals.notice.choices import STANDING, NoticeKind, NoticeState, ObjectionState
from heliu.deals.notice.counting import Counting
from heliu.deals.notice.models import Objection, PublicNotice, PublicNoticeQuerySet
from heliu.kit.permissions import allowed
from heliu.rulebook.deciding import Decision


@dataclass(frozen=True, slots=True)
class Need:
    """Whether a deal needs a notice of a kind on a day: by any of the rules that announce it."""

    kind: str
    decisions: list[Decision]
    day: date

    @property
    def answer(self) -> bool | None:
        answers = [one.answer for one in self.decisions if one.version is not None]
        return True if True in answers else None if None in answers else False

    @property
    def deciding(self) -> list[str]:
        """Names of the facts that would decide."""
        return list(dict.fromkeys(name for one in self.decisions for name in one.deciding))

    @property
    def strictest(self) -> Decision:
        """Of the rules that ask for the notice the one whose last day is the latest."""
        asking = [one for one in self.decisions if one.answer]
        return max(asking, key=lambda one: Counting.of(one.version.parameters).last_day(self.day))  # type: ignore[union-attr]


def need_of(deal: Deal, kind: str, day: date) -> Need:
    """Whether the rules in force on the day, where the provider is, ask for a notice of this kind."""
    return Need(kind, [one for one in decisions(deal, "notice", day) if _announces(one) == kind], day)


def _announces(decision: Decision) -> str:
    """What a rule has announced, by its version of the day or its newest."""
    version = decision.version or decision.rule.versions[-1]
    return str(version.parameters.get("announces", ""))


def latest_notice(deal: Deal, kind: str) -> PublicNotice | None:
    """The last notice of this kind: only it counts, whatever ran before."""
    return PublicNotice.objects.filter(deal=deal, kind=kind).order_by("pk").last()


def announces_price(notice: PublicNotice, deal: Deal) -> bool:
    """Whether a notice announced the price that the deal has now."""
    return notice.price == deal.amount


def standing_notices(deal: Deal) -> PublicNoticeQuerySet:
    """Notices of a deal that are still up."""
    return PublicNotice.objects.filter(deal=deal).standing()


def due_ids(day: date) -> list[int]:
    """Running notices whose last day has passed."""
    found = PublicNotice.objects.filter(state=NoticeState.RUNNING, last_day__lt=day)
    return list(found.values_list("pk", flat=True))


# -- reading --------------------------------------------------------------------------------------


def visible_notices(user: Any) -> PublicNoticeQuerySet:
    """The notices that a person may read, with what a list shows of them."""
    return PublicNotice.objects.visible_to(user).select_related("deal__provider", "deal__introduction")


def get_visible_notice(user: Any, pk: int) -> PublicNotice:
    """The notice, or "not found"."""
    notice = visible_notices(user).filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def get_visible_objection(user: Any, notice: PublicNotice, pk: int) -> Objection:
    """An objection of a notice that the person may read, or "not found"."""
    for objection in seen_objections(user, notice):
        if objection.objection.pk == pk:
            return objection.objection
    raise Http404


@dataclass(frozen=True, slots=True)
class SeenObjection:
    """An objection as somebody may read it."""

    objection: Objection
    name: str
    """Who made it; empty for those who may not know."""
    is_readers: bool


def seen_objections(user: Any, notice: PublicNotice) -> list[SeenObjection]:
    """All of them for whoever acts for the provider, with names for its owners; for others their own."""
    found = notice.objections.select_related("made_by").order_by("pk")
    if not allowed(user, "deals.read_objections", notice):
        found = found.filter(made_by=user) if user.is_authenticated else found.none()
    names = allowed(user, "deals.name_objectors", notice)
    return [
        SeenObjection(
            _of(one, notice), str(one.made_by) if one.made_by and (names or one.made_by_id == user.pk) else "",
            one.made_by_id is not None and one.made_by_id == user.pk,
        )
        for one in found
    ]  # fmt: skip


def _of(objection: Objection, notice: PublicNotice) -> Objection:
    objection.notice = notice
    return objection


def objectors_of(notice: PublicNotice) -> set[User]:
    """Who objected and still has an account."""
    return {one.made_by for one in notice.objections.select_related("made_by") if one.made_by is not None}


# -- what waits for somebody ------------------------------------------------------------------------


def _owned(user: Any) -> list[int]:
    return [pk for pk, role in memberships_of(user).items() if role == MemberRole.OWNER]


def objections_to_decide(user: Any) -> Any:
    """Open objections that the person, as an owner, may decide."""
    found = Objection.objects.filter(state=ObjectionState.OPEN, notice__deal__provider__in=_owned(user))
    return found.exclude(made_by=user).select_related("notice").order_by("pk")


def notices_to_watch(user: Any) -> Any:
    """Standing notices that the person began, or whose deal they look after, as far as they may still read them."""
    mine = Q(begun_by=user) | Q(deal__owner=user) | Q(deal__manager=user)
    inside = PublicNotice.objects.visible_to(user).filter(mine, state__in=STANDING)
    return inside.order_by("last_day", "pk")


def personal_notices(user: User) -> dict[str, Any]:
    """What public notices hold about a person, for the copy of their data."""
    made = Objection.objects.filter(made_by=user).order_by("pk")
    decided = Objection.objects.filter(decided_by=user).order_by("pk")
    begun = PublicNotice.objects.filter(begun_by=user).order_by("pk")
    return {
        "objections": [
            {
                "public_notice": row.notice_id, "text": row.text, "state": row.state, "outcome": row.outcome,
                "made_on": row.made_on, "decided_on": row.decided_on,
            }
            for row in made
        ],
        "objections_decided": [
            {"public_notice": row.notice_id, "outcome": row.outcome, "decided_on": row.decided_on} for row in decided
        ],
        "public_notices_begun": [{"public_notice": row.pk, "deal": row.deal_id, "up_on": row.up_on} for row in begun],
    }  # fmt: skip


def kinds_in_question(deal: Deal) -> Iterator[str]:
    """The kinds of notice that belong to where the deal stands: of its price before it is signed, of rewards after."""
    yield NoticeKind.REWARD if deal.is_signed else NoticeKind.PRICE
