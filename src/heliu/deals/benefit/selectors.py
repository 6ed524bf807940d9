"""Reading benefit splits, each time for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet, Sum
from django.http import Http404

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import User
from heliu.activity.selectors import timeline_of
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.figures import unit_of
from heliu.deals.benefit.models import Approval, RewardPayment, Share, Split, SplitQuerySet, SplitVersion
from heliu.deals.choices import OVER
from heliu.deals.models import Deal
from heliu.deals.payments.choices import PaymentKind
from heliu.deals.payments.models import Receipt
from heliu.deals.payments.selectors import total
from heliu.deals.selectors import get_visible_deal
from heliu.kit.permissions import allowed

_DEAL = ("split__deal__provider", "split__deal__introduction")


def income_of(deal: Deal) -> Decimal | None:
    """What a new split is proposed to be about: the money that came in, or the deal amount while none has."""
    received = total(Receipt.objects.standing().filter(payment__deal=deal).exclude(payment__kind=PaymentKind.EQUITY))
    return received or deal.amount


def visible_splits(user: Any) -> SplitQuerySet:
    """Those of the organisations that a person is a member of, as providers."""
    return Split.objects.visible_to(user).select_related("deal__provider", "deal__introduction", "none_due_by")


def get_split_deal(user: Any, pk: int) -> Deal:
    """A deal whose split the person may see, whether there is one yet or not; "not found" for everybody else."""
    deal = get_visible_deal(user, pk)
    if not allowed(user, "deals.view_split", deal):
        raise Http404
    return deal


def split_of(deal: Deal) -> Split | None:
    return Split.objects.filter(deal=deal).select_related("deal__provider", "none_due_by").first()


def versions_of(split: Split) -> QuerySet[SplitVersion]:
    """Every version with its rows, the newest first."""
    rows = ("deductions", "shares", "approvals__user")
    return split.versions.select_related(*_DEAL, "author").prefetch_related(*rows).order_by("-number")


def version_in(split: Split | None, state: VersionState) -> SplitVersion | None:
    """The draft, or the version in force."""
    return versions_of(split).filter(state=state).first() if split is not None else None


def get_version(deal: Deal, number: int) -> SplitVersion:
    """A version of the split of a deal that the person may see, or "not found"."""
    split = split_of(deal)
    found = versions_of(split).filter(number=number).first() if split is not None else None
    if found is None:
        raise Http404
    return found


def changed_since(version: SplitVersion, edits: int) -> list[str]:
    """The names of what was edited in a draft after somebody read it; they stand in its timeline."""
    found = timeline_of(version.split).filter(verb="split_edited", data__version=version.number, data__edits__gt=edits)
    return [name for event in found for name in event.data["changed"]]


# -- payments -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the payment list: what a person gets by the version in force, has got, and is still due."""

    share: Share
    gross: Decimal
    paid: Decimal
    payments: list[RewardPayment]
    unit: Decimal

    @property
    def due(self) -> Decimal:
        return self.gross - self.paid

    @property
    def paid_on(self) -> date | None:
        """The day of the last payment, where nothing is due any more."""
        return self.payments[-1].paid_on if self.payments and not self.due else None


def paid_to(split: Split) -> dict[int, Decimal]:
    """Person → what they have got under all versions."""
    sums = split.payments.order_by().values("person").annotate(paid=Sum("amount"))
    return {row["person"]: row["paid"] for row in sums}


def payment_list(version: SplitVersion) -> list[Line]:
    """The lines of a version that was approved, in the order of its contributors."""
    made: defaultdict[int, list[RewardPayment]] = defaultdict(list)
    for payment in version.split.payments.select_related("marked_by", "version"):
        made[payment.person].append(payment)
    unit = unit_of(version)
    return [
        Line(
            share, _in_units(share.amount or Decimal(0), unit),
            _in_units(sum((one.amount for one in made[share.person]), Decimal(0)), unit), made[share.person],
            unit,
        )
        for share in version.shares.all()
    ]  # fmt: skip


def _in_units(amount: Decimal, unit: Decimal) -> Decimal:
    """The database keeps four decimals of everything."""
    return amount.quantize(unit)


# -- who approves ---------------------------------------------------------------------------------


def owners_of(deal: Deal) -> list[User]:
    """The active owners of the provider, who joined earlier first."""
    found = User.objects.filter(
        memberships__organisation=deal.provider_id, memberships__role=MemberRole.OWNER, is_active=True
    )
    return list(found.order_by("memberships__created_at", "pk"))


def benefits_from(user: Any, shares: Iterable[Share]) -> bool:
    """Whether a person gets a part: by their account; where no account is known, by their address or their name."""
    return any(
        share.user_id == user.pk
        if share.user_id is not None
        else share.email.lower() == user.email.lower() or (bool(user.name) and share.name == user.name)
        for share in shares
    )


