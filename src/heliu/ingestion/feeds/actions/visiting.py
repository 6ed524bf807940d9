"""Visits: queueing those that are due, running one, and what follows from how it ended.

    due ──queue──> queued ──claim──> running ──> done
                                        │  └───> failed ──> tried again later, in the end given up
                                        └── its worker was killed: claimed again once its lease has run out

Every source is visited by itself, in a job of its own: one that fails or hangs keeps no other from being visited.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import User
from heliu.accounts.selectors import owners_of
from heliu.activity.actions import record_event
from heliu.catalog.choices import State
from heliu.catalog.models import RECORD_MODELS
from heliu.ingestion.feeds.actions.deciding import decide_findings
from heliu.ingestion.feeds.actions.finding import Ledger
from heliu.ingestion.feeds.actions.sources import locked
from heliu.ingestion.feeds.choices import (
    OPEN_VISITS,
    RECORD_KINDS,
    FindingState,
    ItemKind,
    SourceState,
    Takeover,
    VisitState,
)
from heliu.ingestion.feeds.errors import UnderWay
from heliu.ingestion.feeds.models import Finding, Source, Visit
from heliu.ingestion.feeds.readers import Look, ReadingFailed, reader_of
from heliu.ingestion.feeds.schedule import next_try
from heliu.ingestion.fetching import FetchError, PoliteClient
from heliu.kit.jobs import enqueue
from heliu.kit.permissions import allowed, require

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a visit is held; it is longer than the longest that one thing takes."""
EVERY = 20
"""Things after which a visit says that it goes on."""
OFTEN = timedelta(minutes=1)
"""After so long it says so too: some hosts want a minute between two requests."""
LOST = timedelta(hours=1)
"""After so long a visit that nobody has begun counts as forgotten, and is queued again."""
SOON = timedelta(minutes=15)
"""After which a source is visited again that has more than one visit takes."""
MOST_ITEMS = 20_000
"""Of one visit."""

ClientOf = Callable[[Source], PoliteClient]


# -- queueing -------------------------------------------------------------------------------------


def queue_due_visits(now: datetime | None = None) -> int:
    """Queue a visit for every source that is due, and take up what a worker left behind. Often does no harm."""
    now = now or timezone.now()
    queued = sum(_queue(source, now) for source in Source.objects.due(now))
    return queued + _queue_again(now)


def _queue(source: Source, now: datetime, asked_by: User | None = None) -> bool:
    try:
        with transaction.atomic():
            visit = Visit.objects.create(source=source, created_at=now, asked_by=asked_by)
            transaction.on_commit(partial(enqueue, "ingestion.run_visit", visit.pk))
    except IntegrityError:
        return False  # One is open already.
    return True


def open_visit(source: Source, now: datetime) -> Visit:
    """The visit of a source that is open, or a new one that nobody is told of."""
    with transaction.atomic():
        held = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
        known = held.visits.filter(state__in=OPEN_VISITS).first()
        return known or Visit.objects.create(source=held, created_at=now)


def _queue_again(now: datetime) -> int:
    left = Visit.objects.filter(
        Q(state=VisitState.RUNNING, lease_until__lt=now) | Q(state=VisitState.QUEUED, created_at__lt=now - LOST)
    )
    found = list(left.values_list("pk", flat=True))
    for pk in found:
        # Whoever comes first claims it; the other job finds nothing to do.
        Visit.objects.filter(pk=pk, state=VisitState.QUEUED).update(created_at=now)
        enqueue("ingestion.run_visit", pk)
    return len(found)


@transaction.atomic
def ask_for_visit(*, actor: Actor, source: Source) -> Visit:
    """Visit a source as soon as possible, whatever its schedule. Raises UnderWay."""
    source = locked(source)
    require(actor, "ingestion.manage_source", source)
    if source.visits.filter(state__in=OPEN_VISITS).exists() or not _queue(source, timezone.now(), person(actor)):
        raise UnderWay
    return source.visits.get(state__in=OPEN_VISITS)


# -- running --------------------------------------------------------------------------------------


def run_visit(
    pk: int, *, clock: Callable[[], datetime] = timezone.now, client_of: ClientOf | None = None
) -> Visit | None:  # fmt: skip
    """Run a queued visit, or one whose worker was killed. None where somebody else has it, or it is over."""
    visit = _claim(pk, clock())
    if visit is None:
        return None
    source = visit.source
    client = client_of(source) if client_of else PoliteClient(memory=source.memory.get("validators"), clock=clock)
    ledger = Ledger(source, visit, clock())
    look = _look(source, client, clock())
    end = partial(_end, ledger, look, clock)
    try:
        _read(look, ledger, visit, clock)
        if look.whole:
            ledger.close()
        _draft(ledger, client, clock)
    except _Lost:
        return None
    except FetchError as error:
        return end(error.code, error.data, later=error.later)
    except ReadingFailed as error:
        return end(error.code, error.data)
    except Exception:
        logger.exception("Visit %d of source %d failed.", visit.pk, source.pk)
        return end("mistake", {})
    return end()


class _Lost(Exception):
    """Another worker has taken the visit over, or the source was deleted."""


@transaction.atomic
def _claim(pk: int, now: datetime) -> Visit | None:
    open_one = Q(state=VisitState.QUEUED) | Q(state=VisitState.RUNNING, lease_until__lt=now)
    held = Visit.objects.select_for_update(of=("self",)).select_related("source__organisation", "source__takeover_by")
    visit = held.filter(open_one, pk=pk).first()
    if visit is None:
        return None
    visit.state, visit.claim, visit.lease_until = VisitState.RUNNING, uuid.uuid4(), now + LEASE
    visit.started_at = visit.started_at or now
    visit.save(update_fields=["state", "claim", "lease_until", "started_at"])
    return visit


