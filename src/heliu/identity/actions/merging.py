"""Merging two records into one, and undoing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.catalog import actions as catalog
from heliu.catalog.actions.steps import people_behind
from heliu.catalog.choices import Tier
from heliu.catalog.origins import Origin, OriginKind, Origins
from heliu.identity.actions.steps import Versions, decide, hold, refuse_changed
from heliu.identity.choices import DuplicateState, Side
from heliu.identity.errors import NotUndoable
from heliu.identity.models import Duplicate, Merge, Proposal
from heliu.identity.selectors import Pair, records_of
from heliu.identity.values import chosen_fields, state_of, thawed, unchanged
from heliu.kit.permissions import require


@transaction.atomic
def merge_pair(*, actor: Actor, pair: Pair, keep: Side, choices: Mapping[str, str], versions: Versions) -> Merge:
    """Let one record of a pair stand for both, with the values that were chosen.

    Nothing is deleted: see ``catalog.actions.merge_record``. ``versions`` are those that the person has seen. Raises
    RecordsChanged, NotMergeable, ValidationError where the chosen values do not go together.
    """
    pair = hold(pair)
    require(actor, "identity.merge_pair", pair)
    return merge_held(actor, pair, keep, choices, versions)


def merge_held(actor: Actor, pair: Pair, keep: Side, choices: Mapping[str, str], versions: Versions) -> Merge:
    """The same for a pair that is held and about which the caller has asked."""
    refuse_changed(pair, versions)
    kept, gone = pair.on(keep), pair.on(keep.other)
    fields = chosen_fields(pair.left, pair.right, keep, choices)
    before = state_of(kept, list(fields))
    written = catalog.write_record(
        actor=actor, record=kept, version=kept.version, fields=fields, origins=_origins(gone, fields)
    )
    joined = catalog.merge_record(
        actor=actor, record=gone, into=written, notify=people_behind(gone), notify_into=people_behind(written)
    )
    decide(pair.duplicate, DuplicateState.MERGED, actor)
    Proposal.objects.filter(duplicate=pair.duplicate).delete()
    return Merge.objects.create(
        kind=pair.kind, kept_id=kept.pk, merged_id=gone.pk, duplicate=pair.duplicate, merged_by=person(actor),
        before=before, after=state_of(written, list(fields)), joined=asdict(joined),
    )  # fmt: skip


@transaction.atomic
def undo_merge(*, actor: Actor, merge: Merge) -> Merge:
    """Let both records stand for themselves again; what was merged is published again where it was.

    What the record that stayed took over goes back to what it was; what somebody has changed since stays and is named
    in ``left_as_is``. Raises NotUndoable.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.is_undone:
        raise NotUndoable(_("This merge was undone already."))
    kept, gone = catalog.locked_pair(*records_of(merge))
    require(actor, "identity.undo_merge", _as_pair(merge, kept, gone))
    if kept.is_merged:
        raise NotUndoable(_("The record that stayed was merged into another one since. Undo that merge first."))
    back, merge.left_as_is = unchanged(kept, merge.after)
    fields = {name: thawed(kept, name, merge.before[name]) for name in back}
    kept = catalog.write_record(
        actor=actor, record=kept, version=kept.version, fields=fields, origins=_origins(kept, ())
    )
    catalog.part_record(
        actor=actor, record=gone, into=kept, joined=catalog.Joined(**merge.joined), notify=people_behind(gone),
        notify_into=people_behind(kept),
    )  # fmt: skip
    merge.undone_by, merge.undone_at = person(actor), timezone.now()
    merge.save(update_fields=["undone_by", "undone_at", "left_as_is"])
    # The pair is asked about again: somebody may have chosen the wrong values only.
    Duplicate.objects.filter(pk=merge.duplicate_id or 0, state=DuplicateState.MERGED).update(
        state=DuplicateState.OPEN, decided_by=None, decided_at=None
    )
    return merge


def _as_pair(merge: Merge, kept: Any, gone: Any) -> Pair:
    left, right = (kept, gone) if kept.pk < gone.pk else (gone, kept)
    return Pair(Duplicate(kind=merge.kind, left_id=left.pk, right_id=right.pk), left, right)


def _origins(source: Any, fields: Any) -> Origins:
    """Where the fields come from: the merged record, named only where everybody may know its title."""
    name = str(source) if source.tier == Tier.PUBLIC and source.is_published else f"{source.kind} {source.pk}"
    origin = Origin(kind=OriginKind.MERGE, name=name, item=f"{source.kind} {source.pk}")
    return Origins(fields=dict.fromkeys(fields, origin))