@dataclass(frozen=True, slots=True)
class Signing:
    """Whose yes a draft still needs.

    An owner who gets nothing of it approves alone. Whoever gets a part of it approves only where no owner is without
    one: two of them together where there are two, and the one there is alone.
    """

    disinterested: list[User]
    interested: list[User]
    given: set[int]
    """Ids of those who have said yes."""

    def may_approve(self, user: Any) -> bool:
        """Who has said yes may again where that is enough by now: the other owner it waited for is one no more."""
        if user.pk in self.given and not self.is_complete(self.given):
            return False
        return any(one.pk == user.pk for one in self.disinterested or self.interested)

    def is_complete(self, given: set[int]) -> bool:
        """Whether these people together are enough."""
        if self.disinterested:
            return any(one.pk in given for one in self.disinterested)
        return len([one for one in self.interested if one.pk in given]) >= min(2, len(self.interested))

    @property
    def needs_two(self) -> bool:
        return not self.disinterested and len(self.interested) > 1


def signing_of(version: SplitVersion) -> Signing:
    owners, shares = owners_of(version.split.deal), list(version.shares.all())
    interested = [one for one in owners if benefits_from(one, shares)]
    given = {one.user_id for one in version.approvals.all() if one.user_id is not None}
    return Signing([one for one in owners if one not in interested], interested, given)


# -- a contributor's own --------------------------------------------------------------------------


def account_of(email: str) -> User | None:
    """The active account whose confirmed address this is. Nobody is told whether there is one."""
    if not email:
        return None
    address = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    found = address.select_related("user").first()
    return found.user if found is not None else None


@dataclass(frozen=True, slots=True)
class Reward:
    """One person's share, as they may see it: neither the deal's title nor anybody else's part."""

    number: str
    provider: str
    share: Share
    line: Line


def own_rewards(user: Any) -> list[Reward]:
    """A person's shares in versions in force, the newest first."""
    shares = Share.objects.visible_to(user).select_related("version__split__deal__provider").order_by("-pk")
    rewards = []
    for share in shares:
        split, unit = share.version.split, unit_of(share.version)
        made = list(split.payments.filter(person=share.person))
        paid = _in_units(sum((one.amount for one in made), Decimal(0)), unit)
        line = Line(share, _in_units(share.amount or Decimal(0), unit), paid, made, unit)
        rewards.append(Reward(split.deal.number, split.deal.provider.name, share, line))
    return rewards


def personal_rewards(user: User) -> dict[str, Any]:
    """What splits hold about a person, for the copy of their data: as a contributor of an approved version, and as who
    approved one or marked a payment. Drafts are the organisation's own thoughts, and are left out."""
    shares = Share.objects.filter(user=user).exclude(version__state=VersionState.DRAFT)
    marked = RewardPayment.objects.filter(marked_by=user).order_by("marked_at", "pk")
    return {
        "rewards": [
            {
                "deal": share.version.split.deal.number, "version": share.version.number, "name": share.name,
                "organisation": share.organisation, "contribution": share.role, "email": share.email,
                "main_contributor": share.is_main, "percentage": share.percentage, "amount": share.amount,
                "paid": list(
                    share.version.split.payments.filter(person=share.person, version=share.version)
                    .values("amount", "paid_on", "voucher")
                ),
            }
            for share in shares.select_related("version__split__deal").order_by("pk")
        ],
        "splits_approved": [
            {"deal": one.version.split.deal.number, "version": one.version.number, "at": one.at}
            for one in _approvals_by(user)
        ],
        "reward_payments_marked": list(marked.values("split__deal", "paid_on", "marked_at")),
    }  # fmt: skip


def _approvals_by(user: User) -> Iterable[Any]:
    return Approval.objects.filter(user=user).select_related("version__split__deal").order_by("at", "pk")


# -- for agenda and guard -------------------------------------------------------------------------


def drafts_of(user: Any) -> QuerySet[SplitVersion]:
    """Drafts of splits that the person writes as an owner of the provider, of deals that go on."""
    owned = Deal.objects.filter(provider__memberships__user=user, provider__memberships__role=MemberRole.OWNER).exclude(
        stage__in=OVER
    )
    found = SplitVersion.objects.filter(state=VersionState.DRAFT, split__deal__in=owned)
    return found.select_related(*_DEAL).order_by("created_at", "pk")


def unpaid_of(user: Any) -> QuerySet[SplitVersion]:
    """Versions in force of which somebody has not got everything, of providers that the person owns.

    Also of deals that are over: a reward is owed whatever became of the deal.
    """
    found = SplitVersion.objects.filter(
        state=VersionState.APPROVED, split__unpaid__gt=0, split__deal__provider__memberships__user=user,
        split__deal__provider__memberships__role=MemberRole.OWNER,
    )  # fmt: skip
    return found.select_related(*_DEAL)
