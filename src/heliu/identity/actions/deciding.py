"""What people say of a pair without merging it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor
from heliu.catalog.choices import Tier
from heliu.identity.actions.steps import Versions, decide, note_versions, refuse_changed
from heliu.identity.adapters import compare_records, reason_data
from heliu.identity.choices import DuplicateState
from heliu.identity.errors import NotMergeable
from heliu.identity.models import Duplicate, Proposal
from heliu.identity.models.duplicates import GONE
from heliu.identity.selectors import Pair
from heliu.kit.permissions import require


@transaction.atomic
def declare_apart(*, actor: Actor, pair: Pair, versions: Versions, note: str = "") -> Duplicate:
    """Say that the two are different ones; they are not asked about again unless both become others."""
    duplicate = Duplicate.objects.select_for_update().get(pk=pair.duplicate.pk)
    require(actor, "identity.declare_apart", pair)
    if not duplicate.is_open:
        raise NotMergeable
    refuse_changed(pair, versions)
    decide(duplicate, DuplicateState.APART, actor, note.strip())
    note_versions(duplicate, pair.left, pair.right)
    Proposal.objects.filter(duplicate=duplicate).delete()
    return duplicate


@transaction.atomic
def reopen_pair(*, actor: Actor, pair: Pair) -> Duplicate:
    """Take back that the two are different ones."""
    duplicate = Duplicate.objects.select_for_update().get(pk=pair.duplicate.pk)
    require(actor, "identity.declare_apart", pair)
    if duplicate.state != DuplicateState.APART:
        raise NotMergeable(_("This pair was not called different."))
    duplicate.state, duplicate.by_hand, duplicate.note = DuplicateState.OPEN, True, ""
    duplicate.decided_by = duplicate.decided_at = None
    duplicate.save(update_fields=["state", "by_hand", "note", "decided_by", "decided_at"])
    return duplicate


@transaction.atomic
def report_pair(*, actor: Actor, one: Any, other: Any) -> Duplicate:
    """Put two records of a kind, which the person reads in full, before those who decide, however alike they look."""
    if one.pk == other.pk or one.kind != other.kind:
        raise NotMergeable(_("Name two different records of one kind."))
    left, right = sorted((one, other), key=lambda record: record.pk)
    pair = Pair(Duplicate(kind=left.kind, left_id=left.pk, right_id=right.pk), left, right)
    require(actor, "identity.report_pair", pair)
    if left.state in GONE or right.state in GONE:
        raise NotMergeable
    if not pair.is_within_one and Tier.CONFIDENTIAL in (left.tier, right.tier):
        raise NotMergeable(_("A confidential record can only be held against one of its own organisation."))
    result = compare_records(left, right)
    duplicate, made = Duplicate.objects.select_for_update().get_or_create(
        kind=left.kind, left_id=left.pk, right_id=right.pk,
        defaults={
            "score": result.score, "verdict": result.verdict, "left_version": left.version,
            "right_version": right.version, "by_hand": True,
            "reasons": [reason_data(reason) for reason in result.reasons],
        },
    )  # fmt: skip
    if not made and duplicate.state == DuplicateState.SUPERSEDED:
        duplicate.state, duplicate.by_hand = DuplicateState.OPEN, True
        duplicate.save(update_fields=["state", "by_hand"])
    return duplicate
