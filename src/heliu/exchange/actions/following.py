"""What goes out follows what is public: changes are noted with the change itself and looked at a moment later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from heliu.accounts.models import Organisation
from heliu.catalog.models import RECORD_MODELS, Achievement, Expert
from heliu.exchange.choices import MAIN_ENTITY
from heliu.exchange.items import Item, items_of
from heliu.exchange.models import Change, Exposure
from heliu.exchange.selectors import ORGANISATION
from heliu.kit.jobs import enqueue

BATCH = 200
"""Records compared in one transaction."""

Progress = Callable[[str, int, int], None]
"""Takes a kind, how many of its records were compared, and how many there are."""


def note(kind: str, pk: int) -> None:
    """Write down with a change itself that a record is to be compared; the worker is woken once that is kept."""
    Change.objects.create(kind=kind, object_id=pk)
    if not any(entry[1] is wake for entry in reversed(connection.run_on_commit)):
        transaction.on_commit(wake)


def note_pair(record: Any, other: tuple[str, int]) -> None:
    """Two records were merged, or parted: both, and the achievements of experts, say something else."""
    kind, pk = other
    note(record.kind, record.pk)
    note(kind, pk)
    if isinstance(record, Expert):
        for one in Achievement.objects.filter(team__in=[record.pk, pk]).order_by().distinct():
            note("achievement", one.pk)


def note_team(expert: Expert) -> None:
    """An expert is about to be deleted: achievements that name them will say something else."""
    for pk in expert.achievements.order_by().values_list("pk", flat=True):
        note("achievement", pk)


def wake() -> None:
    """Ask the worker to look at the notes."""
    enqueue("exchange.catch_up")


def catch_up() -> int:
    """Look at all notes; gives how many items are new, different or taken back."""
    changed = 0
    while True:
        with transaction.atomic():
            # In the order of writing: a second worker waits here for the first.
            notes = list(Change.objects.select_for_update().order_by("pk")[:BATCH])
            wanted: dict[str, set[int]] = {}
            for one in notes:
                wanted.setdefault(one.kind, set()).add(one.object_id)
            # Organisations and experts first: what names them is compared after them.
            for kind in (ORGANISATION, "expert", "achievement", "demand"):
                changed += _compare(kind, wanted.get(kind, set()))
            Change.objects.filter(pk__in=[one.pk for one in notes]).delete()
        if not notes:
            return changed


def rebuild(progress: Progress | None = None) -> int:
    """Compare everything that is in the catalog or ever went out; gives how many items differed."""
    changed = 0
    for kind in (ORGANISATION, *RECORD_MODELS):
        ids = _all_ids(kind)
        for start in range(0, len(ids), BATCH):
            with transaction.atomic():
                changed += _compare(kind, ids[start : start + BATCH])
            if progress is not None:
                progress(kind, min(start + BATCH, len(ids)), len(ids))
    return changed + catch_up()


def _all_ids(kind: str) -> list[int]:
    model: Any = Organisation if kind == ORGANISATION else RECORD_MODELS[kind]
    known = Exposure.objects.filter(kind=kind).order_by().values_list("object_id", flat=True)
    return sorted({*model.objects.order_by().values_list("pk", flat=True), *known})


def _compare(kind: str, ids: Iterable[int]) -> int:
    """Make the table say what goes out of these records now."""
    ids = list(ids)
    if not ids:
        return 0
    items = {item.identifier: item for item in items_of(kind, ids)}
    rows = {row.identifier: row for row in Exposure.objects.filter(kind=kind, object_id__in=ids)}
    # An id may have belonged to another record's part before; then that row is taken over.
    missing = [identifier for identifier in items if identifier not in rows]
    rows |= {row.identifier: row for row in Exposure.objects.filter(identifier__in=missing)}
    stamp = timezone.now().replace(microsecond=0)
    before = {identifier: _as_neighbour(row.content) for identifier, row in rows.items()}
    new = [_row(item, stamp) for identifier, item in items.items() if identifier not in rows]
    changed = [row for row in rows.values() if _update(row, items.get(row.identifier), stamp)]
    Exposure.objects.bulk_create(new, batch_size=BATCH)
    Exposure.objects.bulk_update(changed, ["content", "digest", "deleted", "datestamp"], batch_size=BATCH)
    told = [row for row in (*new, *changed) if before.get(row.identifier) != _as_neighbour(row.content)]
    _note_dependents(kind, _main_ids(kind, told))
    return len(new) + len(changed)


def _row(item: Item, stamp: datetime) -> Exposure:
    return Exposure(
        identifier=item.identifier, entity=item.entity, kind=item.kind, object_id=item.object_id, content=item.content,
        digest=item.digest, datestamp=stamp,
    )  # fmt: skip


def _update(row: Exposure, item: Item | None, stamp: datetime) -> bool:
    """Write into the row what the item says now, None being nothing; gives whether that is something else."""
    if item is None:
        if row.deleted:
            return False
        row.deleted, row.content, row.digest = True, {}, ""
    else:
        if row.digest == item.digest and not row.deleted:
            return False
        row.deleted, row.content, row.digest = False, item.content, item.digest
    row.datestamp = stamp
    return True


def _as_neighbour(content: dict[str, Any]) -> Any:
    """What other items say of this one, or take over from it."""
    return (content.get("name"), content.get("region")) if content else None


def _main_ids(kind: str, rows: Sequence[Exposure]) -> list[int]:
    return [row.object_id for row in rows if row.entity == MAIN_ENTITY[kind]]


def _note_dependents(kind: str, ids: Sequence[int]) -> None:
    """Note what names these records: all that an organisation has, the achievements of an expert."""
    if ids:
        Change.objects.bulk_create(_dependents(kind, ids), batch_size=500)


def _dependents(kind: str, ids: Sequence[int]) -> Iterator[Change]:
    if kind == ORGANISATION:
        for name, model in RECORD_MODELS.items():
            owned = model.objects.filter(organisation__in=ids).order_by().values_list("pk", flat=True)
            yield from (Change(kind=name, object_id=pk) for pk in owned)
    elif kind == "expert":
        named = Achievement.objects.filter(team__in=ids).order_by().values_list("pk", flat=True).distinct()
        yield from (Change(kind="achievement", object_id=pk) for pk in named)
