"""How an action tells higher features what happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.dispatch import Signal

from heliu.accounts.models import Organisation, User
from heliu.accounts.signals import organisation_changed
from heliu.kit.permissions import OPERATOR


def person(actor: Any) -> User | None:
    """The actor as a row that can be referred to; None for the installation's operator."""
    return None if actor is None or actor is OPERATOR else actor


def announce(
    signal: Signal, record: Model, *, actor: Any = None, note: str = "", data: dict[str, Any] | None = None,
    notify: Iterable[User] = (),
) -> None:  # fmt: skip
    """Send one of ``signals.ANNOUNCEMENTS``; a receiver that fails undoes the whole action."""
    signal.send(
        sender=type(record), record=record, actor=person(actor), note=note, data=data or {}, notify=list(notify)
    )  # fmt: skip


def announce_change(organisation: Organisation) -> None:
    """Say that what others keep of an organisation may be out of date."""
    organisation_changed.send(sender=Organisation, record=organisation)
