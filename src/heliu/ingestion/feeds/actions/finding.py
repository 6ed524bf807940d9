"""Writing down what a visit found: new, changed, as before, gone, or in quarantine. Nothing here makes a record."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from heliu.ingestion.feeds.choices import FindingState, ItemKind, Quarantine
from heliu.ingestion.feeds.models import LONGEST_ID, LONGEST_RAW, Finding, Source, Visit
from heliu.ingestion.feeds.readers import Item
from heliu.ingestion.feeds.values import Values, read_values
from heliu.kit.outside import LONGEST_URL

MOST_BYTES = 200_000
"""Of the fields of one finding, as JSON."""
MOST_FACTS = 20_000
TITLES = ("title_zh", "title_en", "name_zh", "name_en", "title", "name")


@dataclass(slots=True)
class Ledger:
    """What one visit has found so far."""

    source: Source
    visit: Visit
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def note(self, item: Item) -> None:
        """Write one thing down; what comes twice in one visit goes into quarantine instead of changing to and fro."""
        key = (item.kind, item.external_id[:LONGEST_ID])
        twice = key in self.seen
        self.seen.add(key)
        with transaction.atomic():
            held = Finding.objects.select_for_update().filter(source=self.source, kind=key[0], external_id=key[1])
            finding = held.first()
            self.counts[self._note(item, finding, twice=twice)] += 1

    def _note(self, item: Item, finding: Finding | None, *, twice: bool) -> str:
        if item.deleted:
            return self._lost(finding) if finding is not None else "unchanged"
        if item.unchanged:
            return self._found_again(finding) if finding is not None else "unchanged"
        read = Reading.of(item)
        if finding is not None and finding.digest == read.digest and finding.present:
            return self._found_again(finding)
        if twice and finding is not None:
            finding.state, finding.reason, finding.problems = FindingState.QUARANTINED, Quarantine.TWICE, []
            finding.version += 1
            finding.save()
            return "refused"
        return self._write(item, read, finding)

    def _write(self, item: Item, read: Reading, known: Finding | None) -> str:
        finding = known or Finding(
            source=self.source, kind=item.kind, external_id=item.external_id[:LONGEST_ID], first_seen_at=self.now
        )  # fmt: skip
        finding.fields, finding.facts, finding.raw = read.fields, read.facts, item.raw[:LONGEST_RAW]
        finding.title, finding.url = read.title, item.url if len(item.url) <= LONGEST_URL else ""
        finding.digest, finding.present, finding.visit = read.digest, True, self.visit
        finding.last_seen_at = finding.changed_at = self.now
        finding.version += 1 if known is not None else 0
        finding.reason, finding.problems = read.reason, read.problems
        if read.reason:
            finding.state = FindingState.QUARANTINED
        elif finding.base is not None and finding.base == read.fields:
            # It says again what was decided on.
            finding.state = finding.base_state
        else:
            finding.state = FindingState.WAITING
        finding.save()
        if read.reason:
            return "refused"
        return "new" if known is None else "changed"

    def _found_again(self, finding: Finding) -> str:
        finding.last_seen_at = self.now
        finding.save(update_fields=["last_seen_at"])
        return "refused" if finding.state == FindingState.QUARANTINED else "unchanged"

    def _lost(self, finding: Finding) -> str:
        if not finding.present:
            return "unchanged"
        finding.present, finding.state, finding.visit = False, FindingState.GONE, self.visit
        finding.reason, finding.problems = "", []
        finding.changed_at = self.now
        finding.version += 1
        finding.save()
        return "gone"

    def close(self) -> None:
        """Everything there is was given: what was not is gone at the source."""
        missing = Finding.objects.filter(source=self.source, present=True).only("pk", "kind", "external_id")
        for one in list(missing.iterator()):
            if (one.kind, one.external_id) in self.seen:
                continue
            with transaction.atomic():
                held = Finding.objects.select_for_update().filter(pk=one.pk).first()
                if held is not None:
                    self.counts[self._lost(held)] += 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing as it is kept: fields of a record, and why it is in quarantine if it is."""

    fields: dict[str, Any]
    facts: dict[str, Any]
    title: str
    digest: str
    reason: str
    problems: list[dict[str, str]]

    @classmethod
    def of(cls, item: Item) -> Reading:
        values = _values(item)
        reason, problems = "", values.problems
        if item.problem is not None:
            reason = item.problem.reason
            problems = [{"field": "", **item.problem.words}] if item.problem.words else []
        elif problems:
            reason = Quarantine.INVALID
        fields, facts = values.fields, json.loads(json.dumps(dict(item.facts), default=str))
        written = json.dumps([item.kind, fields, facts, reason, problems], ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(written.encode()).hexdigest()
        title = _title(fields, item)
        if len(written) > MOST_BYTES:
            fields, reason, problems = {}, Quarantine.TOO_LARGE, []
        if len(json.dumps(facts)) > MOST_FACTS:
            facts = {}
        return cls(fields, facts, title, digest, reason, problems)


def _values(item: Item) -> Values:
    if item.problem is not None and item.kind != ItemKind.PAGE:
        # What could be read of it is shown, and never becomes a record.
        return Values({name: str(value)[:500] for name, value in item.fields.items()})
    return read_values(item.kind, item.fields)


def _title(fields: dict[str, Any], item: Item) -> str:
    found = next((fields[name] for name in TITLES if fields.get(name)), None) or item.fields.get("title")
    return " ".join(str(found or item.external_id).split())[:300]
