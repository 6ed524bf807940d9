"""Sources: one of the owner's organisation with findings of every state, and one of the installation."""

from __future__ import annotations

from datetime import UTC, datetime

from heliu.accounts.tests.factories import fresh
from heliu.ingestion.feeds.actions.sources import add_source
from heliu.ingestion.feeds.choices import FindingState, ItemKind, Quarantine, VisitState
from heliu.ingestion.feeds.models import Finding, Visit

from .setting import ADMINISTRATORS, OWNERS, Part, Setting

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def sources(setting: Setting) -> Part:
    """Only who looks after a source knows of it and of what it gave."""
    sources = [
        add_source(
            actor=fresh(setting.one(who)), organisation=organisation, kind="pages",
            fields={"name": name, "address": f"https://{name}.example/", "item_kind": ItemKind.PAGE},
        )
        for who, organisation, name in (
            (OWNERS, setting.owner, "qzownfeed"), (ADMINISTRATORS, None, "qzhousefeed")
        )
    ]  # fmt: skip
    own, house = sources
    visits = [
        Visit.objects.create(source=one, created_at=NOW, state=VisitState.FAILED, error="status",
                             error_data={"host": "qzhost", "status": 404})
        for one in sources
    ]  # fmt: skip
    findings = [
        Finding.objects.create(
            source=source, kind=ItemKind.ACHIEVEMENT, external_id=f"qzid{name}", title=name, state=state, reason=reason,
            fields={"title_zh": name}, raw=name, digest=name, first_seen_at=NOW, last_seen_at=NOW, changed_at=NOW,
        )
        for source, name, state, reason in (
            (own, "qzreviewfinding", FindingState.WAITING, ""),
            (own, "qzplanted", FindingState.QUARANTINED, Quarantine.SPAM),
            (house, "qzhousefinding", FindingState.WAITING, ""),
        )
    ]  # fmt: skip
    ids = [one.pk for one in sources]
    return Part(
        dict.fromkeys(("qzownfeed", "qzreviewfinding", "qzplanted"), OWNERS)
        | dict.fromkeys(("qzhousefeed", "qzhousefinding"), ADMINISTRATORS),
        {
            "/sources/": ids, "/visits/": [one.pk for one in visits], "/findings/": [one.pk for one in findings],
            "/sources/new/": ["pages"],
        },
        starts=["/findings/?state=quarantined", "/findings/?state=waiting"],
    )  # fmt: skip
