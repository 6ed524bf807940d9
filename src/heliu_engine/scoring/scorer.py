"""The score of a pair: a sum of named parts, each of one meaning and one scale.

=================  =======================================================================  ========
part               is, before its weight                                                    range
=================  =======================================================================  ========
``meaning_title``  cosine of the two titles' centred vectors                                -1 to 1
``meaning_whole``  the same of the whole texts                                              -1 to 1
``words_title``    rarity of the query title's keys that the document has, as evidence      0 to 1
``words_whole``    the same of all keys of the query                                        0 to 1
``language``       for a pair of two languages, which share no words: what pairs of one     -1 to 1
                   language that are as near in meaning have from ``words_*``
=================  =======================================================================  ========

A side without a text takes its title for the whole, one without a title its whole for the title. Where one side has
no vector the parts of meaning are 0, so scores with and without an encoder are not on one scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heliu_engine.scoring.analysis import BIGRAM, AnalysedDocument, AnalysedQuery, TextField, VectorField
from heliu_engine.scoring.centring import Centring
from heliu_engine.scoring.profiles import Profile, ProfileName, profile_of
from heliu_engine.scoring.statistics import Statistics

_TITLE: tuple[TextField, ...] = ("title", "keywords")
_WHOLE: tuple[TextField, ...] = ("title", "keywords", "text")
_HAN = ("\u3400", "\ua000")
ROOTS = 2.0
"""Roots of the query's rarity that must be shared for half of the most."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A score and the summands it is made of."""

    score: float
    parts: Mapping[str, float]
    """By name; they add up to ``score``."""


class Scorer:
    """Scores pairs of a query and a document, each pair for itself.

    A score rests on the pair and on statistics of the whole corpus; what else is scored never changes it. So scores
    of different queries over one corpus compare.
    """

    def __init__(self, profile: ProfileName | Profile = "general") -> None:
        self.profile = profile if isinstance(profile, Profile) else profile_of(profile)

    def score(self, query: AnalysedQuery, document: AnalysedDocument, statistics: Statistics) -> Scored:
        """The score of one pair; for many documents of one query take `prepare`, which gives the same."""
        return self.prepare(query, statistics).score(document)

    def prepare(self, query: AnalysedQuery, statistics: Statistics) -> PreparedQuery:
        """Look up once what a query needs of the statistics."""
        return PreparedQuery(query, statistics, self.profile)


class PreparedQuery:
    """A query with its weights, to be held against many documents."""

    def __init__(self, query: AnalysedQuery, statistics: Statistics, profile: Profile) -> None:
        self._lang = query.lang
        self._profile = profile
        self._centring = Centring(statistics)
        self._title = self._centring.vector(query, "title")
        self._whole = self._centring.vector(query, "whole")
        counts = _counts(query, _WHOLE)
        rarities = {key: _rarity(key, statistics) for key in counts if _is_scored(key)}
        self._whole_weights = {key: rarity * (1 + math.log(counts[key])) for key, rarity in rarities.items()}
        # A need in one sentence has no title: all of it is the title.
        self._title_weights = {key: rarities[key] for key in _counts(query, _TITLE) if key in rarities} or rarities
        self._whole_total = math.fsum(self._whole_weights.values())
        self._title_total = math.fsum(self._title_weights.values())
        self._mean_lengths = {name: max(statistics.mean_length(name), 1.0) for name in _WHOLE}

    def score(self, document: AnalysedDocument) -> Scored:
        """The score of the query with one document."""
        profile = self._profile
        near_title = self._nearness(document, "title")
        near_whole = self._nearness(document, "whole")
        words_title, words_whole = self._shared(document)
        parts = {
            "meaning_title": profile.meaning_title * near_title,
            "meaning_whole": profile.meaning_whole * near_whole,
            "words_title": profile.words_title * words_title,
            "words_whole": profile.words_whole * words_whole,
        }
        if self._lang != document.lang and self._lang and document.lang:
            parts["language"] = profile.language * (near_title + near_whole) / 2
        return Scored(math.fsum(parts.values()), parts)

    def _nearness(self, document: AnalysedDocument, field: VectorField) -> float:
        mine = self._title if field == "title" else self._whole
        its = self._centring.vector(document, field)
        return float(mine @ its) if mine is not None and its is not None else 0.0

    def _shared(self, document: AnalysedDocument) -> tuple[float, float]:
        """What title and whole of the query share with the document, as evidence."""
        profile = self._profile
        frequencies: dict[str, float] = {}
        for name, part in document.fields.items():
            shared = part.counts.keys() & self._whole_weights.keys()
            if not shared:
                continue
            penalty = 1 - profile.length_penalty * (1 - part.length / self._mean_lengths[name])
            factor = profile.fields[name] / penalty
            for key in shared:
                frequencies[key] = frequencies.get(key, 0.0) + factor * part.counts[key]
        title, whole = [], []
        for key, frequency in frequencies.items():
            reached = frequency / (frequency + profile.saturation)
            whole.append(reached * self._whole_weights[key])
            if key in self._title_weights:
                title.append(reached * self._title_weights[key])
        # The order of a set changes from process to process, the exact sum does not.
        return _evidence(math.fsum(title), self._title_total), _evidence(math.fsum(whole), self._whole_total)


def _evidence(shared: float, total: float) -> float:
    """Rarity shared by BM25F (S. Robertson, H. Zaragoza, M. Taylor, CIKM 2004), brought to 0 to 1.

    What is shared by chance grows like the root of what there is to share, so it is held against that root: the share
    of the total would make little of everything that a long query has in common with a short document.
    """
    return shared / (shared + ROOTS * math.sqrt(total)) if shared else 0.0


def _counts(query: AnalysedQuery, fields: Iterable[TextField]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in fields:
        if name in query.fields:
            for key, count in query.fields[name].counts.items():
                counts[key] = counts.get(key, 0) + count
    return counts


def _is_scored(key: str) -> bool:
    """Chinese counts by its bigrams: they find 5 % more of the right notices than words do, and hold for any cut."""
    return key[0] == BIGRAM or not _HAN[0] <= key[0] < _HAN[1]


def _rarity(key: str, statistics: Statistics) -> float:
    """Inverse document frequency as in BM25, never negative."""
    total = statistics.documents
    frequency = min(statistics.frequency(key), total)
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
