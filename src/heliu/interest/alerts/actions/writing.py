"""Writing down who was told what; every transaction here is short, since all of them wait for one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from heliu.accounts.models import Organisation, User
from heliu.accounts.permissions import memberships_of
from heliu.activity.actions import forget_record, mark_told_read, record_event
from heliu.catalog.choices import State
from heliu.catalog.models import RECORD_MODELS
from heliu.interest.alerts.adapters import Fit
from heliu.interest.alerts.models import Alert, AlertLock, Digest
from heliu.interest.alerts.selectors import least_level, receivers_of
from heliu.interest.alerts.subjects import Subject
from heliu.interest.searches.models import SavedSearch
from heliu.matching.kinds import get_kind
from heliu.matching.selectors import groups_left_out

TOLD = "new_fits"
"""The verb of the event by which somebody is told."""
_CHUNK = 500


@transaction.atomic
def tell(*, subject: Subject, fits: Sequence[Fit], index_version: str) -> int:
    """Tell the people behind an interest what fits it and was not told before; gives how many alerts were written.

    One digest a person, however many records there are. Everybody hears of records only that they may see at this
    moment and that are not of an organisation of theirs; of what nobody may see nothing is written.
    """
    _hold()
    interest = _standing(subject)
    if interest is None:
        return 0
    fresh = _untold(subject, [fit for fit in fits if _strong_enough(interest, fit)])
    told: dict[tuple[str, int], Any] = {}
    for person in receivers_of(interest):
        seen = _seen_by(person, interest, fresh)
        told |= seen
        if seen and getattr(interest, "wants_alerts", True):
            counts = Counter(kind for kind, _pk in seen)
            digest = Digest.objects.create(recipient=person, counts=dict(counts), **subject.columns)
            record_event(digest, TOLD, notify=[person])
    Alert.objects.bulk_create(
        (
            Alert(
                **subject.columns, kind=fit.kind, object_id=fit.pk, level=fit.level, index_version=index_version,
                own_version=getattr(interest, "version", None),
                version=getattr(told[fit.kind, fit.pk], "version", None),
            )
            for fit in fresh
            if (fit.kind, fit.pk) in told
        ),
        batch_size=_CHUNK,
    )  # fmt: skip
    return len(told)


def _hold() -> None:
    """Until the transaction ends nobody else writes alerts (in SQLite nobody writes anything)."""
    AlertLock.objects.get_or_create(pk=1)
    AlertLock.objects.select_for_update().get(pk=1)


def _standing(subject: Subject) -> Any:
    """The search or the record as it is now; None where it is gone, or the record is not open any more."""
    if subject.search_id is not None:
        return SavedSearch.objects.select_related("owner").filter(pk=subject.search_id).first()
    records = RECORD_MODELS[subject.own_kind].objects.select_related("organisation")
    return records.filter(pk=subject.own_id, state=State.PUBLISHED, organisation__is_active=True).first()


def _strong_enough(interest: Any, fit: Fit) -> bool:
    """What a person has set since the levels were found counts."""
    return fit.level is None or fit.level >= least_level(interest)


def _untold(subject: Subject, fits: Sequence[Fit]) -> list[Fit]:
    """The best of each record, without those that stand in an alert of this interest."""
    best = {(fit.kind, fit.pk): fit for fit in sorted(fits, key=lambda fit: fit.level or 0)}
    for kind in {kind for kind, _pk in best}:
        ids = [pk for name, pk in best if name == kind]
        for first in range(0, len(ids), _CHUNK):
            there = Alert.objects.filter(**subject.columns, kind=kind, object_id__in=ids[first : first + _CHUNK])
            for pk in there.values_list("object_id", flat=True):
                del best[kind, pk]
    return sorted(best.values(), key=lambda fit: (-(fit.level or 0), fit.kind, fit.pk))


def _seen_by(person: User, interest: Any, fits: Iterable[Fit]) -> dict[tuple[str, int], Any]:
    """Of these the records that the person may see, that can be found, and that others own, by kind and id."""
    found: dict[tuple[str, int], Any] = {}
    by_kind: dict[str, list[int]] = {}
    for fit in fits:
        by_kind.setdefault(fit.kind, []).append(fit.pk)
    settled = set() if isinstance(interest, SavedSearch) else set(groups_left_out(interest, person))
    for name, ids in by_kind.items():
        kind = get_kind(name)
        for first in range(0, len(ids), _CHUNK):
            findable = kind.findable().filter(pk__in=ids[first : first + _CHUNK]).values("pk")
            for record in kind.visible_to(person).filter(pk__in=findable):
                if kind.group(record.pk) not in settled and not _own(person, interest, record):
                    found[name, record.pk] = record
    return found


def _own(person: User, interest: Any, record: Any) -> bool:
    owner = record.pk if isinstance(record, Organisation) else record.organisation_id
    return owner in memberships_of(person) or owner == getattr(interest, "organisation_id", None)


def remember_known(*, fits: Iterable[Fit], search: SavedSearch | None = None, own: Any = None) -> None:
    """What fitted already when an interest began, so that it is never told as new."""
    subject = Subject.of(search or own)
    Alert.objects.bulk_create(
        (
            Alert(**subject.columns, kind=fit.kind, object_id=fit.pk, level=fit.level, known=True)
            for fit in fits
        ),
        batch_size=_CHUNK, ignore_conflicts=True,
    )  # fmt: skip


@transaction.atomic
def see_digests(*, actor: User, search: SavedSearch | None = None, own: Any = None) -> int:
    """The person has looked at what is new of an interest: its digests are seen and their notices read."""
    unseen = Digest.objects.filter(recipient=actor, seen_at=None, **Subject.of(search or own).columns)
    digests = list(unseen)
    mark_told_read(actor=actor, records=digests)
    return Digest.objects.filter(pk__in=[digest.pk for digest in digests]).update(seen_at=timezone.now())


def forget_digests(digests: Iterable[Digest]) -> None:
    """Take digests away together with the events and notices by which people heard of them."""
    for digest in list(digests):
        forget_record(digest)
        digest.delete()
