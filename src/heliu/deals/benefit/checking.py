"""What a draft still lacks before it can be approved, each thing in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from heliu.deals.benefit.choices import Basis, PoolKind, Route
from heliu.deals.benefit.figures import Figures, unit_of
from heliu.deals.benefit.floors import floors_of, objections
from heliu.deals.benefit.labels import quantity
from heliu.deals.benefit.models import SplitVersion
from heliu.deals.splitting import HUNDRED


def gaps(version: SplitVersion, figures: Figures, paid: Mapping[int, Decimal]) -> list[str]:
    """Nothing where the draft can be approved. ``paid`` says what people got under earlier versions."""
    found = [*_unsaid(version), *_wrong_pool(version, figures), *_wrong_shares(version, figures)]
    if not found:
        found += objections(version, floors_of(version, figures))
        found += [*_paid_too_much(version, figures, paid), *_taken_lines(version)]
    return found


def _unsaid(version: SplitVersion) -> Iterator[str]:
    wanted = ["basis"]
    if not version.is_equity:
        wanted.append("income")
    if version.basis in (Basis.OWN_RULE, Basis.AGREEMENT):
        wanted += ["rule_name", "rule_date"]
    by_amount = version.pool_kind == PoolKind.AMOUNT
    wanted.append("pool_amount" if by_amount else "pool_percentage")
    for name in wanted:
        if getattr(version, name) in (None, ""):
            label = str(SplitVersion._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            yield _("%(field)s is missing.") % {"field": capfirst(label)}
    if version.route == Route.OWN_USE and version.reward_years is None:
        yield _("Say for how many years in succession the reward is taken.")


def _wrong_pool(version: SplitVersion, figures: Figures) -> Iterator[str]:
    if figures.pool is None:
        return
    if not figures.pool:
        yield _("The pool is empty, so there is nothing to share: say instead that no reward is due, and why.")
    elif figures.income is not None and figures.pool > figures.income.net:
        yield _("The pool is more than the net income.")


def _wrong_shares(version: SplitVersion, figures: Figures) -> Iterator[str]:
    shares = list(version.shares.all())
    if not shares:
        yield _("Name the contributors.")
    elif figures.shared != HUNDRED:
        yield _("The shares add to %(sum)s %% and not to 100 %%.") % {"sum": figures.shared}
    if any(not share.name for share in shares):
        yield _("The name of a contributor is missing: they have deleted their account.")
    if shares and not any(share.is_main for share in shares):
        yield _("Mark who is a main contributor.")


def _paid_too_much(version: SplitVersion, figures: Figures, paid: Mapping[int, Decimal]) -> Iterator[str]:
    """Nobody has got more than a new version gives; a payment that was marked wrongly is taken back first."""
    earlier = {unit_of(payment.version) for payment in version.split.payments.select_related("version")}
    if earlier - {figures.unit}:
        yield _("Something was paid already, so it cannot be shared in another kind: money, shares, or per cent.")
        return
    names = {share.person: share.name for share in version.shares.all()}
    for person, amount in paid.items():
        if amount > figures.amounts.get(person, Decimal(0)):
            yield _(
                "%(name)s has been paid %(paid)s already, and this version gives less. Give as much, or take the "
                "payment back where it was marked by mistake."
            ) % {
                "name": names.get(person) or _("A contributor who is no longer in it"),
                "paid": quantity(amount.quantize(figures.unit), figures.unit),
            }


def _taken_lines(version: SplitVersion) -> Iterator[str]:
    """The line of somebody who was paid does not become another person's, who would take over what they got."""
    now = {share.person: share for share in version.shares.all()}
    payments = version.split.payments.select_related("version").prefetch_related("version__shares")
    for payment in {payment.person: payment for payment in payments}.values():
        was = next((share for share in payment.version.shares.all() if share.person == payment.person), None)
        share = now.get(payment.person)
        if was is None or share is None or was.name == share.name:
            continue
        if was.user_id is None or was.user_id != share.user_id:
            words = {"was": was.name, "name": share.name}
            yield _("%(was)s has been paid already, so %(name)s needs a line of their own.") % words
