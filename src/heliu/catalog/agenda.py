"""What the catalog gives a person to do: records that came back or run out, requests for access, a reviewer's queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import Membership, User
from heliu.accounts.permissions import memberships_of
from heliu.agenda.sources import Item, Source, never_due, register_source
from heliu.catalog.access.models import AccessRequest
from heliu.catalog.access.selectors import requests_by, waiting_requests_to
from heliu.catalog.choices import AccessState, State
from heliu.catalog.models import RECORD_MODELS
from heliu.catalog.selectors import records_to_review, seen_titles
from heliu.kit.workdays import local_day

EXPIRY_NOTICE = timedelta(days=30)
"""How long before its last day a published record is put before its author."""

# -- a person's own records -----------------------------------------------------------------------


def records_behind(user: User, kind: str) -> QuerySet[Any]:
    """Records of a kind for which the person answers: their author, or else the owners of the organisation.

    The author answers while a member of the organisation; the same people are told what becomes of a record.
    """
    own = memberships_of(user)
    owned = [pk for pk, role in own.items() if role == MemberRole.OWNER]
    author_acts = Membership.objects.filter(
        user=OuterRef("created_by"), organisation=OuterRef("organisation"), user__is_active=True
    )
    behind = Q(created_by=user) | (Q(organisation__in=owned) & ~Exists(author_acts))
    return RECORD_MODELS[kind].objects.filter(behind, organisation__in=list(own))


def _rows(user: User, **conditions: Any) -> QuerySet[Any, dict[str, Any]]:
    """Kind, id, and the two days that matter of the records of all kinds for which the person answers."""
    queries = [
        records_behind(user, kind)
        .filter(**conditions)
        .order_by()
        .annotate(row_kind=Value(kind, output_field=CharField()))
        .values("row_kind", "pk", "expires_on", "submitted_at")
        for kind in RECORD_MODELS
    ]
    first, *others = queries
    return first.union(*others, all=True)


def _expiring(user: User, last: date) -> QuerySet[Any, dict[str, Any]]:
    return _rows(user, state=State.PUBLISHED, expires_on__lte=last).order_by("expires_on", "row_kind", "pk")


def _returned(user: User) -> QuerySet[Any, dict[str, Any]]:
    return _rows(user, state=State.RETURNED).order_by("row_kind", "pk")


def _in_review(user: User) -> QuerySet[Any, dict[str, Any]]:
    return _rows(user, state=State.IN_REVIEW).order_by("submitted_at", "row_kind", "pk")


def record_items(user: User, limit: int) -> Sequence[Item]:
    """Records that run out soon, those that a reviewer gave back, and those that wait for a reviewer."""
    if not memberships_of(user):
        return []
    expiring = list(_expiring(user, local_day() + EXPIRY_NOTICE)[:limit])
    returned = list(_returned(user)[: limit - len(expiring)])
    waiting = list(_in_review(user)[:limit])
    texts = {"expiring": _("Prolong or close a record"), "returned": _("Correct a record that was given back")}
    return [
        *_record_items(user, expiring, texts["expiring"], dated=True, step=pgettext("record", "Prolong")),
        *_record_items(user, returned, texts["returned"], step=pgettext("record", "Correct")),
        *_record_items(user, waiting, _("Waits for a reviewer"), mine=False),
    ]


def _record_items(
    user: User, rows: Iterable[dict[str, Any]], what: str, *, dated: bool = False, mine: bool = True, step: str = ""
) -> list[Item]:
    rows = list(rows)
    titles = seen_titles(user, [(row["row_kind"], row["pk"]) for row in rows])
    return [
        Item(
            what=what, about=titles[kind, pk], key=f"{kind}-{pk}", mine=mine, step=step,
            url=reverse(f"{kind}_{'edit' if mine else 'detail'}", args=[pk]),
            due_on=row["expires_on"] if dated else None,
        )
        for row in rows
        if (kind := row["row_kind"], pk := row["pk"]) in titles
    ]  # fmt: skip


def count_records(user: User) -> int:
    if not memberships_of(user):
        return 0
    queries = (_expiring(user, local_day() + EXPIRY_NOTICE), _returned(user), _in_review(user))
    return sum(query.count() for query in queries)


def due_records(user: User, day: date) -> int:
    own = list(memberships_of(user))
    if not own:
        return 0
    ending = {"organisation__in": own, "state": State.PUBLISHED, "expires_on__lte": day}
    first, *others = (model.objects.filter(**ending).order_by().values("pk") for model in RECORD_MODELS.values())
    # Most days end none: looks into an index, before it is asked who answers for which.
    return _expiring(user, day).count() if first.union(*others, all=True).exists() else 0


# -- requests for access --------------------------------------------------------------------------


def _asked_by(user: User) -> QuerySet[AccessRequest]:
    return requests_by(user).filter(state=AccessState.WAITING, asked_by=user)


def access_items(user: User, limit: int) -> Sequence[Item]:
    """Requests that wait for the person's organisations, and the person's own; those that wait longest first."""
    if not memberships_of(user):
        return []
    received, sent = (
        list(found.select_related(None).select_related("organisation").order_by("asked_at", "pk")[:limit])
        for found in (waiting_requests_to(user), _asked_by(user))
    )
    titles = seen_titles(user, [(one.kind, one.record_id) for one in (*received, *sent)])

    def item(asked: AccessRequest, *, mine: bool) -> Item:
        title = titles.get((asked.kind, asked.record_id), "")
        return Item(
            what=_("Answer a request for access") if mine else _("Request for access not answered yet"),
            about=" · ".join(filter(None, [str(asked.organisation) if mine else "", title])),
            url=asked.get_absolute_url(), due_on=None, mine=mine, key=str(asked.pk),
            step=pgettext("agenda", "Reply") if mine else "",
        )  # fmt: skip

    return [*(item(one, mine=True) for one in received), *(item(one, mine=False) for one in sent)]


def count_access(user: User) -> int:
    return waiting_requests_to(user).count() + _asked_by(user).count() if memberships_of(user) else 0


# -- review ---------------------------------------------------------------------------------------


def review_items(user: User, limit: int) -> Sequence[Item]:
    """A reviewer's queue, longest waiting first."""
    rows = [(row["row_kind"], row["pk"]) for row in records_to_review(user)[:limit]]
    titles = seen_titles(user, rows)
    return [
        Item(
            what=_("Review a record"), about=titles[kind, pk], url=reverse("record_review", args=[kind, pk]),
            due_on=None, key=f"{kind}-{pk}", step=_("Review"),
        )
        for kind, pk in rows
        if (kind, pk) in titles
    ]  # fmt: skip


def count_review(user: User) -> int:
    return records_to_review(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        Source(
            "records", gettext_lazy("My records"), record_items, count_records, due=due_records,
            all_url=lambda user: reverse("own_records"),
        )
    )  # fmt: skip
    register_source(
        Source(
            "access", gettext_lazy("Requests for access"), access_items, count_access, due=never_due,
            all_url=lambda user: reverse("access_requests"),
        )
    )  # fmt: skip
    register_source(
        Source(
            "review", gettext_lazy("Review"), review_items, count_review, due=never_due,
            all_url=lambda user: reverse("review_queue"),
        )
    )  # fmt: skip
