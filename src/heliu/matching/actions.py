"""Telling the index what changed."""

from __future__ import annotations

from django.db.models import Model

from heliu.accounts.models import Organisation
from heliu.catalog.choices import State
from heliu.catalog.models import RECORD_MODELS
from heliu.matching.kinds import find_kind
from heliu.matching.models import IndexChange, IndexState


def note_change(record: Model) -> None:
    """Write down that the index has to look at a record again, in the transaction of the change itself."""
    kind = find_kind(record)
    if kind is not None and record.pk is not None:
        IndexChange.objects.create(kind=kind.name, object_id=record.pk)


def note_merge(record: Model, merged: tuple[str, int]) -> None:
    """Two records became one: look at what stays and at what is gone."""
    note_change(record)
    kind, pk = merged
    IndexChange.objects.create(kind=kind, object_id=pk)


def remember_organisation(organisation: Organisation) -> None:
    """Keep what an organisation gives to its records, as it was before a change."""
    before = Organisation.objects.filter(pk=organisation.pk).values_list("region", "is_active").first()
    organisation._in_index_before = before  # type: ignore[attr-defined]


def note_organisation(organisation: Organisation) -> None:
    """An organisation changed. Its records look different to the index where region or being shown did."""
    note_change(organisation)
    before = getattr(organisation, "_in_index_before", None)
    if before is None or before == (organisation.region, organisation.is_active):
        return
    IndexChange.objects.bulk_create(
        (
            IndexChange(kind=kind, object_id=pk)
            for kind, model in RECORD_MODELS.items()
            for pk in model.objects.filter(organisation=organisation, state=State.PUBLISHED).values_list(
                "pk", flat=True
            )
        ),
        batch_size=500,
    )


def index_state() -> IndexState:
    """The one row about the index, made when it is first asked for."""
    state, _ = IndexState.objects.get_or_create(pk=1)
    return state


def request_rebuild() -> None:
    """Ask the running writer to build the index anew from the catalog."""
    index_state()
    IndexState.objects.update(rebuild_wanted=True)
