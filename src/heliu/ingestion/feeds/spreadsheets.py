"""Findings as a file: a row for each field that is different, so that old and new stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.ingestion.feeds.labels import moment, news_of, owner_of_source
from heliu.ingestion.feeds.models import Finding
from heliu.ingestion.feeds.selectors import said_by
from heliu.kit.tabular import Sheet, csv_lines, write_xlsx

EXPORT_FORMATS = ("xlsx", "csv")
_WIDTHS = (24, 24, 14, 24, 40, 12, 16, 20, 44, 44, 30, 18, 18)


def header() -> list[str]:
    return [
        pgettext("feeds", "Source"), _("Belongs to"), _("Kind"), _("Id at the source"), _("Title"),
        _("What happened"), _("State"), _("Field"), _("Before"), _("Now"), _("Reason"), _("First seen"),
        _("Changed at"),
    ]  # fmt: skip


def rows(findings: Iterable[Finding]) -> Iterator[list[Any]]:
    """At least one row for each finding, also where no field is different."""
    for finding in findings:
        said = said_by(finding)
        first = [
            finding.source.name, owner_of_source(finding.source), finding.get_kind_display(), finding.external_id,
            finding.title, news_of(finding), finding.get_state_display(),
        ]  # fmt: skip
        problems = " ".join(": ".join(filter(None, problem)) for problem in said.problems)
        reason = " ".join(filter(None, [finding.get_reason_display() if finding.reason else "", problems]))
        last = [reason or None, moment(finding.first_seen_at), moment(finding.changed_at)]
        for change in said.changes:
            yield [*first, change.label, change.old or None, change.new or None, *last]
        if not said.changes:
            yield [*first, None, None, None, *last]


def write_findings(stream: BinaryIO, format_name: str, findings: Iterable[Finding]) -> None:
    """Write the whole list as Excel or CSV."""
    found = rows(findings)
    if format_name == "csv":
        stream.writelines(csv_lines(header(), found))
    else:
        write_xlsx(stream, [Sheet(_("Findings"), header(), found, widths=_WIDTHS)])
