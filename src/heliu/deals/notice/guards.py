"""What public notices ask for before a step of their deal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from heliu.deals.guards import register_guard
from heliu.deals.models import Deal
from heliu.deals.notice.choices import NoticeKind, NoticeState
from heliu.deals.notice.labels import undecided, why_not
from heliu.deals.notice.models import PublicNotice
from heliu.deals.notice.selectors import announces_price, latest_notice, need_of, standing_notices
from heliu.kit.workdays import local_day


def announced(deal: Deal) -> Iterator[str]:
    """Before the stage of the notice: that the rules ask for one, and that it is up."""
    need = need_of(deal, NoticeKind.PRICE, local_day())
    if need.answer is False:
        yield why_not(need)
    elif need.answer is None:
        yield undecided(need)
    else:
        latest = latest_notice(deal, NoticeKind.PRICE)
        if latest is None or not latest.is_standing:
            yield _("Begin the notice under “Public notices” on this page: the deal takes this step with it.")


def has_run(deal: Deal) -> Iterator[str]:
    """Before the contract: a notice that is needed has run to its end for this price, and no objection is open."""
    day = local_day()
    latest = latest_notice(deal, NoticeKind.PRICE)
    if latest is not None and latest.state == NoticeState.OBJECTED:
        yield _("An objection to the public notice has not been decided yet.")
        return
    need = need_of(deal, NoticeKind.PRICE, day)
    if need.answer is None:
        yield undecided(need)
    elif need.answer:
        yield from _run(deal, latest, day)


def _run(deal: Deal, latest: PublicNotice | None, day: date) -> Iterator[str]:
    if latest is None:
        yield _("The public notice of the price has not begun.")
    elif latest.state == NoticeState.UPHELD:
        yield _("An objection ended the public notice: another one has to run.")
    elif latest.state == NoticeState.WITHDRAWN:
        yield _("The public notice was withdrawn: another one has to run.")
    elif not announces_price(latest, deal):
        yield _("The price was changed after it was announced: another public notice has to run.")
    elif not latest.has_run(day):
        yield _("The public notice runs until %(day)s.") % {"day": latest.last_day.isoformat()}


def taken_down(deal: Deal) -> Iterator[str]:
    """Before the deal is closed: that nothing is still up, which would end with it."""
    if any(not notice.has_run(local_day()) for notice in standing_notices(deal)):
        yield _("A public notice is still up.")


def register() -> None:
    """Called once, when the application is ready."""
    register_guard("announce", announced)
    register_guard("contract", has_run)
    register_guard("close", taken_down)
