"""What the worker does with a page: fetch, read, understand, keep."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from heliu.activity.actions import record_event
from heliu.ingestion.fetching import FetchError
from heliu.ingestion.pages.actions.adding import store_version
from heliu.ingestion.pages.actions.steps import locked
from heliu.ingestion.pages.adapters import Found, Reading, Understood, Unreadable, read_bytes, understand_text
from heliu.ingestion.pages.choices import Decision, PageState, Step
from heliu.ingestion.pages.errors import PageGone
from heliu.ingestion.pages.fetching import Fetched, fetch_page
from heliu.ingestion.pages.linking import Target, link
from heliu.ingestion.pages.models import (
    LONGEST_MENTION,
    LONGEST_NAME,
    LONGEST_TITLE,
    DraftedRecord,
    Mention,
    Page,
    PageVersion,
)

logger = logging.getLogger(__name__)


def run_reading(page_pk: int, turn: int) -> None:
    """Read a page that was handed in; nothing where it was started anew, or deleted, meanwhile.

    Fetching and reading take their time and hold no lock. Whatever goes wrong is kept with the page.
    """
    page = Page.objects.filter(pk=page_pk, turn=turn, state=PageState.WAITING).first()
    if page is None:
        return
    try:
        _read(page)
    except FetchError as error:
        _refuse(page, error.code, error.data)
    except Unreadable as error:
        _refuse(page, error.problem, {"reason": error.detail})
    except PageGone:
        return
    except Exception:
        logger.exception("Page %s could not be read.", page.pk)
        _refuse(page, "failed")


def _read(page: Page) -> None:
    fetched = _fetch(page) if page.url else None
    if fetched is not None and fetched.body is not None:
        with transaction.atomic():
            version = store_version(
                _current(page), fetched.body, content_type=fetched.content_type, url=fetched.url
            )  # fmt: skip
    else:
        # Of an address that says nothing changed, what it said before; of a file, the file.
        known = page.versions.filter(number=page.latest).first() if fetched else page.versions.first()
        if known is None:
            raise Unreadable("interrupted")
        version = known
    _enter(page, Step.READING)
    with version.file.open("rb") as opened:
        data = opened.read()
    reading = read_bytes(data, name=page.name, content_type=version.content_type, url=version.answered_from)
    _enter(page, Step.UNDERSTANDING)
    understood = understand_text(reading.body)
    _keep(page, version, fetched, reading, understood)


def _fetch(page: Page) -> Fetched:
    _enter(page, Step.FETCHING)
    # What could not be read last time is asked for whole: there is nothing to compare it with.
    known = page.latest and page.versions.filter(number=page.latest).exists()
    return fetch_page(page.url, memory=page.memory if known else None)


def _enter(page: Page, step: Step) -> None:
    Page.objects.filter(pk=page.pk, turn=page.turn).update(step=step)


def _current(page: Page) -> Page:
    """The page, locked, if it is still this start's turn."""
    found = locked(page)
    if found.turn != page.turn:
        raise PageGone
    return found


@transaction.atomic
def _keep(page: Page, version: PageVersion, fetched: Fetched | None, reading: Reading, understood: Understood) -> None:
    found = _current(page)
    version = PageVersion.objects.get(pk=version.pk)
    as_before = (version.rule, version.understood_by) == (reading.rule, understood.rule)
    if not as_before:
        _write_version(found, version, reading, understood)
    found.title, found.source = reading.title[:LONGEST_TITLE], reading.source[:LONGEST_NAME]
    found.published_on, found.language = reading.date[:10], reading.language
    found.kind, found.spam = reading.kind, reading.spam
    if fetched is not None:
        found.checked_at = timezone.now()
        if fetched.body is not None:
            found.memory = dict(fetched.memory or {})
    found.state, found.problem, found.problem_data = PageState.READ, "", {}
    newer = found.latest != version.number
    found.latest = version.number
    if newer:
        found.looked_at = None
    found.save()
    data = {"version": version.number, "new": newer, "rules": [reading.rule, understood.rule]}
    record_event(found, "page_read", data=data, notify=_whom(found) if newer else ())


def _write_version(page: Page, version: PageVersion, reading: Reading, understood: Understood) -> None:
    before = _decided(page)
    drafted = [(one, (one.mention.proposed_kind, one.mention.name)) for one in
               version.drafted.select_related("mention") if one.mention]  # fmt: skip
    version.mentions.all().delete()
    version.body, version.rule, version.understood_by = reading.body, reading.rule, understood.rule
    version.reading = reading.fields | {
        "title": reading.title, "date": reading.date, "source": reading.source, "language": reading.language,
        "kind": reading.kind, "spam": reading.spam,
    }  # fmt: skip
    rows = [
        _mention(version, one, target, before)
        for one, target in zip(understood.found, link(understood), strict=True)
    ]  # fmt: skip
    made = Mention.objects.bulk_create(rows)
    version.relations = [
        asdict(one) | {"subject": made[one.subject].pk, "object": made[one.object].pk} for one in understood.related
    ]
    version.save()
    again = {(one.proposed_kind, one.name): one for one in made}
    for record, key in drafted:
        record.mention = again.get(key)
    DraftedRecord.objects.bulk_update([record for record, _key in drafted], ["mention"])


def _decided(page: Page) -> dict[tuple[str, str], Mention]:
    """What people decided on the version before this, by what the rules proposed."""
    decided = Mention.objects.filter(version__page=page).exclude(decision=Decision.PROPOSED)
    return {(one.proposed_kind, one.name): one for one in decided.order_by("version__number", "pk")}


def _mention(
    version: PageVersion, found: Found, target: Target | None, before: dict[tuple[str, str], Mention]
) -> Mention:
    name = found.name[:LONGEST_MENTION]
    row = Mention(
        version=version, kind=found.kind, proposed_kind=found.kind, name=name, places=found.places,
        confidence=found.confidence, details=_details(found),
    )  # fmt: skip
    if target is not None:
        row.target_kind, row.target_id, row.linked_by = target
    if decided := before.get((found.kind, name)):
        # What somebody said of it holds for the next version too, whatever the rules say by then.
        for field in ("kind", "decision", "target_kind", "target_id", "linked_by", "decided_by_id", "decided_at"):
            setattr(row, field, getattr(decided, field))
    return row


def _details(found: Found) -> dict[str, Any]:
    said = {
        "value": found.value, "sort": found.sort, "office": found.office, "functions": list(found.functions),
        "asked_by": found.asked_by,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


@transaction.atomic
def _refuse(page: Page, problem: str, data: Mapping[str, Any] | None = None) -> None:
    """Keep why it could not be read; what was read before stays."""
    try:
        found = _current(page)
    except PageGone:
        return
    found.state, found.problem, found.problem_data = PageState.REFUSED, problem, dict(data or {})
    if found.url:
        found.checked_at = timezone.now()
    found.save()
    record_event(found, "page_unread", data={"problem": problem}, notify=_whom(found))


def _whom(page: Page) -> list[Any]:
    return [page.added_by] if page.added_by is not None and page.added_by.is_active else []
