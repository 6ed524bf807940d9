"""Which notices a deal needs, by what is known of it, and what the guards make of that."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from heliu.accounts.models import Organisation
from heliu.deals.choices import ContractKind, Pricing, Stage
from heliu.deals.errors import SomethingMissing
from heliu.deals.guards import missing
from heliu.deals.notice.choices import NoticeKind
from heliu.deals.notice.errors import NoNoticeNeeded, NoticeUndecided
from heliu.deals.notice.models import PublicNotice
from heliu.deals.notice.selectors import need_of
from heliu.deals.tests.factories import case_at
from heliu.kit.workdays import local_day

pytestmark = pytest.mark.django_db
AGREED = {"pricing": Pricing.AGREEMENT}


def needed(case, kind: str = NoticeKind.PRICE) -> bool | None:
    return need_of(case.now(), kind, local_day()).answer


def test_a_price_by_agreement_at_a_public_body_is_announced():
    case = case_at(Stage.PRICED, **AGREED)
    assert needed(case) is False, "an enterprise"
    case.make_public_body()
    assert needed(case) is True
    for fields, answer in (
        ({"pricing": Pricing.EXCHANGE}, False), ({"pricing": Pricing.AGREEMENT}, True),
        ({"contract_kind": ContractKind.LICENCE}, True), ({"contract_kind": ContractKind.SERVICE}, None),
    ):  # fmt: skip
        case.say(**fields)
        assert needed(case) is answer, fields
    case.state(paid_in_shares=False)
    assert needed(case) is False, "a service paid in money"
    case.state(paid_in_shares=True)
    assert needed(case) is True, "an investment at a price"


def test_what_nobody_said_is_asked_for():
    case = case_at(Stage.PRICED, **AGREED)
    Organisation.objects.filter(pk=case.two.institute.pk).update(kind="university")
    assert needed(case) is None, "there are private universities"
    with translation.override("en"):
        [gap] = missing("contract", case.now())
        assert gap == (
            "Whether a public notice is needed is not known. The provider has to say: "
            "the provider is a research body or university founded by the state."
        )
        assert missing("announce", case.now()) == [gap]
        with pytest.raises(NoticeUndecided, match="founded by the state"):
            case.announce()
        case.state(provider_is_public=False)
        assert needed(case) is False
        assert missing("contract", case.now()) == []
        with pytest.raises(NoNoticeNeeded, match="founded by the state"):
            case.announce()
        [gap] = missing("announce", case.now())
        assert gap.startswith("No public notice is needed")
        assert "促进科技成果转化法第十八条" in gap
    assert case.take("contract").stage == Stage.CONTRACTED


def test_the_contract_waits_for_the_end_of_the_notice(calendar):
    calendar.set("2026-11-09")
    case = case_at(Stage.PRICED, **AGREED)
    case.make_public_body()
    with translation.override("en"):
        assert missing("contract", case.now()) == ["The public notice of the price has not begun."]
        assert missing("announce", case.now())[0].startswith("Begin the notice")
        notice = case.announce()
        assert case.now().stage == Stage.NOTICE
        assert (notice.price, notice.last_day, notice.days) == (Decimal("800000.00"), date(2026, 11, 24), 15)
        calendar.set("2026-11-24")
        assert missing("contract", case.now()) == ["The public notice runs until 2026-11-24."]
        with pytest.raises(SomethingMissing):
            case.take("contract")
        calendar.set("2026-11-25")
        assert missing("contract", case.now()) == []
        case.say(amount=Decimal(700000))
        assert missing("contract", case.now()) == [
            "The price was changed after it was announced: another public notice has to run."
        ]
        case.announce()
        assert missing("contract", case.now()) == ["The public notice runs until 2026-12-10."]
        calendar.set("2026-12-11")
    assert case.take("contract").stage == Stage.CONTRACTED


def test_rewards_are_announced_after_the_contract_and_count_working_days(calendar):
    calendar.set("2026-09-18")
    case = case_at(Stage.PERFORMING)
    with pytest.raises(NoNoticeNeeded):
        case.announce(NoticeKind.REWARD, rewards=[{"name": "王敏", "amount": "1"}])
    case.make_public_body()
    notice = case.announce(NoticeKind.REWARD, rewards=[{"name": " 王敏 ", "amount": "125000"}])
    assert (notice.first_day, notice.last_day) == (date(2026, 9, 20), date(2026, 10, 15))
    assert (notice.price, notice.rewards) == (None, [{"name": "王敏", "amount": "125000.00"}])
    assert case.now().stage == Stage.PERFORMING
    assert notice.instrument == "国科发政〔2018〕103号"


STRICTER = """
[rule]
name = "notice-of-price-here"
subject = "notice"
jurisdiction = "120000"
zh = "协议定价公示（示例省）"
en = "Notice of a price by agreement (example)"

[[version]]
instrument = "示例办法"
issuer = "示例"
valid_from = 2026-01-01
valid_to = 2026-12-31
source = "示例"
verified = true

[version.parameters]
announces = "price"
days = 20
counted = "working"
on_objection = "restart"

[[version.clause]]
id = "pricing"
article = "第一条"
zh = "通过协议定价"
en = "the price is agreed"
when = { fact = "pricing", is = "agreement" }
verified = true
"""


def test_of_several_rules_the_strictest_counts_and_one_that_ended_is_named(calendar, settings, tmp_path):
    settings.HELIU_RULES = tmp_path / "rules"
    Path(settings.HELIU_RULES).mkdir()
    (settings.HELIU_RULES / "here.toml").write_text(STRICTER, encoding="utf-8")
    calendar.set("2026-11-09")
    case = case_at(Stage.PRICED, **AGREED)
    assert needed(case) is True, "the rule of the place asks everybody"
    notice = case.announce()
    # 10-13, 16-20, 23-27 November, 30 November to 4 December, 7 December is the 20th working day.
    assert (notice.rule, notice.last_day, notice.on_objection) == ("notice-of-price-here", date(2026, 12, 7), "restart")
    other = case_at(Stage.PRICED, **AGREED)
    calendar.set("2027-02-01")
    assert needed(other) is False
    with translation.override("en"):
        [gap] = missing("announce", other.now())
        assert "founded by the state" in gap, "the rule of the country still says why"
    Organisation.objects.filter(pk=other.two.institute.pk).update(region="310000")
    calendar.set("2026-11-09")
    assert needed(other) is False, "the rule of another province does not hold"
    assert PublicNotice.objects.count() == 1
