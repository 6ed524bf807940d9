"""How well the demands of the sample region find what a technology manager would shortlist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from heliu.accounts.models import User
from heliu.catalog.models import RECORD_MODELS
from heliu.matching.adapters.answers import Answer, Conditions, Need, Result, find_matches
from heliu.sample.adapters import share_a_word
from heliu.sample.region import Row, read_region
from heliu.sample.selectors import SOURCE

SHOWN = 10
"""Results of each kind that count as found; what a person looks through."""
KINDS = ("achievement", "expert")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for the region's demands."""

    demands: int
    """Demands with expected answers."""
    first: int
    """Demands whose best result of either kind is expected."""
    found: int
    """Demands with an expected answer among the first ten of its kind."""
    answers: int
    answers_found: int
    """Expected answers among the first ten of their kind."""
    hits: int
    """Results shown for all demands."""
    without_shared_words: int
    """Of these, results with a reason whose two places share no word, counted on the places themselves."""
    best_of_answerable: tuple[float, ...]
    """Best score of each demand with expected answers."""
    best_of_unanswerable: tuple[float, ...]
    """Best score of each demand that nothing in the region answers."""


def evaluate(lang: str, show: Callable[[str], None] = lambda line: None) -> Findings:
    """Ask for every demand with an expectation, as its text in ``lang`` stands, and count."""
    region = read_region()
    demands = {row["key"]: row for row in region.demands}
    first = found = answers_found = hits = without = 0
    best: list[float] = []
    for key, expected in region.expected.items():
        answer = _ask(demands[key], lang)
        places = _places(answer)
        ranks = [places[wanted] for wanted in expected if wanted in places]
        first += any(rank == 1 for rank in ranks)
        found += bool(ranks)
        answers_found += len(ranks)
        hits += len(answer.results)
        without += sum(_shares_no_word(result) for result in answer.results)
        best.append(max((result.score for result in answer.results), default=0.0))
        show(f"{key:<22} " + "  ".join(f"{wanted}: {places.get(wanted, '-')}" for wanted in expected))
    nothing = [
        max((result.score for result in _ask(demands[key], lang).results), default=0.0) for key in region.unanswerable
    ]
    return Findings(
        len(region.expected), first, found, sum(map(len, region.expected.values())), answers_found, hits, without,
        tuple(best), tuple(nothing),
    )  # fmt: skip


def _ask(row: Row, lang: str) -> Answer:
    need = Need(row["description"][lang], row["title"][lang], tuple(row["keywords"][lang]), lang)
    # As one who acts for the region: whatever tier a demand has, supply is looked for among what members see.
    person = User.objects.get(email="enterprise@demo.example")
    return find_matches(need, user=person, conditions=Conditions(kinds=KINDS), k=SHOWN, per_kind=True)


def _places(answer: Answer) -> dict[str, int]:
    """Key of each shown sample record → its rank within its kind."""
    return {
        result.record.external_id: rank
        for kind, results in answer.by_kind.items()
        for rank, result in enumerate(results, 1)
        if kind in RECORD_MODELS and result.record.source == SOURCE
    }


def _shares_no_word(result: Result) -> bool:
    return any(not share_a_word(why.query_text, why.text) for why in result.reasons)
