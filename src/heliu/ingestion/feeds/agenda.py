"""What sources give a person to do: findings to review, and sources that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from heliu.accounts.models import User
from heliu.agenda.sources import Item, never_due, register_source
from heliu.agenda.sources import Source as AgendaSource
from heliu.ingestion.feeds.choices import SourceState
from heliu.ingestion.feeds.models import Finding, Source


def _failing(user: User) -> QuerySet[Source]:
    return Source.objects.visible_to(user).filter(state=SourceState.FAILING).order_by("pk")


def _waiting(user: User) -> QuerySet[Finding, Any]:
    found = Finding.objects.visible_to(user).to_review().order_by()
    return found.values("source_id", "source__name").annotate(number=Count("pk")).order_by("source_id")


def items(user: User, limit: int) -> Sequence[Item]:
    """One for each source, not for each finding."""
    broken = [
        Item(
            what=_("Mend a source that cannot be read"), about=source.name, url=source.get_absolute_url(), due_on=None,
            key=f"source-{source.pk}", step=pgettext("agenda", "Look at it"),
        )
        for source in _failing(user)[:limit]
    ]  # fmt: skip
    waiting = [
        Item(
            what=ngettext("Review %(number)d finding", "Review %(number)d findings", row["number"])
            % {"number": row["number"]},
            about=str(row["source__name"]), url=f"{reverse('finding_list')}?source={row['source_id']}&state=review",
            due_on=None, key=f"findings-{row['source_id']}", step=pgettext("agenda", "Review"),
        )
        for row in _waiting(user)[:limit]
    ]  # fmt: skip
    return [*broken, *waiting][:limit]


def count(user: User) -> int:
    return _failing(user).count() + _waiting(user).count()


def register() -> None:
    """Called once, when the application is ready."""
    register_source(
        AgendaSource(
            "feeds", gettext_lazy("Sources"), items, count, due=never_due, all_url=lambda _user: reverse("finding_list")
        )
    )  # fmt: skip
