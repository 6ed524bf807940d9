"""The papers of a deal on its page, and the way to the templates for who keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from heliu.deals.models import Deal
from heliu.deals.papers.forms import MakeForm
from heliu.deals.papers.kinds import kinds
from heliu.deals.papers.labels import kind_label, language_label
from heliu.deals.papers.models import Paper
from heliu.deals.papers.selectors import Change, CurrentValues, changes_since, newest_papers
from heliu.kit.permissions import allowed


@dataclass(frozen=True, slots=True)
class Row:
    """The newest paper of a kind and language as a page shows it."""

    paper: Paper
    label: str
    language: str
    changes: Sequence[Change]
    gaps: Sequence[str]
    """Labels of what the record did not say when it was made."""
    fits: bool
    """Whether it can be made again: the kind still fits the deal."""


def row_of(paper: Paper, current: CurrentValues) -> Row:
    """What pages say of a paper."""
    kind = kinds().get(paper.kind)
    known = kind.known_fields() if kind else {}
    gaps = [str(known[name].label) if name in known else name for name in paper.gaps]
    return Row(
        paper, kind_label(paper.kind), language_label(paper.language), changes_since(paper, current), gaps,
        fits=kind is not None and kind.suits(paper.deal),
    )  # fmt: skip


def papers_panel(request: HttpRequest, deal: Any) -> dict[str, Any] | None:
    """The newest paper of each sort, whether it is stale, and the way to make one."""
    if not isinstance(deal, Deal):
        return None
    current = CurrentValues(deal)
    return {
        "rows": [row_of(paper, current) for paper in newest_papers(deal)], "make_form": MakeForm(deal=deal),
        "may_make": not deal.is_over and allowed(request.user, "deals.make_paper", deal),
    }  # fmt: skip


def templates_menu(request: HttpRequest, record: Any) -> dict[str, Any] | None:
    """The way to the templates, for administrators."""
    return {} if allowed(request.user, "deals.see_paper_templates") else None
