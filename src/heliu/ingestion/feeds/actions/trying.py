"""Trying a source out: the first things it gives, without keeping anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.utils import timezone

from heliu.accounts.actors import Actor
from heliu.accounts.models import Organisation
from heliu.ingestion.feeds.actions.finding import Reading
from heliu.ingestion.feeds.actions.sources import fill
from heliu.ingestion.feeds.choices import ItemKind, Quarantine
from heliu.ingestion.feeds.errors import TrialFailed
from heliu.ingestion.feeds.models import Source
from heliu.ingestion.feeds.readers import Item, Look, ReadingFailed
from heliu.ingestion.feeds.values import Change, changes_between
from heliu.ingestion.feeds.wording import in_language, why
from heliu.ingestion.fetching import FetchError, Limits, PoliteClient
from heliu.kit.permissions import require

SHOWN = 10


def limits_of_trial() -> Limits:
    """A person waits for it."""
    usual = Limits.of_settings()
    return Limits(requests=15, seconds=25.0, bytes=usual.bytes, pause=usual.pause, timeout=10.0)


@dataclass(frozen=True, slots=True)
class Tried:
    """One thing as it would be found."""

    kind: str
    external_id: str
    title: str
    url: str
    fields: list[Change]
    reason: str
    """In words, where it would go into quarantine."""
    problems: list[str]


def try_source(
    *, actor: Actor, organisation: Organisation | None, kind: str, fields: Mapping[str, Any],
    clock: Callable[[], datetime] = timezone.now, client: PoliteClient | None = None,
) -> list[Tried]:  # fmt: skip
    """The first things that a source of these fields gives. Nothing is kept but the manners towards the host.

    Raises ValidationError, TrialFailed.
    """
    require(actor, "ingestion.manage_sources", organisation)
    source = Source(organisation=organisation, kind=kind)
    reader = fill(source, fields)
    client = client or PoliteClient(limits=limits_of_trial(), clock=clock)
    look = Look(
        address=source.address, folder=source.folder, organisation_id=source.organisation_id,
        item_kind=ItemKind(source.item_kind), settings=source.options, client=client, now=clock(),
    )  # fmt: skip
    found: list[Tried] = []
    try:
        for item in islice(reader.read(look), SHOWN):
            found.append(_tried(item))  # noqa: PERF401 - what came before an error is kept
    except (FetchError, ReadingFailed) as error:
        # What came before the limits of a trial were reached is what a person wants to see.
        if not found or error.code not in ("requests", "time"):
            raise TrialFailed(why(error.code, error.data)) from None
    return found


def _tried(item: Item) -> Tried:
    read = Reading.of(item)
    reason = str(Quarantine(read.reason).label) if read.reason else ""
    return Tried(
        item.kind, item.external_id, read.title, item.url, changes_between(item.kind, None, read.fields), reason,
        [words for problem in read.problems if (words := in_language(problem))],
    )  # fmt: skip
