"""What a rule says, as a page or the API shows it in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.deals.choices import ContractKind, Pricing
from heliu.deals.facts.selectors import Known
from heliu.kit.language import current_language
from heliu.rulebook.deciding import ClauseAnswer, Decision
from heliu.rulebook.loading import facts
from heliu.rulebook.rules import Version

MET, NOT_MET, UNKNOWN, NO_RULE = "met", "not_met", "unknown", "no_rule"
"""The three answers; and that no version of the rule holds on the day."""


@dataclass(frozen=True, slots=True)
class ShownClause:
    """One clause with its answer and the place where it stands."""

    text: str
    article: str
    verified: bool
    answer: str
    missing: Sequence[str]
    """Labels of the facts that would decide it."""


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """What a rule says on a day."""

    name: str
    title: str
    answer: str
    instrument: str
    issuer: str
    source: str
    valid_from: date | None
    valid_to: date | None
    verified: bool
    note: str
    ended: str
    """The instrument that has ended, where none holds any more."""
    ended_on: date | None
    clauses: Sequence[ShownClause]
    deciding: Sequence[str]
    """Labels of the facts that would decide, those first that settle most."""


def shown(decision: Decision) -> ShownDecision:
    """A decision in words. Where no version holds, what is told is the one that has ended."""
    lang = current_language()
    version, ended = decision.version, decision.ended
    note = version.note.in_language(lang) if version is not None and version.note is not None else ""
    return ShownDecision(
        decision.rule.name, decision.rule.title.in_language(lang), _answer(decision.answer, version),
        *_of_version(version), note, ended.instrument if ended else "", ended.valid_to if ended else None,
        [_clause(one, lang) for one in decision.clauses], fact_labels(decision.deciding),
    )  # fmt: skip


def _of_version(version: Version | None) -> tuple[str, str, str, date | None, date | None, bool]:
    if version is None:
        return "", "", "", None, None, False
    return version.instrument, version.issuer, version.source, version.valid_from, version.valid_to, version.verified


def _answer(answer: bool | None, version: Version | None) -> str:
    if version is None:
        return NO_RULE
    return {True: MET, False: NOT_MET, None: UNKNOWN}[answer]


def _clause(one: ClauseAnswer, lang: str) -> ShownClause:
    clause = one.clause
    answer = {True: MET, False: NOT_MET, None: UNKNOWN}[one.answer]
    return ShownClause(clause.text.in_language(lang), clause.article, clause.verified, answer, fact_labels(one.unknown))


def fact_labels(names: Iterable[str]) -> list[str]:
    """What the facts are called in the reader's language."""
    known, lang = facts(), current_language()
    return [known[name].label.in_language(lang) for name in names]


def fact_label(name: str) -> str:
    """The same of one fact, as it begins a line."""
    return capfirst(fact_labels([name])[0])


def value_label(value: Any) -> str:
    """The value of a fact in words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | Decimal):
        return str(number_format(value, force_grouping=True))
    return str(value)


def known_rows(known: dict[str, Known]) -> list[dict[str, Any]]:
    """Every fact that is known, with where it is known from."""
    return [
        {"name": name, "label": fact_label(name), "value": _shown_value(name, one.value), "origin": one.origin.label}
        for name, one in known.items() if name in facts()
    ]  # fmt: skip


def _shown_value(name: str, value: Any) -> str:
    kinds = {"contract_kind": ContractKind, "pricing": Pricing}
    return str(kinds[name](value).label) if name in kinds else value_label(value)


def clause_words(answer: str) -> str:
    """An answer in a word."""
    return {
        MET: pgettext("clause", "met"), NOT_MET: pgettext("clause", "not met"), UNKNOWN: pgettext("clause", "unknown"),
        NO_RULE: pgettext("clause", "no rule in force"),
    }[answer]  # fmt: skip
