"""One assessment as a workbook: what it is, the criteria with answers and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from heliu.kit.tabular import Sheet, write_xlsx
from heliu.readiness.labels import said_by
from heliu.readiness.models import Assessment
from heliu.readiness.selectors import evidence_by_criterion


def write_assessment(stream: BinaryIO, assessment: Assessment) -> None:
    """Write what the page of the result says."""
    header = [
        _("Level"), _("Name of the level"), _("Criterion"), _("Question"), _("What was answered"), _("Note"),
        _("Evidence"),
    ]  # fmt: skip
    write_xlsx(
        stream,
        [
            Sheet(_("Assessment"), [_("Readiness"), ""], _about(assessment), widths=(26, 100), wrap=True),
            Sheet(_("Criteria"), header, _criteria(assessment), widths=(8, 28, 10, 60, 14, 40, 50), wrap=True),
        ],
    )


def _about(assessment: Assessment) -> Iterator[list[Any]]:
    asked = assessment.asked
    yield [_("Achievement"), assessment.achievement.title]
    yield [_("Scale"), str(asked)]
    yield [_("Version of the scale"), asked.version]
    yield [_("Instrument"), asked.instrument]
    yield [_("Source"), asked.source]
    yield [_("Mark"), _("Compared with the source") if asked.verified else _("Not compared with the source")]
    yield [_("Wording of the criteria"), asked.wording]
    yield [_("State"), str(assessment.get_state_display())]
    yield [_("Level"), assessment.reached]
    yield [_("In the way of the next level"), ", ".join(criterion.id for criterion in assessment.stopped_by)]
    if not assessment.is_draft:
        yield [_("Assessment"), said_by(assessment)]
    yield [_("Conflict of interest"), str(assessment.get_conflict_display() or _("Not declared"))]
    for label, text in (
        (_("Which relation"), assessment.conflict_note),
        (_("What was looked at, and how"), assessment.note),
        (_("Reason of the fall"), assessment.fall_reason),
        (_("Reason of the withdrawal"), assessment.withdrawal_reason),
    ):
        if text:
            yield [label, text]
    if assessment.fell_from is not None:
        yield [_("Level before"), assessment.fell_from]


def _criteria(assessment: Assessment) -> Iterator[list[Any]]:
    evidence = evidence_by_criterion(assessment)
    for level in assessment.asked.levels:
        for criterion in level.criteria:
            pieces = [
                f"{one.name} {one.link}" if one.link and one.link != one.name else one.name
                for one in evidence.get(criterion.id, ())
            ]
            yield [
                level.number, str(level), criterion.id, str(criterion),
                str(assessment.answer_to(criterion.id).label), assessment.note_on(criterion.id), "\n".join(pieces),
            ]  # fmt: skip
