"""Whether a contract can be registered by the rules of a day, and what the package for it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from heliu.deals.facts.selectors import decisions
from heliu.deals.models import Deal
from heliu.deals.papers.choices import ENCLOSED, Item
from heliu.deals.papers.errors import RulesUnreadable
from heliu.deals.papers.facts import facts_of
from heliu.deals.papers.kinds import AMOUNTS, APPLICATION, contract_name
from heliu.deals.papers.models import Enclosure, Paper
from heliu.deals.papers.selectors import Change, CurrentValues, changes_since, enclosures_of, newest_papers
from heliu.kit.workdays import local_day
from heliu.rulebook.deciding import Decision
from heliu.rulebook.loading import RuleFileError, facts
from heliu.rulebook.rules import Version

_PAPER_OF = {Item.APPLICATION: APPLICATION, Item.AMOUNTS: AMOUNTS}


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper of the package, and what has changed in the record since it was made."""

    paper: Paper
    changes: Sequence[Change]

    @property
    def is_stale(self) -> bool:
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class PackageItem:
    """Something that the rule asks for, and the files that are there for it."""

    name: str
    label: str
    papers: Sequence[MadePaper]
    enclosure: Enclosure | None
    answer: bool | None
    """Whether it is there and up to date; None for a document that only a newer rule file knows of."""
    takes_file: bool
    """Whether a file is uploaded for it."""
    kind: str = ""
    """The kind of paper that is made for it, where one is."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What the rules of a day say of registering a deal's contract."""

    deal: Deal
    day: date
    decisions: Sequence[Decision]
    items: Sequence[PackageItem]

    @property
    def in_force(self) -> Sequence[Decision]:
        """The rules that hold on the day."""
        return [decision for decision in self.decisions if decision.version is not None]

    @property
    def answer(self) -> bool | None:
        """Met where every rule in force is and the package is complete; unknown where no rule holds."""
        answers = [decision.answer for decision in self.in_force] + [item.answer for item in self.items]
        if not self.in_force:
            return None
        return False if False in answers else None if None in answers else True

    @property
    def is_held_up_by_papers(self) -> bool:
        """Whether something of the package is missing or stale, and nothing else speaks against it."""
        return self.answer is False and False not in [decision.answer for decision in self.in_force]

    @property
    def not_used(self) -> list[Version]:
        """The versions whose last day was over on the day: they are named, and not used."""
        return [
            version
            for decision in self.decisions
            for version in decision.rule.versions
            if version.valid_to is not None and version.valid_to < self.day
        ]

    @property
    def other_amount(self) -> Decimal | None:
        """What of the deal amount is not for technology; never below nothing."""
        if self.deal.amount is None or self.deal.technology_amount is None:
            return None
        return self.deal.amount - self.deal.technology_amount

    def working_days(self) -> int | None:
        """In how many working days the registrar decides, as the rule says; None where it does not."""
        for decision in self.in_force:
            figures: Mapping[str, Any] = decision.version.parameters if decision.version else {}
            large = figures.get("large_from")
            if large is not None and self.deal.amount is not None and self.deal.amount >= Decimal(str(large)):
                return figures.get("working_days_large")
            if "working_days" in figures:
                return figures["working_days"]
        return None


def registration_day(deal: Deal) -> date:
    """The day whose rules hold for a deal: that of its registration, today as long as there is none."""
    return deal.registered_on or local_day()


def registration_of(deal: Deal, day: date | None = None) -> Registration:
    """Hold the rules of a day against the record. Raises RulesUnreadable."""
    day = day or registration_day(deal)
    try:
        found = decisions(deal, "registration", day, facts_of(deal))
    except RuleFileError as error:
        raise RulesUnreadable(str(error)) from error
    return Registration(deal, day, found, _items(deal, found))


def fact_label(name: str, language: str) -> str:
    """A fact in words; its name where the rule files do not describe it."""
    found = facts().get(name)
    return found.label.in_language(language) if found else name


def _items(deal: Deal, decisions: Sequence[Decision]) -> list[PackageItem]:
    """What the rules in force ask for, each once; all that we know of where none holds."""
    wanted: dict[str, None] = {}
    for decision in decisions:
        if decision.version is not None:
            wanted |= dict.fromkeys(str(one) for one in decision.version.parameters.get("documents", ()))
    if not any(decision.version for decision in decisions):
        wanted = dict.fromkeys(Item.values)
    current, enclosures = CurrentValues(deal), enclosures_of(deal)
    papers: dict[str, list[MadePaper]] = {}
    for paper in newest_papers(deal):
        papers.setdefault(paper.kind, []).append(MadePaper(paper, changes_since(paper, current)))
    return [_item(deal, name, papers, enclosures) for name in wanted]


def _item(
    deal: Deal, name: str, papers: Mapping[str, Sequence[MadePaper]], enclosures: Mapping[str, Enclosure]
) -> PackageItem:  # fmt: skip
    if name not in Item.values:
        return PackageItem(name, name, (), None, None, takes_file=False)
    item = Item(name)
    kind = (
        contract_name(deal.contract_kind) if item == Item.CONTRACT and deal.contract_kind else _PAPER_OF.get(item, "")
    )
    made, enclosure, takes_file = papers.get(kind, ()), enclosures.get(name), item in ENCLOSED
    # The signed contract is what counts, not the text that it was made from.
    answer = enclosure is not None if takes_file else any(not paper.is_stale for paper in made)
    return PackageItem(name, str(item.label), made, enclosure, answer, takes_file, kind)
