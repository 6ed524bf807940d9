"""Tables of demands in, tables of matches out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from heliu.kit.tabular import BadHeader, Sheet, Table, open_table, plain_name, write_xlsx
from heliu.kit.vocabularies import regions
from heliu.matching.adapters.answers import Answer, Result, Why
from heliu.matching.labels import field_label, level_label
from heliu.matching.verdicts.labels import count_label

TITLES = (
    "title", "title_zh", "title_en", "name", "demand", "demand title", "需求", "标题", "需求标题", "需求名称",
    "技术需求", "技术需求名称", "名称", "题目", "项目名称",
)  # fmt: skip
DESCRIPTIONS = (
    "description", "description_zh", "description_en", "text", "content", "detail", "details", "描述", "需求描述",
    "说明", "内容", "需求内容", "详细描述", "技术需求描述", "需求说明", "简介",
)  # fmt: skip
IDS = ("id", "external_id", "no", "number", "demand id", "编号", "序号", "需求编号", "需求id", "代码")
COLUMNS = {"title": TITLES, "description": DESCRIPTIONS, "id": IDS}


@dataclass(frozen=True, slots=True)
class DemandRow:
    """A demand of a file."""

    id: str
    title: str
    description: str

    @property
    def text(self) -> str:
        return "\n".join(part for part in (self.title, self.description) if part)


class DemandTable:
    """The demands of an Excel, CSV or JSONL file. Raises a TableError where it cannot be read."""

    def __init__(self, path: Path) -> None:
        known = [name for names in COLUMNS.values() for name in names]
        self._table: Table = open_table(path, known=known)
        self._columns = {purpose: self._find(names) for purpose, names in COLUMNS.items()}
        if not (self._columns["title"] or self._columns["description"]):
            raise BadHeader(_("There is no column with a title or a description. Name one of them “title” or “标题”."))
        self.notes: Sequence[str] = self._table.notes
        self.total: int = self._table.total or 0

    def _find(self, names: Sequence[str]) -> str | None:
        by_plain = {plain_name(column): column for column in self._table.columns}
        for name in names:
            if column := by_plain.get(plain_name(name)):
                self._table.require_single(column)
                return column
        return None

    def __iter__(self) -> Iterator[DemandRow]:
        """The rows that hold a need; the row's number is the id of one without an id."""
        for row in self._table.rows():
            values = {
                purpose: str(row.values.get(column) or "").strip() if column else ""
                for purpose, column in self._columns.items()
            }
            if values["title"] or values["description"]:
                yield DemandRow(values["id"] or str(row.number), values["title"], values["description"])


@dataclass
class MatchBook:
    """The workbook of matches: rows gather while demands are matched."""

    matches: list[tuple[Any, ...]] = field(default_factory=list)
    unanswered: list[tuple[Any, ...]] = field(default_factory=list)
    """Demands that found nothing, or nothing credible."""

    def add(self, demand: DemandRow, answer: Answer) -> None:
        """A row for each result, credible or not; a row on the second sheet where none is."""
        if answer.abstained or not answer.results:
            self.unanswered.append((demand.id, demand.title or demand.description[:100], *_shortfall(answer)))
        for rank, result in enumerate(answer.results, start=1):
            self.matches.append((demand.id, demand.title, rank, *_result_cells(result)))

    def save(self, path: Path) -> None:
        """Write both sheets; a file of that name is replaced only by a finished one."""
        header = [
            _("Demand id"), _("Demand"), _("Rank"), _("Kind"), _("Record id"), _("Record"), _("Organisation"),
            _("Region"), _("Score"), _("Level"), _("Credible"), _("Reason"), _("Verdicts"),
        ]  # fmt: skip
        widths = (12, 36, 6, 12, 10, 40, 28, 18, 8, 10, 10, 80, 30)
        unanswered = [_("Demand id"), _("Demand"), _("Why"), _("Best score"), _("Threshold")]
        sheets = [
            Sheet(_("Matches"), header, self.matches, widths=widths, wrap=True),
            Sheet(_("Without an answer"), unanswered, self.unanswered, widths=(12, 60, 24, 12, 12), wrap=True),
        ]
        partial = path.with_name(path.name + ".part")
        with partial.open("wb") as stream:
            write_xlsx(stream, sheets)
        partial.replace(path)


def _shortfall(answer: Answer) -> tuple[Any, ...]:
    """Why a demand has no answer, the best score it got, and the one it would have needed."""
    if answer.best_score is None or answer.threshold is None:
        return _("Nothing found"), None, answer.threshold
    return _("No credible match"), round(answer.best_score, 4), round(answer.threshold, 4)


def _result_cells(result: Result) -> tuple[Any, ...]:
    organisation = getattr(result.record, "organisation", None) if result.readable else None
    region = ""
    if result.readable:
        region = result.record.region or getattr(organisation, "region", "")
    return (
        str(result.kind.label), result.record.pk, str(result.record), str(organisation or ""),
        regions().full_name(region) if region else "", round(result.score, 4),
        level_label(result.level) or "", _("yes") if result.credible else _("no"),
        "\n".join(_reason(result, why) for why in result.reasons[:2]),
        count_label(result.verdicts) if result.verdicts else "",
    )  # fmt: skip


def _reason(result: Result, why: Why) -> str:
    words = {"need": why.query_text, "field": field_label(result.kind, why.doc_field), "text": why.text}
    if why.nature == "meaning":
        return _("Nearest in meaning: “%(need)s” – %(field)s: “%(text)s”") % words
    return _("Shared words: “%(need)s” – %(field)s: “%(text)s”") % words
