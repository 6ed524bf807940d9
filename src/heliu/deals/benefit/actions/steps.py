"""What the actions of a split share: the lock, the permission, telling people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.activity.actions import record_event
from heliu.deals.actions.steps import locked
from heliu.deals.benefit import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.errors import SplitMoved
from heliu.deals.benefit.models import Share, Split, SplitVersion
from heliu.deals.benefit.selectors import owners_of, version_in
from heliu.deals.errors import StepNotPossible
from heliu.deals.models import Deal
from heliu.kit.permissions import require

VERBS = {
    "split_started": gettext_lazy("Benefit split begun"),
    "split_version_started": gettext_lazy("New version of the benefit split begun"),
    "split_edited": gettext_lazy("Draft of the benefit split edited"),
    "split_discarded": gettext_lazy("Draft of the benefit split discarded"),
    "split_seconded": gettext_lazy("Benefit split: first of two approvals"),
    "split_approved": gettext_lazy("Benefit split approved"),
    "none_due_said": gettext_lazy("No reward is due"),
    "none_due_taken_back": gettext_lazy("“No reward is due” taken back"),
    "reward_paid": gettext_lazy("Reward paid"),
    "reward_taken_back": gettext_lazy("Payment of a reward taken back"),
    "own_reward_set": gettext_lazy("Your share of a reward is set"),
    "own_reward_paid": gettext_lazy("Your reward is paid"),
}
"""What the events recorded here are called; registered with the timeline. They stand in the split's timeline, which the
provider's members alone read, and never in the deal's."""


def held(actor: Actor, deal: Deal, *, after_the_end: bool = False) -> Deal:
    """The deal, locked, for somebody who may write its split. The deal's row is the lock of all that belongs to it."""
    deal = locked(deal)
    require(actor, "deals.write_split", deal)
    if deal.is_over and not after_the_end:
        raise StepNotPossible(deal.get_stage_display())
    return deal


def held_split(deal: Deal) -> Split:
    """The split of a deal that is held; SplitMoved where it is gone."""
    found = Split.objects.filter(deal=deal).first()
    if found is None:
        raise SplitMoved
    found.deal = deal
    return found


def held_version(split: Split, state: VersionState) -> SplitVersion:
    """The draft or the version in force; SplitMoved where there is none."""
    found = version_in(split, state)
    if found is None:
        raise SplitMoved
    return found


def tell(split: Split, verb: str, actor: Actor, *, note: str = "", **data: Any) -> None:
    """Into the timeline of the split, and to the owners of the provider."""
    record_event(split, verb, actor=person(actor), note=note, data=data, notify=owners_of(split.deal))


def tell_contributor(share: Share, verb: str, actor: Actor) -> None:
    """To the contributor who has an account, of their own share. Members learn of it there too; the event says nothing
    of the others."""
    user: User | None = share.user
    if user is not None:
        record_event(share, verb, actor=person(actor), notify=[user])
