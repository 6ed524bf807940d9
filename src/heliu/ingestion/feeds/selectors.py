"""Reads of feeds: whoever fetches something here gets it only where they look after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from heliu.accounts.choices import MemberRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import memberships_of
from heliu.catalog.models import RECORD_MODELS
from heliu.ingestion.feeds.choices import FindingState
from heliu.ingestion.feeds.models import Finding, FindingQuerySet, Source, SourceQuerySet, Visit, VisitQuerySet
from heliu.ingestion.feeds.values import Change, changes_between, label_of
from heliu.ingestion.feeds.wording import in_language
from heliu.ingestion.pages.models import Page


def visible_sources(user: Any) -> SourceQuerySet:
    """With what waits for a person."""
    waiting = Q(findings__state=FindingState.WAITING) | Q(
        findings__state=FindingState.GONE, findings__object_id__isnull=False
    )
    return (
        Source.objects.visible_to(user)
        .select_related("organisation")
        .defer("memory")
        .annotate(
            to_review=Count("findings", filter=waiting),
            quarantined=Count("findings", filter=Q(findings__state=FindingState.QUARANTINED)),
        )
    )


def get_visible_source(user: Any, pk: int) -> Source:
    """The source, or 404 where this person does not look after it."""
    source = visible_sources(user).filter(pk=pk).first()
    if source is None:
        raise Http404
    return source


def visits_of(source: Source) -> QuerySet[Visit]:
    return source.visits.select_related("asked_by")


def visible_visits(user: Any) -> VisitQuerySet:
    return Visit.objects.visible_to(user).select_related("source", "asked_by")


def visible_findings(user: Any) -> FindingQuerySet:
    return Finding.objects.visible_to(user).select_related("source__organisation", "decided_by")


def get_visible_finding(user: Any, pk: int) -> Finding:
    """The finding, or 404 where this person does not look after its source."""
    finding = visible_findings(user).filter(pk=pk).first()
    if finding is None:
        raise Http404
    return finding


def organisations_in_charge(user: Any) -> QuerySet[Organisation]:
    """Whose sources a person may add."""
    owned = [pk for pk, role in memberships_of(user).items() if role == MemberRole.OWNER]
    return Organisation.objects.filter(pk__in=owned, is_active=True).order_by("name_zh", "name_en", "pk")


def own_organisations(user: Any) -> QuerySet[Organisation]:
    """Whose record a finding of the installation can become, when this person accepts it."""
    return Organisation.objects.filter(pk__in=list(memberships_of(user)), is_active=True).order_by(
        "name_zh", "name_en", "pk"
    )


def made_of(user: Any, finding: Finding) -> Any:
    """What the finding became, where there still is such a thing that the person may see."""
    if finding.object_id is None:
        return None
    if finding.object_kind == "page":
        return Page.objects.visible_to(user).filter(pk=finding.object_id).first()
    if finding.object_kind == "organisation":
        return Organisation.objects.visible_to(user).filter(pk=finding.object_id).first()
    model = RECORD_MODELS.get(finding.object_kind)
    return model.objects.visible_to(user).filter(pk=finding.object_id).first() if model else None


def personal_feeds(user: Any) -> dict[str, Any]:
    """What a person added, asked for and decided, for the copy of their data.

    By numbers: who left the organisation is not told any more what its sources and findings are called.
    """
    sources = Source.objects.filter(Q(created_by=user) | Q(takeover_by=user)).order_by("pk")
    return {
        "feed_sources": [
            {
                "source": one.pk, "added": one.created_by_id == user.pk,
                "drafts_in_your_name": one.takeover_by_id == user.pk, "added_at": one.created_at,
            }
            for one in sources.defer("memory")
        ],
        "visits_of_sources": list(
            Visit.objects.filter(asked_by=user).order_by("pk").values("source", "created_at", "state")
        ),
        "decisions_on_findings": [
            {"finding": one.pk, "source": one.source_id, "decision": one.base_state, "decided_at": one.decided_at}
            for one in Finding.objects.filter(decided_by=user).order_by("decided_at", "pk")
        ],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a finding says, field by field: what is different since somebody last decided, and all of it."""

    changes: list[Change]
    problems: list[tuple[str, str]]
    """Field and what is wrong with it, in the reader's language."""


def said_by(finding: Finding) -> Said:
    problems = [
        (label_of(finding.kind, problem["field"]) if problem.get("field") else "", in_language(problem))
        for problem in finding.problems
    ]
    return Said(changes_between(finding.kind, finding.base, finding.fields), problems)
