"""Writing planned rows in bulk, with everything that writing them one by one would leave behind.

History rows, events of the timeline and signals are those of the actions ``create_record`` and
``edit_record``; only their number of statements is smaller. Whoever asked for review is told of the
whole file once, not of every record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from heliu.accounts.actors import Actor, person
from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation, User
from heliu.accounts.signals import organisation_changed, organisation_edited, organisation_registered
from heliu.activity.models import Event, Notice
from heliu.catalog.actions.steps import announce
from heliu.catalog.imports.planning import CREATED, UPDATED, Plan
from heliu.catalog.origins import Origins, Written
from heliu.catalog.signals import records_written

BATCH = 500


def write_records(plans: Sequence[Plan], actor: Actor, *, origins: Origins) -> None:
    """Write created and updated records with history, events and signals; ``origins`` name their file."""
    changed = [plan for plan in plans if plan.action in (CREATED, UPDATED)]
    if not changed:
        return
    model = type(changed[0].record)
    for plan in changed:
        if plan.action == UPDATED and plan.changed:
            plan.record.version += 1
    _insert(model, [plan.record for plan in changed if plan.action == CREATED], actor)
    _update(model, [plan.record for plan in changed if plan.action == UPDATED], actor)
    content_type = ContentType.objects.get_for_model(model)
    Event.objects.bulk_create(
        [
            Event(
                content_type=content_type, object_id=plan.record.pk, verb=verb, actor=person(actor),
                data=_event_data(plan, verb),
            )
            for plan in changed
            for verb in plan.events
        ],
        batch_size=BATCH,
    )  # fmt: skip
    written = [_written(plan, origins) for plan in changed if plan.action == CREATED or plan.changed]
    records_written.send(model, written=written, actor=person(actor))
    for plan in changed:
        announce(plan.record, was_findable=plan.was_findable)


def _written(plan: Plan, origins: Origins) -> Written:
    """Which fields the file gave; of a new record the source as well, which is the file's name where no column says."""
    fields = plan.changed if plan.action == UPDATED else list({"source": None, **plan.entry.fields})
    item = plan.entry.fields.get("external_id") or f"#{plan.entry.row}"
    return Written(plan.record, fields, origins, item)


def write_organisations(plans: Sequence[Plan], actor: Actor) -> None:
    """Write created and updated organisations and announce them."""
    created = [plan for plan in plans if plan.action == CREATED]
    updated = [plan for plan in plans if plan.action == UPDATED]
    insert_organisations([plan.record for plan in created], actor)
    for plan in updated:
        plan.record.version += 1
    _update(Organisation, [plan.record for plan in updated], actor)
    for plan in updated:
        _announce_organisation(organisation_edited, plan.record, actor, {"fields": plan.changed})


def insert_organisations(organisations: Sequence[Organisation], actor: Actor) -> None:
    """Write new organisations, for others to claim, and announce them."""
    _insert(Organisation, organisations, actor)
    for organisation in organisations:
        _announce_organisation(organisation_registered, organisation, actor, {})


def _announce_organisation(signal: Any, organisation: Organisation, actor: Actor, data: dict[str, Any]) -> None:
    signal.send(sender=Organisation, record=organisation, actor=person(actor), note="", data=data, notify=[])
    organisation_changed.send(sender=Organisation, record=organisation)


def tell_reviewers(plans: Iterable[Plan], number: int, file_name: str) -> None:
    """One notice to each reviewer for a file, at the first record it put before them."""
    plan = next((plan for plan in plans if "submitted" in plan.events), None)
    if plan is None:
        return
    event = Event.objects.filter(
        content_type=ContentType.objects.get_for_model(plan.record), object_id=plan.record.pk, verb="submitted"
    ).latest("pk")
    event.note, event.data = file_name, {**event.data, "records": number}
    event.save(update_fields=["note", "data"])
    reviewers = User.objects.filter(is_active=True, role_grants__role=PlatformRole.REVIEWER).exclude(
        memberships__organisation=plan.record.organisation
    )
    Notice.objects.bulk_create([Notice(recipient=reviewer, event=event) for reviewer in reviewers.distinct()])


def _event_data(plan: Plan, verb: str) -> dict[str, Any]:
    data: dict[str, Any] = {"version": plan.record.version, "import": True}
    return data | ({"changed": plan.changed} if verb == "edited" else {})


def _insert(model: Any, rows: Sequence[Any], actor: Actor) -> None:
    if rows:
        model.objects.bulk_create(rows, batch_size=BATCH)
        _remember(model, rows, actor, "created", update=False)


def _update(model: Any, rows: Sequence[Any], actor: Actor) -> None:
    """Write whole rows over those with the same id; much faster than one UPDATE, or one CASE, a row."""
    if not rows:
        return
    fixed = {"id", "created_at"}
    names = [one.name for one in model._meta.concrete_fields if one.name not in fixed]
    created = [row.created_at for row in rows]
    for row in rows:
        row.updated_at = timezone.now()
    model.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=names
    )  # fmt: skip
    for row, moment in zip(rows, created, strict=True):
        row.created_at = moment  # Inserting has set it anew on the object, though not in the table.
    _remember(model, rows, actor, "edited", update=True)


def _remember(model: Any, rows: Sequence[Any], actor: Actor, verb: str, *, update: bool) -> None:
    model.history.bulk_history_create(
        rows, batch_size=BATCH, update=update, default_user=person(actor), default_change_reason=verb
    )  # fmt: skip
