"""Assessments as somebody wrote them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.accounts.models import User
from heliu.accounts.tests.factories import fresh
from heliu.readiness.actions import NewEvidence, edit_assessment, sign_assessment, start_assessment
from heliu.readiness.choices import Answer, Conflict
from heliu.readiness.models import Assessment, Invitation

ISO = "iso16290"


def answers_up_to(assessment: Assessment, level: int) -> dict[str, dict[str, str]]:
    """Answers that reach exactly this level: everything up to it is met, and the first criterion above is not."""
    found = {}
    for one in assessment.asked.levels:
        for criterion in one.criteria:
            if one.number <= level:
                found[criterion.id] = {"answer": Answer.MET.value, "note": f"{criterion.id} 有记录"}
    above = f"{level + 1}.1"
    if level < assessment.asked.highest:
        found[above] = {"answer": Answer.NOT_MET.value, "note": ""}
    return found


def drafted(actor: User, achievement: Any, level: int = 4, scale: str = ISO, **fields: Any) -> Assessment:
    """A draft that reaches a level, ready to be signed."""
    draft = start_assessment(actor=actor, achievement=achievement, scale=scale)
    given = {"answers": answers_up_to(draft, level), "conflict": Conflict.NONE.value} | fields
    return edit_assessment(actor=actor, assessment=draft, version=draft.version, fields=given)


def signed(
    actor: User, achievement: Any, level: int = 4, scale: str = ISO, *, fall_reason: str = "", **fields: Any
) -> Assessment:  # fmt: skip
    """A signed one."""
    draft = drafted(actor, achievement, level, scale, **fields)
    return sign_assessment(actor=actor, assessment=draft, version=draft.version, fall_reason=fall_reason)


def invited(reviewer: User, achievement: Any) -> User:
    """The reviewer, with an open invitation."""
    Invitation.objects.create(achievement=achievement, reviewer=reviewer)
    return fresh(reviewer)


def text_file(name: str = "测试报告.txt", content: str = "达到指标") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode())


def with_evidence(author: User, achievement: Any, level: int = 4) -> Assessment:
    """A draft with a file and a link."""
    draft = drafted(author, achievement, level)
    pieces = [NewEvidence("1.1", upload=text_file()), NewEvidence("2.1", link="https://example.org/报告", name="论文")]
    return edit_assessment(actor=author, assessment=draft, version=draft.version, fields={}, add=pieces)