def _look(source: Source, client: PoliteClient, now: datetime) -> Look:
    return Look(
        address=source.address, folder=source.folder, organisation_id=source.organisation_id,
        item_kind=ItemKind(source.item_kind), settings=source.options, client=client, now=now, memory=source.memory,
    )  # fmt: skip


def _read(look: Look, ledger: Ledger, visit: Visit, clock: Callable[[], datetime]) -> None:
    reader = reader_of(ledger.source.kind)
    if reader is None:
        raise ReadingFailed("no_reader")
    told = clock()
    for number, item in enumerate(reader.read(look), start=1):
        if number > MOST_ITEMS:
            raise ReadingFailed("too_many", most=MOST_ITEMS)
        ledger.note(item)
        if number % EVERY == 0 or clock() - told > OFTEN:
            told = clock()
            _go_on(visit, ledger, look.client, told)


def _go_on(visit: Visit, ledger: Ledger, client: PoliteClient, now: datetime) -> None:
    """Hold the visit for longer, with the numbers so far."""
    numbers = {name: ledger.counts[name] for name in Visit.COUNTS} | {"requests": client.requests}
    mine = Visit.objects.filter(pk=visit.pk, claim=visit.claim, state=VisitState.RUNNING)
    if not mine.update(lease_until=now + LEASE, **numbers):
        raise _Lost


@transaction.atomic
def _end(
    ledger: Ledger, look: Look, clock: Callable[[], datetime], error: str = "", data: dict[str, Any] | None = None, *,
    later: float | None = None,
) -> Visit | None:  # fmt: skip
    """Write down how it ended, and when the source is visited next."""
    now = clock()
    source = Source.objects.select_for_update(of=("self",)).filter(pk=ledger.source.pk).first()
    visit = Visit.objects.filter(pk=ledger.visit.pk, claim=ledger.visit.claim, state=VisitState.RUNNING).first()
    if source is None or visit is None:
        return None
    for name in Visit.COUNTS:
        setattr(visit, name, ledger.counts[name])
    visit.state = VisitState.FAILED if error else VisitState.DONE
    visit.error, visit.error_data, visit.requests = error, data or {}, look.client.requests
    visit.ended_at, visit.lease_until = now, None
    visit.save()
    if source.version == ledger.source.version:
        # Edited meanwhile, it looks elsewhere now, and what is remembered of the old place is of no use.
        source.memory = source.memory | look.kept if error else _memory(look)
    if error:
        _failed(source, visit, now, later)
    else:
        source.failures, source.last_success_at = 0, now
        if source.state == SourceState.ACTIVE:
            source.next_due_at = now + SOON if look.more else source.due_after(now)
    source.save(update_fields=["failures", "last_success_at", "memory", "next_due_at", "state", "updated_at"])
    return visit


def _memory(look: Look) -> dict[str, Any]:
    return {**look.remembered, **look.kept, "validators": look.client.remembered}


def _failed(source: Source, visit: Visit, now: datetime, later: float | None) -> None:
    """Try again later; after so many failures in a row give up, and tell who looks after the source."""
    source.failures += 1
    if source.state != SourceState.ACTIVE:
        return
    if source.failures < settings.HELIU_INGEST_FAILURES:
        source.next_due_at = next_try(now, source.failures, later)
        return
    source.state, source.next_due_at = SourceState.FAILING, None
    data = {"error": visit.error, "data": visit.error_data}
    record_event(source, "source_failing", data=data, notify=in_charge_of(source))


def in_charge_of(source: Source) -> list[User]:
    """Who looks after a source."""
    if source.organisation is not None:
        return list(owners_of(source.organisation))
    return list(User.objects.filter(is_superuser=True, is_active=True))


# -- drafts by themselves -------------------------------------------------------------------------


def _draft(ledger: Ledger, client: PoliteClient, clock: Callable[[], datetime]) -> None:
    """Make drafts of what is new or changed, where an owner said so and still is one.

    A record that is not a draft any more is left to a person: what is published is never changed by itself.
    """
    source = ledger.source
    actor = source.takeover_by
    if source.takeover != Takeover.DRAFTS or actor is None or source.organisation is None:
        return
    if not allowed(actor, "ingestion.manage_source", source):
        return
    waiting = Finding.objects.filter(source=source, state=FindingState.WAITING, kind__in=RECORD_KINDS)
    for number, finding in enumerate(waiting.order_by("pk").iterator(), start=1):
        if finding.object_id is None or _is_draft(finding):
            # One that is refused waits for a person, who is told why when they accept it.
            outcome = decide_findings(actor=actor, findings=[(finding, finding.version)], accept=True)
            ledger.counts["drafted"] += outcome.done
        if number % EVERY == 0:
            _go_on(ledger.visit, ledger, client, clock())


def _is_draft(finding: Finding) -> bool:
    return RECORD_MODELS[finding.kind].objects.filter(pk=finding.object_id, state=State.DRAFT).exists()


def purge_visits(now: datetime | None = None) -> int:
    """Delete visits that ended longer ago than the setting keeps them; gives how many."""
    before = (now or timezone.now()) - timedelta(days=settings.HELIU_INGEST_DAYS)
    return Visit.objects.filter(ended_at__lt=before).delete()[1].get("ingestion.Visit", 0)
