"""The drift page as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.kit.tabular import Sheet, write_xlsx
from heliu.matching.labels import part_label
from heliu.matching.outcomes.adapters import Drift
from heliu.matching.outcomes.labels import verdict_label
from heliu.matching.outcomes.tables import LEVELS, Week


def write_weeks(stream: BinaryIO, weeks: Sequence[Week]) -> None:
    """Both tables of the page as two sheets."""
    outcomes = Sheet(
        _("What became of answers"),
        [
            _("Week of"), _("Answers"), _("Nothing credible"), pgettext("result", "Opened"),
            pgettext("result", "Dismissed"), pgettext("result", "Introduced"), pgettext("result", "Contracted"),
        ],
        [(week.begins, week.answers, week.abstained, *week.outcomes.values()) for week in weeks],
        widths=(14, 10, 14, 10, 10, 10, 10),
    )  # fmt: skip
    results = Sheet(
        _("What results are like"),
        [
            _("Week of"), _("Ranking model"), *(_("Level %(level)s") % {"level": level} for level in LEVELS),
            _("Median score"), _("Scores: index"), _("Scores"), _("Levels: index"), _("Levels"),
            _("Part that moved furthest"), _("Part: index"), _("Part"),
        ],
        [
            (
                week.begins, ", ".join(week.rankings), *week.levels.values(), week.median_score, *_cells(week.scores),
                *_cells(week.level_drift), part_label(week.parts[0]) if week.parts else None,
                *_cells(week.parts[1] if week.parts else None),
            )
            for week in weeks
        ],
        widths=(14, 24, 9, 9, 9, 9, 12, 14, 16, 14, 16, 34, 12, 16),
    )  # fmt: skip
    write_xlsx(stream, [outcomes, results])


def _cells(drift: Drift | None) -> tuple[float | None, str | None]:
    return (round(drift.psi, 4), verdict_label(drift.verdict)) if drift else (None, None)
