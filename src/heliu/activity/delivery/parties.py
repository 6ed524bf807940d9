"""Whose affair an event is: to which organisations' channels it may go.

An organisation is concerned where the record is itself or its own, or where the event names it in its data
(``organisation``, ``park``). A record with several sides says so:

    register_parties(Introduction, lambda introduction: (introduction.from_organisation_id, …))

in ``AppConfig.ready()`` of the area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from heliu.accounts.models import Organisation

if TYPE_CHECKING:
    from heliu.activity.models import Event

Parties = Callable[[Any], Iterable[int | None]]

_parties: dict[type[Model], Parties] = {}


def register_parties(model: type[Model], parties: Parties) -> None:
    """Give the function that names the organisations (ids) of a record of this model."""
    _parties[model] = parties


def organisations_of(event: Event, record: Model) -> set[int]:
    """Ids of the organisations that an event about the record concerns."""
    named = {event.data.get(key) for key in ("organisation", "park")}
    if isinstance(record, Organisation):
        named.add(record.pk)
    elif type(record) in _parties:
        named.update(_parties[type(record)](record))
    else:
        named.add(getattr(record, "organisation_id", None))
    return {pk for pk in named if isinstance(pk, int)}
