"""Writing what a record says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation, User
from heliu.activity.actions import forget_record, record_event
from heliu.catalog.access.actions import forget_requests
from heliu.catalog.actions.errors import EditConflict, NotPossible
from heliu.catalog.actions.steps import AnyRecord, announce, locked, save, transit
from heliu.catalog.models import Achievement, Expert, IntellectualProperty, Record, Work
from heliu.catalog.origins import BY_HAND, Origins
from heliu.catalog.selectors import changes_since_version, record_model
from heliu.catalog.signals import record_withdrawn, record_written
from heliu.kit.permissions import require

PART_MODELS: dict[str, Any] = {"works": Work, "intellectual_property": IntellectualProperty}
MOST_PARTS = 500


@transaction.atomic
def create_record(
    *, actor: Actor, kind: str, organisation: Organisation, fields: Mapping[str, Any], publish: bool = False,
    origins: Origins = BY_HAND,
) -> Any:  # fmt: skip
    """Write a new record as a draft of ``organisation``.

    ``fields`` holds columns of ``Record.editable_fields()``, lists of rows for the names in
    ``part_fields``, and ids for those in ``link_fields``. ``publish`` skips the review, which only
    the installation's own commands may. ``origins`` tell where the fields came from.
    """
    require(actor, "catalog.add_record", organisation)
    if publish:
        require(actor, "catalog.publish_directly")
    model = record_model(kind)
    record = model(organisation=organisation, created_by=person(actor), illustrative=organisation.illustrative)
    columns, parts, links = _sorted_fields(model, fields)
    for name, value in columns.items():
        setattr(record, name, value)
    if publish:
        transit(record, record.release)
    record.full_clean()
    save(record, actor, "created")
    _write_parts(record, parts)
    _write_links(actor, record, links)
    record_event(record, "published" if publish else "created", actor=person(actor), data={"version": record.version})
    record_written.send(model, record=record, fields=list(fields), actor=person(actor), origins=origins)
    announce(record, was_findable=False)
    return record


@transaction.atomic
def edit_record(
    *, actor: Actor, record: AnyRecord, version: int, fields: Mapping[str, Any], origins: Origins = BY_HAND
) -> AnyRecord:
    """Change some fields of the version the person has seen; nothing happens where nothing differs.

    A published record stays published and is announced anew. Where ``version`` is no longer the
    newest, nothing is written and EditConflict tells what the other person changed.
    """
    record = locked(record)
    require(actor, "catalog.edit_record", record)
    return write_record(actor=actor, record=record, version=version, fields=fields, origins=origins)


def write_record(
    *, actor: Actor, record: AnyRecord, version: int, fields: Mapping[str, Any], origins: Origins
) -> AnyRecord:
    """What ``edit_record`` does with a locked record, for callers that have asked by a rule of their own."""
    if record.version != version:
        raise EditConflict(record, changes_since_version(record, version))
    was_findable = record.is_findable
    columns, parts, links = _sorted_fields(type(record), fields)
    changed = [name for name, value in columns.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, columns[name])
    record.changed_by_hand(changed)
    record.full_clean()
    changed += _write_parts(record, parts)
    changed += _write_links(actor, record, links)
    if not changed:
        return record
    record.version += 1
    save(record, actor, "edited")
    data = {"version": record.version, "changed": changed}
    record_event(record, "edited", actor=person(actor), data=data)
    record_written.send(type(record), record=record, fields=changed, actor=person(actor), origins=origins)
    announce(record, was_findable=was_findable)
    return record


@transaction.atomic
def delete_record(*, actor: Actor, record: Record) -> None:
    """Delete a draft with its history, timeline and files. The operator may delete in any state.

    Raises NotPossible where a higher area has built something on it that outlives it.
    """
    record = locked(record)
    require(actor, "catalog.delete_record", record)
    if record.is_findable:
        record_withdrawn.send(type(record), record=record)
    for attachment in record.attachments.all():  # type: ignore[attr-defined]
        transaction.on_commit(partial(attachment.file.storage.delete, attachment.file.name))
    forget_requests(record)
    history = type(record).history.filter(id=record.pk)  # type: ignore[attr-defined]
    forget_record(record)
    record.skip_history_when_saving = True  # type: ignore[attr-defined]
    try:
        record.delete()
    except (ProtectedError, RestrictedError):
        raise NotPossible(_("Something was built on this record, so it stays. Close it instead.")) from None
    history.delete()


def _sorted_fields(
    model: type[Record], fields: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Columns, parts and links of what a caller wants to write; an unknown name is a mistake of the caller."""
    unknown = set(fields) - set(model.editable_fields()) - set(model.part_fields) - set(model.link_fields)
    if unknown:
        raise TypeError(f"{model.__name__} has no editable field {sorted(unknown)[0]!r}.")
    columns = {name: _unified(fields[name]) for name in model.editable_fields() if name in fields}
    parts = {name: fields[name] for name in model.part_fields if name in fields}
    return columns, parts, {name: fields[name] for name in model.link_fields if name in fields}


def _unified(value: Any) -> Any:
    """Text with plain line ends: a browser sends others, and would seem to have changed every text."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _write_parts(record: Record, parts: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """Make the rows of each part those given; gives the names of the parts in which anything differed."""
    changed = []
    for name, rows in parts.items():
        columns = record.part_fields[name]
        manager = getattr(record, name)
        if len(rows) > MOST_PARTS:
            raise ValidationError({name: _("At most %(number)d rows.") % {"number": MOST_PARTS}})
        old = list(manager.order_by("pk"))
        new = []
        for place, row in enumerate(rows, start=1):
            part = PART_MODELS[name](
                **{manager.field.name: record}, **{c: _unified(row[c]) for c in columns if c in row}
            )
            try:
                part.full_clean(exclude=[manager.field.name])
            except ValidationError as error:
                problems = [f"{place}: {message}" for message in error.messages]
                raise ValidationError({name: problems}) from None
            new.append(part)
        if [[getattr(part, c) for c in columns] for part in old] == [
            [getattr(part, c) for c in columns] for part in new
        ]:
            continue
        manager.all().delete()
        manager.bulk_create(new)
        changed.append(name)
    return changed


def _write_links(actor: Actor, record: Record, links: Mapping[str, Iterable[int]]) -> list[str]:
    """Make the team those experts. Others' experts are not put on a team from here; whom the person
    cannot see stays on it, since they could not have meant to take them off.
    """
    if "team" not in links or not isinstance(record, Achievement):
        return []
    before = set(record.team.values_list("pk", flat=True))
    wanted = set(links["team"])
    known = set(Expert.objects.filter(pk__in=wanted, organisation=record.organisation).values_list("pk", flat=True))
    if strangers := wanted - known - before:
        raise ValidationError({"team": _("No expert of this organisation: %(id)d") % {"id": min(strangers)}})
    if isinstance(actor, User):
        seen = Expert.objects.visible_to(actor).filter(pk__in=before).values_list("pk", flat=True)
        wanted |= before - set(seen)
    if wanted == before:
        return []
    record.team.set(wanted)
    return ["team"]
