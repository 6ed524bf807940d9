"""How good a match every demand of a day and every supplier of it would be.

Each entry stands for no more than its audience may read of it: of a record on request, and of a confidential one that
its owner registered, title and summary, both as what is asked and as what is found.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from heliu.kit.language import current_language
from heliu.matchdays.models import Entry
from heliu.matching.adapters.answers import record_need
from heliu.matching.adapters.reading import consult
from heliu.matching.adapters.translation import engine_documents
from heliu.matching.errors import NeedError
from heliu.matching.kinds import get_kind
from heliu.matching.selectors import Shown
from heliu_engine.documents import Document, Query
from heliu_engine.encoding import Encoder
from heliu_engine.matcher import Matcher
from heliu_engine.retrieval import Trial
from heliu_engine.scoring import Levels, Profile, level_of
from heliu_engine.scoring.levels import LEVELS

LOWEST_LEVEL = 2
"""Nobody is sent to a meeting whose match is most likely none."""
MOST_FOR_DEMAND = 30
"""Best suppliers that are kept for a demand; no day has time for more."""
FEWEST_FOR_SUPPLY = 10
"""A supplier that hardly any demand has among its best is given its own best demands up to this number."""

Progress = Callable[[int, int], None]
"""Takes how many steps are done, and how many there are."""


class PairingRefused(Exception):
    """The engine cannot compare; ``reason`` is a key of ``labels.PAIRING_PROBLEMS``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Pairing:
    """A demand and a supplier, by the ids of their entries, with what the engine thinks of them."""

    demand: int
    supply: int
    level: int
    expected: float
    """The expected level of the supplier for the demand, 1 to 4: the mean of the levels by their probabilities."""
    expected_back: float
    """The same of the demand for the supplier."""


@dataclass(slots=True)
class Pairings:
    """All that were found."""

    found: list[Pairing] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)
    """Entries that could not be compared, and why, as a key of ``labels.LEFT_OUT``."""
    index_version: str = ""
    ranking: str = ""


def pair_up(
    demands: Sequence[Entry], supplies: Sequence[Entry], *, apart: Callable[[Entry, Entry], bool], progress: Progress
) -> Pairings:
    """Every pair of at least a weak match; ``apart`` says which two are not compared. PairingRefused without levels."""
    asked = _Asked([_Text.of(entry) for entry in demands], [_Text.of(entry) for entry in supplies], apart, progress)
    consulted = consult(partial(_paired, asked))
    if consulted.value is None:
        raise PairingRefused("no_index")
    return consulted.value


@dataclass(frozen=True, slots=True)
class _Text:
    """An entry as the engine takes it."""

    entry: Entry
    group: str
    query: Query | None
    """None where there is nothing to ask with."""
    documents: tuple[Document, ...]

    @classmethod
    def of(cls, entry: Entry) -> _Text:
        kind, record = get_kind(entry.kind), entry.record
        try:
            need = record_need(kind, Shown(record, readable=kind.opened(record)), current_language())
            query = Query(need.text, need.title, need.keywords, need.lang)
        except NeedError:
            query = None
        return cls(entry, kind.group(record.pk), query, tuple(engine_documents(kind, record)))


@dataclass(frozen=True, slots=True)
class _Asked:
    demands: list[_Text]
    supplies: list[_Text]
    apart: Callable[[Entry, Entry], bool]
    progress: Progress


def _paired(asked: _Asked, matcher: Matcher, encoder: Encoder | None) -> Pairings:
    profile = matcher.ranking.profile("demand")
    if encoder is None or profile.levels is None:
        raise PairingRefused("no_levels")
    pairings = Pairings(index_version=matcher.version, ranking=matcher.ranking.name)
    demands = _usable(asked.demands, pairings)
    supplies = _usable(asked.supplies, pairings)
    _Work(matcher, profile, profile.levels, demands, supplies, asked, pairings).run()
    return pairings


def _usable(texts: Sequence[_Text], pairings: Pairings) -> list[_Text]:
    pairings.left_out |= {text.entry.pk: "no_text" for text in texts if text.query is None or not text.documents}
    return [text for text in texts if text.entry.pk not in pairings.left_out]


