"""Reading assessments, each time for somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import Http404
from django.utils.text import capfirst

from heliu.accounts.permissions import memberships_of
from heliu.catalog.choices import ReadinessBasis
from heliu.catalog.models import Achievement, Attachment
from heliu.catalog.selectors import get_visible_record, seen_titles
from heliu.kit.permissions import allowed
from heliu.kit.workdays import local_day
from heliu.readiness.choices import Answer, State
from heliu.readiness.loading import scales
from heliu.readiness.models import Assessment, AssessmentQuerySet, Evidence, Invitation, InvitationQuerySet
from heliu.readiness.scales import Criterion, Scale, Version


def visible_assessments(user: Any) -> AssessmentQuerySet:
    """What a person may see, with what a list shows of it."""
    return Assessment.objects.visible_to(user).select_related("achievement__organisation", "assessor")


def get_visible_assessment(user: Any, pk: int) -> Assessment:
    """The assessment, or "not found"."""
    found = visible_assessments(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def assessments_of(user: Any, achievement: Achievement) -> AssessmentQuerySet:
    """Those of an achievement that the person may see: drafts first, then the newest."""
    return visible_assessments(user).filter(achievement=achievement).order_by("-signed_at", "-pk")


def get_readable_achievement(user: Any, pk: int) -> Achievement:
    """An achievement that the person may read in full, or "not found": its assessments follow its content."""
    found: Achievement = get_visible_record(user, "achievement", pk)
    if not allowed(user, "catalog.view_content", found):
        raise Http404
    return found


def assessed_achievement(record: Any) -> Achievement | None:
    """The achievement whose readiness a page shows: the record itself, or what a record of another area is about.

    Such a record has ``supply``, the achievement or expert that it brings to the other side.
    """
    subject = record if isinstance(record, Achievement) else getattr(record, "supply", None)
    return subject if isinstance(subject, Achievement) else None


def get_visible_evidence(user: Any, pk: int) -> Evidence:
    """A piece of evidence of an assessment that the person may see, or "not found"."""
    found = Evidence.objects.select_related("assessment__achievement__organisation").filter(pk=pk).first()
    if found is None or not Assessment.objects.visible_to(user).filter(pk=found.assessment_id).exists():
        raise Http404
    return found


def evidence_by_criterion(assessment: Assessment) -> Mapping[str, list[Evidence]]:
    """Criterion → its evidence; one query."""
    found: dict[str, list[Evidence]] = {}
    for one in assessment.evidence.all():
        found.setdefault(one.criterion, []).append(one)
    return found


def attachments_of(assessment: Assessment) -> Sequence[Attachment]:
    """Files of the achievement that evidence may point to."""
    return list(assessment.achievement.attachments.all())


def unsupported(assessment: Assessment) -> list[str]:
    """The criteria that count as met and have no evidence: said before signing and on the page of the result."""
    evidence = evidence_by_criterion(assessment)
    return [
        criterion.id
        for criterion in assessment.asked.criteria
        if assessment.answer_to(criterion.id) == Answer.MET and criterion.id not in evidence
    ]


# -- scales -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offer:
    """A scale as it is offered today; ``version`` is its last one where none holds, and then it is not offered."""

    scale: Scale
    version: Version
    in_force: bool


def offers() -> list[Offer]:
    """Every scale: those that hold today first, then those whose time is over, which say so."""
    day = local_day()
    found = []
    for scale in scales().values():
        version = scale.on(day)
        found.append(Offer(scale, version or scale.last, version is not None))
    return sorted(found, key=lambda one: (not one.in_force, not one.scale.readiness, one.scale.name))


# -- before and after -------------------------------------------------------------------------------


def last_signed(achievement: Achievement, scale: str) -> Assessment | None:
    """The newest assessment on a scale that counts; whoever asks may know of the achievement."""
    return Assessment.objects.signed().filter(achievement=achievement, scale=scale).first()


def would_fall_from(assessment: Assessment) -> int | None:
    """The level of the last signed assessment on the same scale, where the answers give a lower one."""
    before = last_signed(assessment.achievement, assessment.scale)
    if before is None or before.level is None or assessment.reached >= before.level:
        return None
    return before.level


def newest_setting(achievement: Achievement) -> Assessment | None:
    """The newest signed assessment on a scale whose level stands on the record."""
    return next(
        (one for one in Assessment.objects.signed().filter(achievement=achievement) if one.asked.readiness), None
    )


def changed_since(assessment: Assessment, version: int) -> list[str]:
    """What was edited after a version: labels of fields, and answers by their criterion."""
    then = assessment.history.filter(version=version).order_by("history_date", "history_id").last()
    return _differing(then, assessment)


def _differing(before: Any, after: Any) -> list[str]:
    found = []
    for name in Assessment.editable_fields:
        old, new = getattr(before, name, None), getattr(after, name)
        if old == new:
            continue
        if name == "answers":
            known = {*(old or {}), *new}
            found += sorted(
                (one for one in known if (old or {}).get(one) != new.get(one)), key=_numbers
            )  # fmt: skip
        else:
            found.append(capfirst(str(Assessment._meta.get_field(name).verbose_name)))  # type: ignore[union-attr]
    return found or [capfirst(str(Evidence._meta.verbose_name_plural))]


def _numbers(criterion: str) -> tuple[int, ...]:
    return tuple(int(part) for part in criterion.split(".") if part.isdecimal())


@dataclass(frozen=True, slots=True)
class Comparison:
    """Assessments on one version of a scale side by side: for each criterion the answer of each, oldest first."""

    asked: Version
    assessments: Sequence[Assessment]
    rows: Sequence[tuple[Criterion, Sequence[Answer], bool]]
    """Criterion, answers, and whether they differ."""


def comparisons(found: Sequence[Assessment]) -> list[Comparison]:
    """Of signed assessments those on the same questions, where there are at least two."""
    groups: dict[tuple[str, str], list[Assessment]] = {}
    for one in found:
        if one.state == State.SIGNED:
            groups.setdefault((one.scale, one.scale_version), []).append(one)
    result = []
    for members in groups.values():
        same = [one for one in members if one.questions["levels"] == members[0].questions["levels"]]
        if len(same) < 2:
            continue
        same.reverse()
        rows = []
        for criterion in same[0].asked.criteria:
            answers = [one.answer_to(criterion.id) for one in same]
            rows.append((criterion, answers, any(first != second for first, second in pairwise(answers))))
        result.append(Comparison(same[0].asked, same, rows))
    return result


# -- invitations ------------------------------------------------------------------------------------


def visible_invitations(user: Any) -> InvitationQuerySet:
    """Those that a person has received, and those of the organisations that they are a member of."""
    return Invitation.objects.visible_to(user).select_related("achievement__organisation", "reviewer", "invited_by")


def get_visible_invitation(user: Any, pk: int) -> Invitation:
    """The invitation, or "not found"."""
    found = visible_invitations(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitations_to_answer(user: Any) -> InvitationQuerySet:
    """Open invitations of a reviewer to achievements that they may still read."""
    readable = Achievement.objects.content_visible_to(user).order_by()
    return visible_invitations(user).open().filter(reviewer=user, achievement__in=readable)


# -- the copy of a person's data --------------------------------------------------------------------


def personal_assessments(user: Any) -> dict[str, Any]:
    """What a person assessed and to what they were invited, for the copy of their data.

    What an assessment says of an achievement is left out where the person may not read that any more.
    """
    seen = set(visible_assessments(user).filter(assessor=user).values_list("pk", flat=True))
    invited = Invitation.objects.filter(reviewer=user).order_by("created_at", "pk")
    titles = seen_titles(user, [("achievement", one.achievement_id) for one in invited])
    return {
        "readiness_assessments": [
            {
                "id": one.pk, "scale": one.scale, "state": one.state, "signed_at": one.signed_at,
                "standing": one.standing, "conflict": one.conflict, "conflict_note": one.conflict_note,
                "level": one.level if one.pk in seen else None, "answers": one.answers if one.pk in seen else None,
                "note": one.note if one.pk in seen else None,
            }
            for one in Assessment.objects.filter(assessor=user).order_by("created_at", "pk")
        ],
        "readiness_invitations": [
            {
                "achievement": titles.get(("achievement", one.achievement_id)), "state": one.state,
                "invited_at": one.created_at,
            }
            for one in invited
        ],
    }  # fmt: skip


def standing_of(user: Any, achievement: Achievement) -> ReadinessBasis:
    """As what a person who may assess an achievement does so: whoever belongs to the owner assesses themselves."""
    if achievement.organisation_id in memberships_of(user):
        return ReadinessBasis.SELF
    if allowed(user, "readiness.act_for_owner", achievement):
        return ReadinessBasis.MANDATED
    return ReadinessBasis.THIRD_PARTY


def rebased(assessment: Assessment, version: int, fields: dict[str, Any]) -> dict[str, Any]:
    """What a person wrote, put on top of what somebody else has saved since ``version``.

    Wherever the person had changed nothing the newer text stands, so that saving again undoes nothing by accident.
    """
    then = assessment.history.filter(version=version).order_by("history_date", "history_id").last()
    if then is None:
        return fields
    found = {
        name: getattr(assessment, name) if fields[name] == getattr(then, name) else fields[name]
        for name in fields
        if name != "answers"
    }  # fmt: skip
    written, before, now = fields["answers"], then.answers, assessment.answers
    answers = {}
    for criterion in assessment.asked.criteria:
        own = written.get(criterion.id, {})
        kept = now.get(criterion.id, {}) if own == before.get(criterion.id, {}) else own
        if kept:
            answers[criterion.id] = kept
    return found | {"answers": answers}
