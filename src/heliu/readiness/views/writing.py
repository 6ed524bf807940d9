"""Pages for those who assess: choosing a scale, the form, signing, withdrawing, and inviting a reviewer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.kit.permissions import allowed
from heliu.kit.refusals import show_problems
from heliu.kit.uploads import UploadRefused
from heliu.readiness import actions
from heliu.readiness.choices import InvitationState
from heliu.readiness.errors import AssessmentChanged, AssessmentFinal, ReadinessRefused
from heliu.readiness.forms import AssessmentForm, InvitationForm
from heliu.readiness.models import Assessment
from heliu.readiness.selectors import (
    attachments_of,
    evidence_by_criterion,
    get_readable_achievement,
    get_visible_assessment,
    get_visible_invitation,
    last_signed,
    offers,
    rebased,
    standing_of,
)
from heliu.readiness.views.reading import detail_page, list_page


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def assessment_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which scale: those in force, and those whose time is over, which say so."""
    achievement = get_readable_achievement(request.user, pk)
    if not allowed(request.user, "readiness.add_assessment", achievement):
        raise PermissionDenied
    status = 200
    if request.method == "POST":
        try:
            made = actions.start_assessment(
                actor=request.user, achievement=achievement, scale=request.POST.get("scale", ""),
                from_last="from_last" in request.POST,
            )  # fmt: skip
        except ReadinessRefused as error:
            messages.error(request, str(error))
            status = error.status
        else:
            return redirect("assessment_edit", made.pk)
    offered = [(one, last_signed(achievement, one.scale.name)) for one in offers()]
    context = {
        "achievement": achievement, "offers": [pair for pair in offered if pair[0].in_force],
        "over": [one for one, _last in offered if not one.in_force],
        "has_last": any(last for _one, last in offered), "standing": standing_of(request.user, achievement),
    }  # fmt: skip
    return render(request, "readiness/assessment_create.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def assessment_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The questions from low to high; it can be saved half done, and a second person is told what the first changed."""
    assessment = get_visible_assessment(request.user, pk)
    if not assessment.is_draft:
        messages.error(request, str(AssessmentFinal(assessment.get_state_display())))
        return redirect(assessment)
    if not allowed(request.user, "readiness.edit_assessment", assessment):
        raise PermissionDenied
    if request.method != "POST":
        return _form_page(request, assessment, _form(assessment))
    form = _form(assessment, posted=request.POST, uploads=request.FILES)
    if not form.is_valid():
        return _form_page(request, assessment, form, status=422)
    version = _number(request.POST.get("version"))
    try:
        actions.edit_assessment(
            actor=request.user, assessment=assessment, version=version, fields=form.given, add=form.new_evidence,
            remove=form.removed,
        )  # fmt: skip
    except ValidationError as error:
        show_problems(form, error)
    except UploadRefused as error:
        form.add_error(None, str(error))
    except AssessmentChanged as error:
        newest = get_visible_assessment(request.user, pk)
        form = _form(newest, fields=rebased(newest, version, form.given))
        return _form_page(request, newest, form, conflict=error, status=409)
    except ReadinessRefused as error:
        messages.error(request, str(error))
        return redirect("assessment_list", assessment.achievement_id)
    else:
        messages.success(request, _("Saved."))
        return redirect(assessment if request.POST.get("then") == "result" else "assessment_edit", pk)
    return _form_page(request, assessment, form, status=422)


def _form(assessment: Assessment, **options: Any) -> AssessmentForm:
    return AssessmentForm(
        assessment=assessment, evidence=evidence_by_criterion(assessment), files=attachments_of(assessment), **options
    )


def _form_page(
    request: SignedInRequest, assessment: Assessment, form: AssessmentForm, *,
    conflict: AssessmentChanged | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    # After a conflict the newest version: saving again replaces what the other person wrote, knowingly.
    version: Any = assessment.version if conflict else request.POST.get("version") or assessment.version
    context = {
        "assessment": assessment, "achievement": assessment.achievement, "asked": assessment.asked, "form": form,
        "steps": list(form.steps()), "conflict": conflict, "version": version,
        "criteria": len(assessment.asked.criteria),
    }  # fmt: skip
    return render(request, "readiness/assessment_form.html", context, status=status)


@login_required
@require_POST
def assessment_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Freeze it; what is refused is told on the page of the result."""
    assessment = get_visible_assessment(request.user, pk)
    try:
        signed = actions.sign_assessment(
            actor=request.user, assessment=assessment, version=_number(request.POST.get("version")),
            fall_reason=request.POST.get("fall_reason", ""),
        )  # fmt: skip
    except ReadinessRefused as error:
        return detail_page(request, get_visible_assessment(request.user, pk), problem=str(error), status=error.status)
    messages.success(request, _("Signed. The assessment is not changed any more."))
    return redirect(signed)


@login_required
@require_POST
def assessment_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it back with a reason."""
    assessment = get_visible_assessment(request.user, pk)
    try:
        actions.withdraw_assessment(
            actor=request.user, assessment=assessment, reason=request.POST.get("reason", "")
        )  # fmt: skip
    except ReadinessRefused as error:
        return detail_page(request, get_visible_assessment(request.user, pk), problem=str(error), status=error.status)
    messages.success(request, _("The assessment was withdrawn. It stays readable and does not count any more."))
    return redirect(assessment)


@login_required
@require_POST
def assessment_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    assessment = get_visible_assessment(request.user, pk)
    try:
        actions.delete_assessment(actor=request.user, assessment=assessment)
    except ReadinessRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The draft was deleted."))
    return redirect("assessment_list", assessment.achievement_id)


@login_required
@require_POST
def invitation_create(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a reviewer."""
    achievement = get_readable_achievement(request.user, pk)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            made = actions.invite_reviewer(
                actor=request.user, achievement=achievement, email=form.cleaned_data["email"],
                note=form.cleaned_data["note"],
            )  # fmt: skip
        except ValidationError as error:
            show_problems(form, error)
        else:
            messages.success(request, _("%(person)s was invited.") % {"person": made.reviewer})
            return redirect("assessment_list", achievement.pk)
    return list_page(request, achievement, form, status=422)


@login_required
@require_POST
def invitation_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decline it, or take it back."""
    invitation = get_visible_invitation(request.user, pk)
    try:
        ended = actions.end_invitation(actor=request.user, invitation=invitation)
    except ReadinessRefused as error:
        messages.error(request, str(error))
    else:
        declined = ended.state == InvitationState.DECLINED
        messages.success(request, _("You declined.") if declined else _("The invitation was taken back."))
    return redirect("assessment_list", invitation.achievement_id)


def _number(text: Any) -> int:
    """What is no number is the version of nothing."""
    return int(text) if text and str(text).isdecimal() and len(str(text)) < 10 else 0
