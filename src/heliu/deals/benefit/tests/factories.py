"""Benefit splits for tests, made by the actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress

from heliu.accounts.models import User
from heliu.accounts.tests.factories import fresh
from heliu.deals.benefit.actions import (
    DeductionLine,
    ShareLine,
    approve,
    edit_draft,
    mark_paid,
    start_split,
    start_version,
)
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.models import Split, SplitVersion
from heliu.deals.benefit.selectors import version_in
from heliu.deals.choices import Stage
from heliu.deals.tests.factories import Case, case_at

SAID: dict[str, Any] = {
    "basis": "own_rule", "rule_name": "科技成果转化管理办法", "rule_number": "校科〔2024〕12号",
    "rule_date": date(2024, 3, 1), "provider_is_public": True, "pool_percentage": Decimal("70.00"),
}  # fmt: skip
"""What a draft says beside the income that is proposed from the deal: 800,000 yuan."""
OFF = [DeductionLine("tax", "增值税附加", Decimal("48000.00")), DeductionLine("cost", "专利年费", Decimal("52000.01"))]
"""Net income 699,999.99, and of it 70 %: 489,999.99."""
THREE = [
    ShareLine("许国强", Decimal("33.34"), is_main=True, organisation="材料学院", role="发明人"),
    ShareLine("沈敏", Decimal("33.33"), is_main=True, organisation="材料学院"),
    ShareLine("周航", Decimal("33.33"), organisation="技术转移中心"),
]
"""Exactly 163,365.9966… and twice 163,316.9966…: rounding down leaves two fen, for the two larger remainders."""


@dataclass
class Shared:
    """A deal with its split, written by the provider's owner."""

    case: Case

    @property
    def deal(self) -> Any:
        return self.case.now()

    @property
    def owner(self) -> User:
        return fresh(self.case.two.seller_owner)

    @property
    def split(self) -> Split:
        return Split.objects.get(deal=self.case.deal)

    @property
    def draft(self) -> SplitVersion:
        found = version_in(self.split, VersionState.DRAFT)
        assert found is not None
        return found

    @property
    def force(self) -> SplitVersion:
        found = version_in(self.split, VersionState.APPROVED)
        assert found is not None
        return found

    def write(self, shares: Any = None, off: Any = None, **fields: Any) -> SplitVersion:
        edits = self.draft.edits
        return edit_draft(
            actor=self.owner, deal=self.deal, edits=edits, fields=fields, deductions=off, shares=shares
        )  # fmt: skip

    def approve(self, actor: User | None = None) -> SplitVersion:
        return approve(actor=fresh(actor) if actor else self.owner, deal=self.deal, edits=self.draft.edits)

    def renew(self, reason: str = "第二笔款到账") -> SplitVersion:
        return start_version(actor=self.owner, deal=self.deal, reason=reason)

    def pay(self, person: int, day: date = date(2026, 11, 25), **facts: Any) -> Any:
        return mark_paid(
            actor=self.owner, deal=self.deal, version=self.force.number, person=person, paid_on=day, **facts
        )  # fmt: skip

    def lines(self, version: SplitVersion) -> list[ShareLine]:
        """The shares of a version as they would be written again."""
        names = ShareLine.__dataclass_fields__
        return [ShareLine(**{name: getattr(one, name) for name in names}) for one in version.shares.all()]


def drafted(stage: str = Stage.PAID, *, shares: Any = THREE, off: Any = OFF, **said: Any) -> Shared:
    """A draft that can be approved, unless said otherwise."""
    shared = Shared(case_at(stage))
    start_split(actor=shared.owner, deal=shared.deal)
    shared.write(shares=shares, off=off, **{**SAID, **said})
    return shared


def approved(stage: str = Stage.PAID, **said: Any) -> Shared:
    shared = drafted(stage, **said)
    shared.approve()
    return shared


def known_by(user: User, percentage: str, *, is_main: bool = True) -> ShareLine:
    """A contributor by the confirmed address of their account."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return ShareLine(str(user), Decimal(percentage), is_main=is_main, email=user.email)
