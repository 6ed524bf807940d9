"""Deals for tests, opened by accepting an introduction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.models import Organisation
from heliu.accounts.tests.factories import fresh
from heliu.dealflow.actions import accept_introduction
from heliu.dealflow.tests.factories import Two, two
from heliu.deals.actions import edit_deal, take_step
from heliu.deals.benefit.actions import say_none_due
from heliu.deals.choices import ContractKind, Pricing, Stage
from heliu.deals.facts.actions import state_facts
from heliu.deals.facts.selectors import newest_statement
from heliu.deals.models import Deal
from heliu.deals.notice.actions import begin_notice
from heliu.deals.notice.actions.showing import Announcement
from heliu.deals.notice.choices import NoticeKind
from heliu.deals.notice.models import PublicNotice
from heliu.kit.workdays import local_day

SAID: dict[str, Any] = {
    "amount": Decimal("800000.00"), "technology_amount": Decimal("600000.00"), "pricing": Pricing.EXCHANGE,
    "contract_kind": ContractKind.TRANSFER, "signed_on": date(2026, 11, 20), "registration_number": "2026120001",
    "registered_on": date(2026, 11, 24),
}  # fmt: skip
"""Everything that the guards of a deal's own fields ask for."""
WAY = {
    Stage.NDA: "agree_nda", Stage.EVALUATION: "evaluate", Stage.TERM_SHEET: "agree_terms", Stage.PRICED: "price",
    Stage.NOTICE: "announce", Stage.CONTRACTED: "contract", Stage.REGISTERED: "register", Stage.PERFORMING: "perform",
    Stage.PAID: "settle", Stage.DISTRIBUTED: "distribute", Stage.CLOSED: "close",
}  # fmt: skip
"""Stage → the step that leads to it, in the order of the usual way."""


@dataclass
class Case:
    """A deal between two organisations, and their people."""

    deal: Deal
    two: Two

    def now(self) -> Deal:
        return Deal.objects.get(pk=self.deal.pk)

    def take(self, step: str, actor: Any = None, **facts: Any) -> Deal:
        """The provider's owner takes it, unless said otherwise; they may take all."""
        return take_step(actor=fresh(actor or self.two.seller_owner), deal=self.deal, step=step, **facts)

    def say(self, **fields: Any) -> Deal:
        now = self.now()
        return edit_deal(actor=fresh(self.two.seller_owner), deal=now, version=now.version, fields=fields)

    def state(self, **values: Any) -> None:
        """The provider's owner states facts for taxes and notices."""
        newest = newest_statement(self.deal)
        version = newest.version if newest is not None else 0
        state_facts(actor=fresh(self.two.seller_owner), deal=self.deal, version=version, values=values)

    def announce(self, kind: str = NoticeKind.PRICE, actor: Any = None, **words: Any) -> PublicNotice:
        """Put a public notice up; with the first one of its price the deal stands at the notice."""
        said = {"title": "低温高韧性铸件工艺", **words}
        return begin_notice(
            actor=fresh(actor or self.two.seller_owner), deal=self.deal, kind=kind, announcement=Announcement(**said)
        )

    def owe_nobody(self) -> None:
        """Let the provider's owner say that there is no reward to share."""
        say_none_due(actor=fresh(self.two.seller_owner), deal=self.now(), reason="职务成果约定不另行奖酬")

    def let_notice_run(self) -> None:
        """Let the last day of the standing notice have passed."""
        PublicNotice.objects.filter(deal=self.deal).standing().update(last_day=local_day() - timedelta(days=1))

    def make_public_body(self) -> None:
        """Let the provider be a university of the state, whose price by agreement is announced."""
        Organisation.objects.filter(pk=self.two.institute.pk).update(kind=OrganisationKind.UNIVERSITY)
        self.state(provider_is_public=True, provider_is_nonprofit=True)


def open_case(kind: str = "achievement", **demand: Any) -> Case:
    """A deal at its first stage: the buyer asked and the seller accepted."""
    pair = two(kind, **demand)
    introduction = accept_introduction(actor=fresh(pair.seller), introduction=pair.introduce())
    return Case(Deal.objects.get(introduction=introduction), pair)


def case_at(stage: str, **facts: Any) -> Case:
    """A deal that went the usual way up to a stage; ``facts`` are said of it before.

    At the notice it is one of a university with a price by agreement; to what comes after, the notice is skipped.
    """
    case = open_case()
    if stage == Stage.NOTICE:
        case.make_public_body()
        facts = {"pricing": Pricing.AGREEMENT, **facts}
    case.say(**{**SAID, **facts})
    for reached, step in WAY.items():
        if case.now().stage == stage:
            break
        if reached == Stage.NOTICE:
            if stage != Stage.NOTICE:
                continue
            case.announce()
        else:
            if reached == Stage.DISTRIBUTED:
                case.owe_nobody()
            case.take(step)
        assert case.now().stage == reached
    return case
