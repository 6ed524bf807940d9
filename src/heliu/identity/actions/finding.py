"""Finding pairs that may be one: all of them at night, those of a changed record soon after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from heliu.accounts.models import Organisation
from heliu.catalog.choices import Tier
from heliu.catalog.models import RECORD_MODELS
from heliu.identity.adapters import (
    LIKELY,
    Index,
    changed_much,
    comparable_text,
    compare_records,
    entry_of,
    likely_pairs,
    load_index,
    reason_data,
    same_organisations,
    store_index,
)
from heliu.identity.choices import ORGANISATION, DuplicateState
from heliu.identity.models import Change, Duplicate
from heliu.identity.models.duplicates import GONE
from heliu.identity.selectors import models_of
from heliu.kit.jobs import enqueue

KINDS = (*RECORD_MODELS, ORGANISATION)
MOST_AT_ONCE = 500
"""Changed records from which on all are compared anew, as at night."""
Found = tuple[int, int, float, str, list[dict[str, Any]]]


def note_change(kind: str, pk: int) -> None:
    """Write down that a record has to be compared again."""
    note_changes([(kind, pk)])


def note_changes(records: Iterable[tuple[str, int]]) -> None:
    """The same for many, by kind and id; one job is asked for, however many are written."""
    rows = [Change(kind=kind, object_id=pk) for kind, pk in records]
    first = bool(rows) and not Change.objects.exists()
    Change.objects.bulk_create(rows, batch_size=500)
    if first:
        transaction.on_commit(partial(enqueue, "identity.check_changes"))


def changes_wait() -> bool:
    """Whether anything was written that has not been compared."""
    return Change.objects.exists()


def find_all_duplicates() -> int:
    """Compare all records of every kind; gives how many pairs are open then."""
    for kind in KINDS:
        # What is written from here on is compared again by the job that it asks for.
        seen = list(Change.objects.filter(kind=kind).values_list("pk", flat=True))
        _compare_all(kind)
        Change.objects.filter(pk__in=seen).delete()
    return Duplicate.objects.open().count()


def check_changes() -> int:
    """Compare what was written since with all others; gives how many records were looked at."""
    done = 0
    for kind in KINDS:
        rows = list(Change.objects.filter(kind=kind).values_list("pk", "object_id"))
        ids = {pk for _row, pk in rows}
        # Names of organisations are few, and looked up rather than compared: all of them is as soon done.
        index = load_index(kind) if ids and kind != ORGANISATION else None
        if ids and (index is None or len(ids) > MOST_AT_ONCE):
            _compare_all(kind)
        elif index is not None:
            _check(kind, ids, index)
            store_index(kind, index)
        Change.objects.filter(pk__in=[row for row, _pk in rows]).delete()
        done += len(ids)
    return done


def _compare_all(kind: str) -> None:
    found: list[Found]
    if kind == ORGANISATION:
        found = same_organisations()
    else:
        found, index = likely_pairs(_living(kind).iterator(chunk_size=2_000))
        store_index(kind, index)
    _keep(kind, found)
    _supersede(kind, {(left, right) for left, right, *_rest in found})


def _check(kind: str, ids: set[int], index: Index) -> None:
    living = {one.pk: one for one in _living(kind).filter(pk__in=ids)}
    for pk in ids:
        index.discard(str(pk))
    index.update(entry_of(record) for record in living.values())
    found: dict[tuple[int, int], Found] = {}
    for record in living.values():
        others = [int(one) for one in index.candidates(entry_of(record))]
        for other in _living(kind).filter(pk__in=others):
            left, right = sorted((record, other), key=lambda one: one.pk)
            if (left.pk, right.pk) in found:
                continue
            result = compare_records(left, right)
            if result.verdict in LIKELY:
                reasons = [reason_data(reason) for reason in result.reasons]
                found[left.pk, right.pk] = (left.pk, right.pk, result.score, result.verdict, reasons)
    _keep(kind, list(found.values()))
    _supersede(kind, set(found), Q(left_id__in=ids) | Q(right_id__in=ids))


def _living(kind: str) -> Any:
    """What is compared: records that are neither closed nor merged, organisations that are shown."""
    model = models_of(kind)
    if model is Organisation:
        return Organisation.objects.filter(is_active=True).order_by("pk")
    rows = model._default_manager.exclude(state__in=GONE).select_related("organisation").order_by("pk")
    return rows.prefetch_related("intellectual_property") if kind == "achievement" else rows


def _keep(kind: str, found: Iterable[Found]) -> None:
    """Write the pairs that were found, but for those that somebody decided."""
    found = list(found)
    for start in range(0, len(found), 500):
        batch = found[start : start + 500]
        ids = {pk for left, right, *_rest in batch for pk in (left, right)}
        records = {one.pk: one for one in _living(kind).filter(pk__in=ids)}
        for each in batch:
            left, right = records.get(each[0]), records.get(each[1])
            if left is not None and right is not None and _may_stand_together(left, right):
                _keep_one(kind, each, left, right)


def _may_stand_together(left: Any, right: Any) -> bool:
    """A confidential record is held against those of its own organisation alone."""
    if isinstance(left, Organisation):
        return True
    within = left.organisation_id == right.organisation_id
    return within or Tier.CONFIDENTIAL not in (left.tier, right.tier)


@transaction.atomic
def _keep_one(kind: str, found: Found, left: Any, right: Any) -> None:
    _left, _right, score, verdict, reasons = found
    values = {
        "score": score, "verdict": verdict, "reasons": reasons, "left_version": left.version,
        "right_version": right.version,
    }  # fmt: skip
    known = Duplicate.objects.select_for_update().filter(kind=kind, left_id=left.pk, right_id=right.pk).first()
    if known is None:
        Duplicate.objects.get_or_create(kind=kind, left_id=left.pk, right_id=right.pk, defaults=values)
        return
    if known.state == DuplicateState.APART and not _both_became_others(known, left, right):
        return
    if known.state == DuplicateState.MERGED:
        return
    if not known.is_open:
        values |= {"state": DuplicateState.OPEN, "decided_by": None, "decided_at": None, "note": ""}
    for name, value in values.items():
        setattr(known, name, value)
    known.save(update_fields=list(values))


def _both_became_others(known: Duplicate, left: Any, right: Any) -> bool:
    """Whether neither of the two is any longer largely what it was when somebody called them different."""
    if isinstance(left, Organisation):
        return left.name_zh != _then(left, known.left_version).name_zh and (
            right.name_zh != _then(right, known.right_version).name_zh
        )
    pairs = ((left, known.left_version), (right, known.right_version))
    return all(
        changed_much(comparable_text(_then(record, number)), comparable_text(record)) for record, number in pairs
    )


def _then(record: Any, version: int) -> Any:
    """The record as it was at a version; as it is now where that is not known."""
    rows = record.history.filter(version=version).order_by("history_date", "history_id")
    return rows.last() or record


def _supersede(kind: str, still: set[tuple[int, int]], among: Q | None = None) -> None:
    """Take open pairs that are no longer alike off the list; those that a person named only where one is gone."""
    rows = Duplicate.objects.open().filter(kind=kind)
    rows = rows if among is None else rows.filter(among)
    pairs = [row for row in rows if (row.left_id, row.right_id) not in still]
    ids = {pk for row in pairs for pk in (row.left_id, row.right_id)}
    living = set(_living(kind).filter(pk__in=ids).values_list("pk", flat=True))
    gone: Callable[[Duplicate], bool] = lambda row: not {row.left_id, row.right_id} <= living  # noqa: E731
    over = [row.pk for row in pairs if not row.by_hand or gone(row)]
    Duplicate.objects.open().filter(pk__in=over).update(state=DuplicateState.SUPERSEDED)