class _Work:
    """Scores without parameters first, which is quick, and with them what that leaves.

    What a supplier wants is asked the same way round: its text is the need, the demands answer. Its parameters are
    offered and not required, so they are no part of that score.
    """

    def __init__(
        self, matcher: Matcher, profile: Profile, levels: Levels, demands: list[_Text], supplies: list[_Text],
        asked: _Asked, pairings: Pairings,
    ) -> None:  # fmt: skip
        self.matcher, self.full, self.levels = matcher, profile, levels
        self.bare = replace(profile, parameters=0.0)
        self.demands, self.supplies = demands, supplies
        self.asked, self.pairings = asked, pairings
        self.total = len(demands) + len(supplies)
        groups = [text.group for text in (*demands, *supplies)]
        self.indexed = set(matcher.documents(groups))
        """Groups that the index holds; a confidential record never, one that was just published not yet."""
        self._last: Trial | None = None

    def run(self) -> None:
        forward: dict[tuple[int, int], float] = {}
        near: dict[tuple[int, int], float] = {}
        for number, demand in enumerate(self.demands, start=1):
            others = [text for text in self.supplies if not self.asked.apart(demand.entry, text.entry)]
            rough = {pk: score for pk, score in self.scores(demand, others, self.bare).items() if self._in_reach(score)}
            near |= {(demand.entry.pk, pk): score for pk, score in rough.items()}
            best = set(sorted(rough, key=lambda pk: (-rough[pk], pk))[:MOST_FOR_DEMAND])
            forward |= self._exactly(demand, [text for text in others if text.entry.pk in best])
            self.asked.progress(number, self.total)
        forward |= self._rescued(near, forward)
        kept = {key: score for key, score in forward.items() if self._level(score) >= LOWEST_LEVEL}
        back = self._back(kept)
        self.pairings.found += [
            Pairing(*key, self._level(score), self._expected(score), self._expected(back[key]))
            for key, score in sorted(kept.items())
        ]

    def _exactly(self, demand: _Text, supplies: list[_Text]) -> dict[tuple[int, int], float]:
        return {(demand.entry.pk, pk): score for pk, score in self.scores(demand, supplies, self.full).items()}

    def _rescued(
        self, near: Mapping[tuple[int, int], float], forward: Mapping[tuple[int, int], float]
    ) -> dict[tuple[int, int], float]:
        """The best demands of suppliers that few demands have among their best."""
        known: defaultdict[int, int] = defaultdict(int)
        rest: defaultdict[int, list[int]] = defaultdict(list)
        for demand, supply in near:
            if (demand, supply) in forward:
                known[supply] += 1
            else:
                rest[supply].append(demand)
        wanted: defaultdict[int, set[int]] = defaultdict(set)
        for supply, demands in rest.items():
            demands.sort(key=lambda demand: (-near[demand, supply], demand))
            for demand in demands[: max(0, FEWEST_FOR_SUPPLY - known[supply])]:
                wanted[demand].add(supply)
        found: dict[tuple[int, int], float] = {}
        for text in self.demands:
            if supplies := wanted.get(text.entry.pk):
                found |= self._exactly(text, [other for other in self.supplies if other.entry.pk in supplies])
        return found

    def _back(self, kept: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
        """What each kept demand is for the supplier."""
        partners: defaultdict[int, set[int]] = defaultdict(set)
        for demand, supply in kept:
            partners[supply].add(demand)
        found: dict[tuple[int, int], float] = {}
        for number, asking in enumerate(self.supplies, start=len(self.demands) + 1):
            own = asking.entry.pk
            others = [text for text in self.demands if text.entry.pk in partners[own]]
            found |= {(pk, own): score for pk, score in self.scores(asking, others, self.bare).items()}
            self.asked.progress(number, self.total)
        return found

    def scores(self, asking: _Text, others: Sequence[_Text], profile: Profile) -> dict[int, float]:
        """Entry → score, of all the others."""
        assert asking.query is not None  # noqa: S101 - the unusable were left out
        found: dict[int, float] = {}
        entries = {text.group: text.entry.pk for text in others}
        if inside := [group for group in entries if group in self.indexed]:
            ranking = self.matcher.score(asking.query, inside, profile, reasons=False)
            found |= {entries[match.id]: match.score for match in ranking.matches}
        if outside := [text for text in others if text.group not in self.indexed]:
            self._last = self.matcher.trial(asking.query, profile, like=self._last)
            scored = self._last.scored([text.documents for text in outside])
            found |= {text.entry.pk: one.score for text, one in zip(outside, scored, strict=True)}
        return found

    def _in_reach(self, score: float) -> bool:
        """Whether parameters could lift it to the lowest level that is kept."""
        return self._level(score + abs(self.full.parameters)) >= LOWEST_LEVEL

    def _level(self, score: float) -> int:
        return level_of(self.levels.probabilities(score))

    def _expected(self, score: float) -> float:
        chances = self.levels.probabilities(score)
        return math.fsum(level * chance for level, chance in zip(LEVELS, chances, strict=True))
