"""Approving a draft, and saying that no reward is due."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.models import User
from heliu.deals.benefit.actions.steps import held, held_split, held_version, tell, tell_contributor
from heliu.deals.benefit.checking import gaps
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.comparing import labels_of
from heliu.deals.benefit.errors import ConflictOfInterest, NotReady, SplitEdited, SplitMoved, SplitThere
from heliu.deals.benefit.figures import Figures, figures_of
from heliu.deals.benefit.models import Approval, Share, Split, SplitVersion
from heliu.deals.benefit.selectors import account_of, benefits_from, changed_since, paid_to, signing_of, version_in
from heliu.deals.models import Deal
from heliu.kit.workdays import local_day


@transaction.atomic
def approve(*, actor: User, deal: Deal, edits: int) -> SplitVersion:
    """Say yes to the draft as it was read; in force once those have said yes whom ``selectors.Signing`` asks for.

    Raises SplitEdited where it was edited since, NotReady with all that is missing or below a floor that binds, and
    ConflictOfInterest.
    """
    deal = held(actor, deal)
    split = held_split(deal)
    draft = held_version(split, VersionState.DRAFT)
    if draft.edits != edits:
        raise SplitEdited(labels_of(changed_since(draft, edits)), draft.edits)
    _link_accounts(draft)
    figures = figures_of(draft)
    if missing := gaps(draft, figures, paid_to(split)):
        raise NotReady(missing)
    signing = signing_of(draft)
    if not signing.may_approve(actor):
        raise SplitMoved if actor.pk in signing.given else ConflictOfInterest
    benefits = benefits_from(actor, draft.shares.all())
    Approval.objects.update_or_create(version=draft, user=actor, defaults={"benefits": benefits})
    if not signing.is_complete(signing.given | {actor.pk}):
        tell(split, "split_seconded", actor, version=draft.number)
        return draft
    return _put_in_force(split, draft, figures, actor)


def _link_accounts(draft: SplitVersion) -> None:
    """Whoever made an account since the draft was written sees their share as well."""
    for share in draft.shares.all():
        if share.user_id is None and (user := account_of(share.email)) is not None:
            share.user = user
            share.save(update_fields=["user"])


def _put_in_force(split: Split, draft: SplitVersion, figures: Figures, actor: User) -> SplitVersion:
    split.versions.filter(state=VersionState.APPROVED).update(state=VersionState.REPLACED)
    paid = paid_to(split)
    shares: list[Share] = list(draft.shares.all())
    for share in shares:
        share.amount = figures.amounts[share.person]
        share.save(update_fields=["amount"])
    draft.state, draft.approved_at, draft.decided_on = VersionState.APPROVED, timezone.now(), local_day()
    draft.save()
    split.unpaid = sum(figures.amounts[share.person] > paid.get(share.person, 0) for share in shares)
    split.save(update_fields=["unpaid"])
    tell(split, "split_approved", actor, version=draft.number)
    for share in shares:
        tell_contributor(share, "own_reward_set", actor)
    return draft


@transaction.atomic
def say_none_due(*, actor: User, deal: Deal, reason: str) -> Split:
    """State that no reward is due, and why; only while there is no split."""
    deal = held(actor, deal)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why no reward is due.")})
    split, _made = Split.objects.get_or_create(deal=deal)
    split.deal = deal
    if split.none_due_reason or any(version_in(split, state) for state in (VersionState.DRAFT, VersionState.APPROVED)):
        raise SplitThere
    split.none_due_reason, split.none_due_by, split.none_due_at = reason.strip(), actor, timezone.now()
    split.full_clean()
    split.save()
    tell(split, "none_due_said", actor, note=split.none_due_reason)
    return split


@transaction.atomic
def take_back_none_due(*, actor: User, deal: Deal) -> Split:
    """Take the statement back."""
    deal = held(actor, deal)
    split = held_split(deal)
    if not split.none_due_reason:
        raise SplitMoved
    split.none_due_reason, split.none_due_by, split.none_due_at = "", None, None
    split.save()
    tell(split, "none_due_taken_back", actor)
    return split
