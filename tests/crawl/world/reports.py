"""Reports of organisations, and what an owner wrote down for them."""

from __future__ import annotations

from decimal import Decimal

from heliu.accounts.tests.factories import fresh
from heliu.kit.workdays import local_day
from heliu.reports.actions import Stated, write_facts
from heliu.reports.choices import Fact

from .setting import GUEST, MEMBERS, OWNERS, Part, Setting


def yearly_facts(setting: Setting) -> Part:
    """A number with its source, of this year; and the report of the other organisation, of which nothing was said."""
    year = local_day().year
    facts = {Fact.RESEARCH_EXPENDITURE: Stated(Decimal("6543219876"), "qzsource")}
    write_facts(actor=fresh(setting.one(OWNERS)), organisation=setting.owner, year=year, facts=facts)
    return Part(
        dict.fromkeys(("qzsource", "6,543,219,876"), MEMBERS),
        {
            "/reports/": [setting.owner.pk, setting.home(GUEST).pk], "/reports/{}/": [year],
            "/reports/{}/{}/": ["technology_amount", "days_to_contract"],
        },
    )  # fmt: skip
