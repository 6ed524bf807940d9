"""Public notices on the page of their deal and in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.models import Event
from heliu.activity.verbs import register_class, register_link, register_verbs
from heliu.deals.facts.showing import shown
from heliu.deals.models import Deal
from heliu.deals.notice import agenda, guards
from heliu.deals.notice.actions.steps import ASKS, VERBS
from heliu.deals.notice.choices import NoticeKind
from heliu.deals.notice.labels import left_label, need_label, undecided, why_not
from heliu.deals.notice.models import PublicNotice
from heliu.deals.notice.selectors import Need, kinds_in_question, need_of
from heliu.kit.panels import register_panel
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day

MOST_ON_A_PAGE = 10


def notices_panel(request: HttpRequest, deal: Deal) -> dict[str, Any] | None:
    """For the provider whether a notice is needed and why, and the notices; for the other side until when it waits."""
    user: Any = request.user
    found = list(PublicNotice.objects.filter(deal=deal).order_by("-pk"))
    if not allowed(user, "deals.view_facts", deal):
        # The rewards of the provider's people are nobody else's business.
        found = [one for one in found if one.kind == NoticeKind.PRICE]
        return {"deal": deal, "rows": [_row(one) for one in found], "inside": False} if found else None
    day = local_day()
    needs = [] if deal.is_over else [_need(user, deal, kind, found) for kind in kinds_in_question(deal)]
    if not found and not needs:
        return None
    return {"deal": deal, "rows": [_row(one) for one in found], "needs": needs, "inside": True, "day": day}


def _row(notice: PublicNotice) -> dict[str, Any]:
    return {"notice": notice, "left": left_label(notice) if notice.stopped_on else ""}


def _need(user: Any, deal: Deal, kind: str, found: list[PublicNotice]) -> dict[str, Any]:
    need = need_of(deal, kind, local_day())
    stands = any(one.kind == kind and one.takes_objections(local_day()) for one in found)
    return {
        "label": NoticeKind(kind).label, "kind": kind, "answer": need.answer, "words": _words(need),
        "decisions": [(shown(one), need_label(one)) for one in need.decisions],
        "may_begin": need.answer and not stands and _is_time(deal, kind) and allowed(user, "deals.begin_notice", deal),
    }  # fmt: skip


def _words(need: Need) -> str:
    if need.answer is None:
        return undecided(need)
    return "" if need.answer else why_not(need)


def _is_time(deal: Deal, kind: str) -> bool:
    """Whether the deal stands where a notice of this kind begins."""
    return kind == NoticeKind.REWARD or deal.stage in ("priced", "notice")


def organisation_panel(request: HttpRequest, organisation: Any) -> dict[str, Any] | None:
    """On the page of an organisation: its standing notices, as far as the reader may read them."""
    user: Any = request.user
    found = PublicNotice.objects.visible_to(user).standing().filter(deal__provider=organisation).order_by("last_day")
    notices = list(found[:MOST_ON_A_PAGE])
    return {"notices": notices} if notices else None


def notice_link(event: Event, user: Any) -> str | None:
    """A notice to a person leads to the public notice, where they may read it."""
    found = PublicNotice.objects.visible_to(user).filter(pk=event.data.get("public_notice", 0)).first()
    return found.get_absolute_url() if found else None


def register() -> None:
    """Called once, when the application is ready."""
    register_verbs(VERBS)
    register_class(NoticeClass.ANSWER, *ASKS)
    for verb in VERBS:
        register_link(verb, notice_link)
    register_panel(
        "deal.detail", "deals/notice/panel.html", notices_panel, order=50,
        anchor="public-notices", title=pgettext_lazy("gongshi", "Public notices"),
    )  # fmt: skip
    register_panel("organisation.detail", "deals/notice/organisation.html", organisation_panel, order=70)
    guards.register()
    agenda.register()
