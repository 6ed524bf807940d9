"""Reads of alerts, each for somebody: what was told is read again through what the reader may see now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from heliu.accounts.models import User
from heliu.accounts.permissions import acting_for
from heliu.catalog.actions.steps import people_behind
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.selectors import get_visible_record
from heliu.interest.alerts import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.interest.alerts.models import Alert, AlertSetting, Digest
from heliu.interest.alerts.subjects import Subject
from heliu.interest.searches.choices import DEFAULT_LEVEL
from heliu.interest.searches.models import SavedSearch
from heliu.kit.permissions import allowed
from heliu.matching.kinds import get_kind, kind_names

ABOVE_ALL = 99
"""A level that no match reaches."""
OWN_KINDS = tuple(RECORD_MODELS)
"""Kinds of records whose people are told what fits."""


def levels_set(kind: str, ids: Iterable[int]) -> dict[int, int]:
    """The least level of each of these records; one that nobody has set is the usual one."""
    wanted = list(ids)
    found = AlertSetting.objects.filter(kind=kind, object_id__in=wanted).values_list("object_id", "level")
    return {pk: int(DEFAULT_LEVEL) for pk in wanted} | dict(found)


def least_level(interest: Any) -> int:
    """The level from which on the people behind a search or a record are told."""
    if isinstance(interest, SavedSearch):
        return interest.level
    return levels_set(interest.kind, [interest.pk])[interest.pk] or ABOVE_ALL


def receivers_of(interest: Any) -> list[User]:
    """Whom it concerns: who keeps the search; who wrote the record, or the owners of its organisation."""
    if isinstance(interest, SavedSearch):
        return [interest.owner] if interest.owner.is_active else []
    return list(people_behind(interest))


def get_own_subject(user: Any, kind: str, pk: int) -> Any:
    """A record of which this person may see the alerts; "not found" for any other."""
    record = get_visible_record(user, kind, pk)
    if not allowed(user, "interest.see_alerts", record):
        raise Http404
    return record


def alerts_of(user: Any, interest: Any) -> QuerySet[Alert]:
    """What was told of an interest, the newest first, as far as the person may see it now."""
    return _visible(user, Alert.objects.filter(known=False, **Subject.of(interest).columns))


def own_alerts(user: Any) -> QuerySet[Alert]:
    """Everything that was told the person: of their searches, and of the records of their organisations."""
    condition = Q(search__owner=user)
    for name, model in RECORD_MODELS.items():
        own = model.objects.visible_to(user).filter(organisation__in=acting_for(user))
        condition |= Q(own_kind=name, own_id__in=own.values("pk"))
    return _visible(user, Alert.objects.filter(condition, known=False).select_related("search"))


def _visible(user: Any, alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    condition = Q(pk__in=[])
    for name in kind_names():
        condition |= Q(kind=name, object_id__in=get_kind(name).visible_to(user).values("pk"))
    return alerts.filter(condition)


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """An alert with its record as the reader may see it now."""

    alert: Alert
    record: Any

    @property
    def changed(self) -> bool:
        """Whether the record was changed after it was told."""
        return self.alert.version is not None and self.alert.version != getattr(self.record, "version", None)


def shown(user: Any, alerts: Iterable[Alert]) -> list[ShownAlert]:
    """The alerts with their records, one query a kind; one whose record was hidden meanwhile falls out."""
    alerts = list(alerts)
    records = records_of(user, ((alert.kind, alert.object_id) for alert in alerts))
    return [
        ShownAlert(alert, records[alert.kind, alert.object_id])
        for alert in alerts
        if (alert.kind, alert.object_id) in records
    ]


def records_of(user: Any, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """The records that the person may see, by kind and id, one query a kind."""
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for kind, pk in wanted:
        if kind in kind_names():
            ids[kind].add(pk)
    return {
        (name, record.pk): record
        for name, own in ids.items()
        for record in get_kind(name).visible_to(user).filter(pk__in=own)
    }


def count_new(user: Any, searches: Iterable[SavedSearch]) -> Mapping[int, int]:
    """Search id → alerts that came after the person last looked; one query."""
    condition = Q(pk__in=[])
    for search in searches:
        condition |= Q(search=search, at__gt=search.seen_at)
    found = _visible(user, Alert.objects.filter(condition, known=False)).order_by()
    return dict(found.values_list("search").annotate(Count("pk")))


def unseen_digests(user: Any) -> QuerySet[Digest]:
    """What the person was told and has not looked at."""
    return Digest.objects.visible_to(user).filter(seen_at=None)


def personal_alerts(user: User) -> dict[str, Any]:
    """What alerts hold of a person, for the copy of their data: what they were told and when they looked."""
    digests = Digest.objects.filter(recipient=user).order_by("at", "pk")
    return {
        "alerts": [
            {
                "search": digest.search_id, "record": f"{digest.own_kind} {digest.own_id}" if digest.own_id else None,
                "counts": digest.counts, "told_at": digest.at, "seen_at": digest.seen_at,
            }
            for digest in digests
        ]
    }  # fmt: skip
