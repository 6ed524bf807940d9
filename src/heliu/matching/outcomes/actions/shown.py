"""Writing down what a page shows."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import OperationalError, transaction
from django.db.models import Exists, Model, OuterRef
from django.utils.crypto import salted_hmac

from heliu.accounts.permissions import in_verified_organisation
from heliu.matching.adapters.answers import Answer, Need, Result
from heliu.matching.kinds import find_kind
from heliu.matching.outcomes.actions.patience import briefly
from heliu.matching.outcomes.adapters import features, usual_propensity
from heliu.matching.outcomes.choices import Asker, Place
from heliu.matching.outcomes.models import Outcome, ShownAnswer, ShownResult

logger = logging.getLogger(__name__)

REPLACED_WITHIN = 15
"""Seconds. Results appear while one types; those that others replaced so soon were hardly looked at."""
_signer = signing.TimestampSigner(salt="heliu.matching.shown")


def log_answer(
    *, answer: Answer, user: Any, place: Place, asked: Model | None = None, instead_of: str = "", after: int = 0
) -> Answer:
    """Write down what a page is about to show; gives the answer with the marks that its links carry.

    ``asked`` is the record whose matches these are; ``instead_of`` the mark of the answer that stood here before, which
    goes if nothing became of it; ``after`` how many results stand above on the same page. Nobody's reading ever fails
    or waits for the log: without an index, with ``HELIU_OUTCOMES`` off, for a record that is not for others to find, or
    while the database is held by somebody else, the answer comes back as it was.
    """
    if not settings.HELIU_OUTCOMES or answer.used is None or not _may_be_logged(asked):
        return answer
    kind = find_kind(asked) if asked is not None else None
    shown = ShownAnswer(
        place=place,
        asker=_asker(user),
        need=need_digest(answer.need),
        asked_kind=kind.name if kind else "",
        asked_id=asked.pk if asked is not None else None,
        asked_version=getattr(asked, "version", None),
        profile=answer.used.name,
        ranking=answer.used.ranking,
        encoder=answer.used.encoder,
        index_version=answer.index_version,
        semantic=answer.semantic,
        abstained=answer.abstained,
    )
    marked: dict[str, str] = {}
    rows = []
    # In the order of the page, which shows one kind after the other, and folds what is not credible: that is looked at
    # after everything else, if at all.
    in_order = sorted(
        (result for results in answer.by_kind.values() for result in results), key=lambda result: not result.credible
    )
    for position, result in enumerate(in_order, start=after + 1):
        marked[_key(result)] = f"{shown.pk.hex}-{position}"
        rows.append(_row(shown, answer, result, position))
    try:
        with briefly(), transaction.atomic(savepoint=False):
            _forget_replaced(instead_of)
            shown.save(force_insert=True)
            ShownResult.objects.bulk_create(rows)
    except OperationalError as error:
        logger.info("An answer was shown and not logged: %s", error)
        return answer
    results = tuple(replace(result, mark=marked[_key(result)]) for result in answer.results)
    return replace(answer, results=results, mark=_signer.sign(shown.pk.hex))


def need_digest(need: Need) -> str:
    """The same for the same need, and of no use to whoever does not have the installation's secret key."""
    words = " ".join(f"{need.title} {need.text}".casefold().split())
    return salted_hmac("heliu.matching.need", words, algorithm="sha256").hexdigest()[:32]


def _asker(user: Any) -> Asker:
    if not user.is_authenticated:
        return Asker.VISITOR
    return Asker.MEMBER if in_verified_organisation(user) else Asker.SIGNED_IN


def _may_be_logged(asked: Model | None) -> bool:
    """A draft or a confidential record is nobody else's business, and its matches would tell what it is about."""
    kind = find_kind(asked) if asked is not None else None
    return kind is None or kind.findable().filter(pk=asked.pk).exists()  # type: ignore[union-attr]


def _key(result: Result) -> str:
    return result.kind.group(result.record.pk)


def _row(shown: ShownAnswer, answer: Answer, result: Result, position: int) -> ShownResult:
    return ShownResult(
        answer=shown,
        kind=result.kind.name,
        object_id=result.record.pk,
        version=getattr(result.record, "version", None),
        position=position,
        propensity=usual_propensity(position),
        score=result.score,
        level=result.level,
        parts={name: round(value, 6) for name, value in features(answer, result).items()},
    )


def _forget_replaced(mark: str) -> None:
    """Delete the answer that this one takes the place of, if it stood for a moment and nothing became of it."""
    if not mark:
        return
    try:
        before = uuid.UUID(hex=_signer.unsign(mark, max_age=REPLACED_WITHIN))
    except (signing.BadSignature, ValueError):
        return
    became = Outcome.objects.filter(result__answer=OuterRef("pk"))
    ShownAnswer.objects.filter(~Exists(became), pk=before, place=Place.HOME).delete()
