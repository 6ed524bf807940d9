"""Pages for whoever may read the achievement: the list with its comparison, one assessment, evidence, the workbook."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from heliu.catalog.access.log import note_reading
from heliu.catalog.choices import AccessKind, AccessWay
from heliu.catalog.models import Achievement
from heliu.kit.permissions import allowed
from heliu.kit.tabular.responses import file_response
from heliu.readiness.choices import EvidenceKind
from heliu.readiness.forms import InvitationForm
from heliu.readiness.labels import said_by
from heliu.readiness.ladder import ladder
from heliu.readiness.models import Assessment
from heliu.readiness.selectors import (
    assessments_of,
    comparisons,
    evidence_by_criterion,
    get_readable_achievement,
    get_visible_assessment,
    get_visible_evidence,
    unsupported,
    visible_invitations,
    would_fall_from,
)
from heliu.readiness.spreadsheets import write_assessment


@require_GET
@never_cache
def assessment_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The assessments of an achievement, the newest first, and side by side those that asked the same."""
    return list_page(request, get_readable_achievement(request.user, pk), InvitationForm())


def list_page(
    request: HttpRequest, achievement: Achievement, form: InvitationForm, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    """The list, with what was filled in wrongly in an invitation."""
    found = list(assessments_of(request.user, achievement))
    note_reading(request.user, [achievement], what=AccessKind.READ, way=AccessWay.PAGE)
    context = {
        "achievement": achievement, "drafts": [one for one in found if one.is_draft],
        "assessments": [one for one in found if not one.is_draft], "comparisons": comparisons(found),
        "may_assess": allowed(request.user, "readiness.add_assessment", achievement),
        "may_invite": allowed(request.user, "readiness.invite_reviewer", achievement), "form": form,
        "invitations": list(visible_invitations(request.user).filter(achievement=achievement)),
    }  # fmt: skip
    return render(request, "readiness/assessment_list.html", context, status=status)


@require_GET
@never_cache
def assessment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an assessment found: the ladder of levels, and what stands in the way of the next one."""
    return detail_page(request, get_visible_assessment(request.user, pk))


def detail_page(request: HttpRequest, assessment: Assessment, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of the result, with what was refused."""
    note_reading(request.user, [assessment.achievement], what=AccessKind.READ, way=AccessWay.PAGE)
    context: dict[str, Any] = {
        "assessment": assessment, "achievement": assessment.achievement, "asked": assessment.asked,
        "rungs": ladder(assessment, evidence_by_criterion(assessment)), "unsupported": unsupported(assessment),
        "said_by": "" if assessment.is_draft else said_by(assessment), "problem": problem,
        "would_fall_from": would_fall_from(assessment) if assessment.is_draft else None,
        "may_edit": allowed(request.user, "readiness.edit_assessment", assessment),
        "may_sign": allowed(request.user, "readiness.sign_assessment", assessment),
        "may_delete": allowed(request.user, "readiness.delete_assessment", assessment),
        "may_withdraw": allowed(request.user, "readiness.withdraw_assessment", assessment),
        "posted": request.POST,
    }  # fmt: skip
    return render(request, "readiness/assessment_detail.html", context, status=status)


@require_safe
def assessment_export(request: HttpRequest, pk: int) -> FileResponse:
    """One assessment as Excel."""
    return workbook_response(request.user, get_visible_assessment(request.user, pk), way=AccessWay.PAGE)


def workbook_response(user: Any, assessment: Assessment, *, way: AccessWay) -> FileResponse:
    """A workbook to save; page and API give the same."""
    note_reading(user, [assessment.achievement], what=AccessKind.EXPORTED, way=way)
    name = f"heliu-readiness-{assessment.pk}"
    response = file_response(name, lambda stream: write_assessment(stream, assessment))
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def evidence_download(request: HttpRequest, pk: int) -> FileResponse:
    """A file of an assessment, to those who may read the achievement in full; saved, never shown inside a page."""
    evidence = get_visible_evidence(request.user, pk)
    if evidence.kind != EvidenceKind.FILE:
        raise Http404
    try:
        stream = evidence.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    note_reading(request.user, [evidence.assessment.achievement], what=AccessKind.FILE, way=AccessWay.PAGE)
    response = FileResponse(stream, as_attachment=True, filename=evidence.name, content_type=evidence.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Whoever loses the right to read the achievement must not find its files in a cache.
    response["Cache-Control"] = "private, no-store"
    return response
