"""The least rewards by law: every clause of the rules about rewards of the day, held against a version.

The rules are data (``heliu.rulebook``); a local one of the provider's place holds beside those of the country.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heliu.accounts.models import Organisation
from heliu.deals.benefit.figures import Figures
from heliu.deals.benefit.models import SplitVersion
from heliu.kit.workdays import local_day
from heliu.rulebook.conditions import Answer
from heliu.rulebook.deciding import ClauseAnswer, Decision, decide
from heliu.rulebook.loading import facts, rules_about
from heliu.rulebook.rules import Clause, Version


@dataclass(frozen=True, slots=True)
class Floor:
    """One clause, what it answers, and whether this unit may depart from it."""

    clause: Clause
    version: Version
    answer: Answer
    unknown: tuple[str, ...]
    may_depart: bool

    @property
    def text(self) -> str:
        return self.clause.text.in_language(get_language() or "zh")

    @property
    def binds(self) -> bool:
        """Not met, and nothing to be done about it but to reach it."""
        return self.answer is False and not self.may_depart


def facts_of(version: SplitVersion, figures: Figures) -> dict[str, Any]:
    """What a version states, by the names of ``rulebook/data/facts.toml``; None where it is silent."""
    return {
        "reward_route": version.route, "reward_basis": version.basis or None,
        "provider_is_public": version.provider_is_public, "reward_percentage": figures.percentage,
        "main_contributors_percentage": figures.to_main, "reward_years": version.reward_years,
    }  # fmt: skip


def decisions_of(version: SplitVersion, figures: Figures) -> list[Decision]:
    """Every rule about rewards of the country and of the provider's place, on the day of approval or today."""
    day = version.decided_on or local_day()
    stated = facts_of(version, figures)
    return [decide(rule, stated, day) for rule in rules_about("reward", *_places(version.split.deal.provider))]


def floors_of(version: SplitVersion, figures: Figures) -> list[Floor]:
    """The clauses of the rules that hold on the day."""
    stated = facts_of(version, figures)
    return [
        Floor(one.clause, decision.version, one.answer, tuple(one.unknown), _may_depart(one, stated))
        for decision in decisions_of(version, figures)
        if decision.version is not None
        for one in decision.clauses
    ]  # fmt: skip


def ended_rules(version: SplitVersion, figures: Figures) -> list[tuple[str, str, date | None]]:
    """Rules about rewards that do not hold on the day: title, instrument and last day of the version that ended."""
    lang = get_language() or "zh"
    return [
        (one.rule.title.in_language(lang), one.ended.instrument, one.ended.valid_to)
        for one in decisions_of(version, figures)
        if one.version is None and one.ended is not None
    ]  # fmt: skip


def _places(provider: Organisation) -> set[str]:
    """The codes of district, city and province."""
    code = provider.region
    return {code, f"{code[:4]}00", f"{code[:2]}0000"} if code else set()


def _may_depart(answered: ClauseAnswer, stated: dict[str, Any]) -> bool:
    departs = answered.clause.departs
    return departs is not None and departs.answer(stated) is True


def objections(version: SplitVersion, floors: list[Floor]) -> Iterator[str]:
    """A sentence for each floor that keeps the version from being approved."""
    for floor in floors:
        words = {"clause": floor.text, "article": floor.clause.article}
        if floor.answer is None:
            words["facts"] = _("; ").join(fact_label(name) for name in floor.unknown)
            yield _("Whether this floor binds is unknown: %(clause)s (%(article)s). State: %(facts)s.") % words
        elif floor.binds:
            yield _("Below a floor that cannot be departed from: %(clause)s (%(article)s).") % words
        elif floor.answer is False and not version.departure:
            yield _("Below a floor: %(clause)s (%(article)s). Reach it, or say why it is departed from.") % words


def fact_label(name: str) -> str:
    """What a fact is called in the language of the page."""
    return facts()[name].label.in_language(get_language() or "zh")
