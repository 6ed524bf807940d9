"""What people decide about sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.activity.actions import forget_record, record_event
from heliu.ingestion.feeds.choices import ItemKind, SourceState, Takeover
from heliu.ingestion.feeds.errors import SourceChanged, SourceGone, TooManySources
from heliu.ingestion.feeds.models import Source
from heliu.ingestion.feeds.readers import Reader, reader_of
from heliu.ingestion.feeds.readers.folders import check_folder
from heliu.kit.outside import OutsideError, parse_url
from heliu.kit.permissions import require

MOST_SOURCES = 100
"""Of one organisation, or of the installation."""

VERBS = {
    "source_added": gettext_lazy("Source added"),
    "source_edited": gettext_lazy("Source edited"),
    "source_paused": gettext_lazy("Source paused"),
    "source_resumed": gettext_lazy("Source taken up again"),
    "source_failing": gettext_lazy("A source cannot be read"),
}


@transaction.atomic
def add_source(
    *, actor: Actor, organisation: Organisation | None, kind: str, fields: Mapping[str, Any]
) -> Source:  # fmt: skip
    """Add a source, to be visited soon. Raises TooManySources, ValidationError."""
    require(actor, "ingestion.manage_sources", organisation)
    if organisation is not None:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Source.objects.filter(organisation=organisation).count() >= MOST_SOURCES:
        raise TooManySources(MOST_SOURCES)
    source = Source(organisation=organisation, kind=kind, created_by=person(actor))
    fill(source, fields)
    _take_note_of_takeover(source, actor, before=Takeover.REVIEW)
    source.next_due_at = timezone.now()
    source.full_clean()
    source.save()
    record_event(source, "source_added", actor=person(actor))
    return source


@transaction.atomic
def edit_source(*, actor: Actor, source: Source, version: int, fields: Mapping[str, Any]) -> Source:
    """Change some of ``Source.editable_fields`` of the version that the person has seen.

    Where ``version`` is no longer the newest nothing is written and SourceChanged says what is different. What is
    remembered of the last visit is forgotten where it is about another place.
    """
    source = locked(source)
    require(actor, "ingestion.manage_source", source)
    before = {name: getattr(source, name) for name in Source.editable_fields}
    fill(source, fields)
    changed = [name for name in Source.editable_fields if getattr(source, name) != before[name]]
    if source.version != version:
        raise SourceChanged([str(Source._meta.get_field(name).verbose_name) for name in changed])  # type: ignore[union-attr]
    if not changed:
        return source
    _take_note_of_takeover(source, actor, before=before["takeover"])
    if set(changed) & set(Source.place_fields):
        source.memory = {}
    if source.state == SourceState.ACTIVE:
        source.next_due_at = timezone.now() if source.memory == {} else source.due_after(timezone.now())
    source.version += 1
    source.full_clean()
    source.save()
    record_event(source, "source_edited", actor=person(actor), data={"changed": changed, "version": source.version})
    return source


@transaction.atomic
def pause_source(*, actor: Actor, source: Source) -> Source:
    """Visit it no more until somebody takes it up again."""
    source = locked(source)
    require(actor, "ingestion.manage_source", source)
    if source.state != SourceState.PAUSED:
        source.state, source.next_due_at = SourceState.PAUSED, None
        source.save(update_fields=["state", "next_due_at", "updated_at"])
        record_event(source, "source_paused", actor=person(actor))
    return source


@transaction.atomic
def resume_source(*, actor: Actor, source: Source) -> Source:
    """Visit it again, as soon as possible; also one that was given up."""
    source = locked(source)
    require(actor, "ingestion.manage_source", source)
    if source.state != SourceState.ACTIVE:
        source.state, source.failures, source.next_due_at = SourceState.ACTIVE, 0, timezone.now()
        source.save(update_fields=["state", "failures", "next_due_at", "updated_at"])
        record_event(source, "source_resumed", actor=person(actor))
    return source


@transaction.atomic
def delete_source(*, actor: Actor, source: Source) -> None:
    """Delete a source with its visits and findings. Records that were made of them stay."""
    source = locked(source)
    require(actor, "ingestion.manage_source", source)
    forget_record(source)
    source.delete()


def locked(source: Source) -> Source:
    """The source as it is now, held until the transaction ends."""
    found = Source.objects.select_for_update(of=("self",)).filter(pk=source.pk).first()
    if found is None:
        raise SourceGone
    return found


# -- what is filled in ------------------------------------------------------------------------------


def fill(source: Source, fields: Mapping[str, Any]) -> Reader:
    """Write the fields, checked by the reader of the source's kind, which is given. Raises ValidationError by field."""
    if unknown := set(fields) - set(Source.editable_fields):
        raise TypeError(f"A source has no editable field {sorted(unknown)[0]!r}.")
    for name, value in fields.items():
        setattr(source, name, value.strip() if isinstance(value, str) else value)
    return _check_place(source)


def _check_place(source: Source) -> Reader:
    """Make the source's place and settings those that its reader takes. Raises ValidationError by field."""
    reader = reader_of(source.kind)
    if reader is None:
        raise ValidationError({"kind": _("There is no such kind of source here.")})
    problems: dict[str, Any] = {}
    if source.item_kind not in reader.item_kinds:
        problems["item_kind"] = _("A source of this kind does not give that.")
    if source.item_kind == ItemKind.ORGANISATION and source.organisation_id is not None:
        problems["item_kind"] = _("Organisations are entered by the installation's own sources.")
    try:
        if reader.place == "folder":
            source.address, source.folder = "", check_folder(source.folder, source.organisation_id)
        else:
            source.folder = ""
            _check_address(source, reader)
    except ValidationError as error:
        problems[reader.place] = error
    try:
        options = reader.check(source.options, source.address, source.item_kind)
        source.address = options.pop("address", source.address)
        source.options = options
    except ValidationError as error:
        named = hasattr(error, "error_dict")
        words = [f"{name}: {' '.join(each)}" for name, each in error.message_dict.items()] if named else error.messages
        problems["options"] = words
    if problems:
        raise ValidationError(problems)
    return reader


def _check_address(source: Source, reader: Reader) -> None:
    if not source.address and not reader.needs_place:
        return
    try:
        parse_url(source.address)
    except OutsideError as error:
        raise ValidationError(error.message) from None


def _take_note_of_takeover(source: Source, actor: Actor, *, before: str) -> None:
    """Remember in whose name drafts are made: the owner's who said so for their own organisation."""
    if source.takeover == Takeover.REVIEW:
        source.takeover_by = None
    elif before != Takeover.DRAFTS:
        if person(actor) is None:
            raise ValidationError({"takeover": _("Only an owner of the organisation can say so.")})
        source.takeover_by = person(actor)
