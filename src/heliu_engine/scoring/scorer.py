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
``same_title``     whether the two titles are of the same words, in any form and order             0 or 1
``parameters``     for a query that asks for values: the share of them that the document    -1 to 1
                   meets, less the share that it misses (`heliu_engine.scoring.requirements`)
=================  =======================================================================  ========

A side without a text takes its title for the whole, one without a title its whole for the title. Where neither side has
a text, the parts of the whole are left out (`Profile.of_titles`). Where one side has no vector the parts of meaning are
0, so scores with and without an encoder are not on one scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from heliu_engine.scoring.analysis import BIGRAM, Analysed, AnalysedDocument, AnalysedQuery, TextField, VectorField
from heliu_engine.scoring.centring import Centring
from heliu_engine.scoring.models import RankingModel, model_of
from heliu_engine.scoring.profiles import Profile, ProfileName
from heliu_engine.scoring.statistics import Statistics

_TITLE: tuple[TextField, ...] = ("title", "keywords")
_WHOLE: tuple[TextField, ...] = ("title", "keywords", "text")
VECTOR_FIELDS: tuple[VectorField, VectorField] = ("title", "whole")
_HAN = ("\u3400", "\ua000")
ROOTS = 2.0
"""Of the query's rarity: see `evidence`."""


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

    def __init__(self, profile: ProfileName | Profile = "general", model: RankingModel | None = None) -> None:
        """``model`` has the weights of a profile that is given by its name; the plain ones where it is None."""
        self.profile = profile if isinstance(profile, Profile) else (model or model_of(None)).profile(profile)

    def score(self, query: AnalysedQuery, document: AnalysedDocument, statistics: Statistics) -> Scored:
        """The score of one pair; for many documents of one query take `prepare`, which gives the same."""
        return self.prepare(query, statistics).score(document)

    def prepare(self, query: AnalysedQuery, statistics: Statistics) -> PreparedQuery:
        """Look up once what a query needs of the statistics."""
        return PreparedQuery(query, statistics, self.profile)


class PreparedQuery:
    """A query with its weights, to be held against many documents."""

    def __init__(self, query: AnalysedQuery, statistics: Statistics, profile: Profile) -> None:
        self.lang = query.lang
        self.profile = profile
        self.untexted = profile if query.has_text else profile.of_titles
        """What weighs the parts for a document without a text."""
        self._centring = Centring(statistics)
        self.vectors = {name: self._centring.vector(query, name) for name in VECTOR_FIELDS}
        """Centred, of unit length; None where the query has none."""
        counts = _counts(query, _WHOLE)
        rarities = {key: _rarity(key, statistics) for key in counts if is_scored(key)}
        self.whole_weights = {key: rarity * (1 + math.log(counts[key])) for key, rarity in rarities.items()}
        # A need in one sentence has no title: all of it is the title.
        self.title_weights = {key: rarities[key] for key in _counts(query, _TITLE) if key in rarities} or rarities
        self.whole_total = math.fsum(self.whole_weights.values())
        self.title_total = math.fsum(self.title_weights.values())
        self._lengths = mean_lengths(statistics)
        self.title = title_keys(query) if profile.same_title else frozenset()
        """What a document's title is held against; empty where that counts nothing."""

    def score(self, document: AnalysedDocument) -> Scored:
        """The score of the query with one document."""
        near_title, near_whole = (self.nearness(document, name) for name in VECTOR_FIELDS)
        return self.summed(document, near_title, near_whole, *self.words(document), same=self.is_same(document))

    def weights(self, document: AnalysedDocument) -> Profile:
        """What weighs the parts of the query's score with a document."""
        return self.profile if document.has_text else self.untexted

    def summed(
        self,
        document: AnalysedDocument,
        near_title: float,
        near_whole: float,
        words_title: float,
        words_whole: float,
        *,
        same: bool,
    ) -> Scored:
        """The score of a document of which the parts are known before their weights; ``same`` are the titles."""
        profile, lang = self.weights(document), document.lang
        parts = {
            "meaning_title": profile.meaning_title * near_title,
            "meaning_whole": profile.meaning_whole * near_whole,
            "words_title": profile.words_title * words_title,
            "words_whole": profile.words_whole * words_whole,
        }
        if self.lang != lang and self.lang and lang:
            parts["language"] = profile.language * (near_title + near_whole) / 2
        if same:
            parts["same_title"] = profile.same_title
        return Scored(math.fsum(parts.values()), parts)

    def weighed(self, scored: Scored, met: float) -> Scored:
        """A score with the part of the parameters, of which ``met`` are met; see `Requirements.met`."""
        parts = {**scored.parts, "parameters": self.profile.parameters * met}
        return Scored(math.fsum(parts.values()), parts)

    def is_same(self, document: AnalysedDocument) -> bool:
        """Whether the titles are of the same words, where that counts."""
        return bool(self.title) and self.title == title_keys(document)

    def nearness(self, document: AnalysedDocument, field: VectorField) -> float:
        """Cosine of the centred vectors of a field; 0 where a side has none."""
        mine, its = self.vectors[field], self._centring.vector(document, field)
        return float(mine @ its) if mine is not None and its is not None else 0.0

    def words(self, document: AnalysedDocument) -> tuple[float, float]:
        """What the document shares with the query's title, and with the whole query, as evidence from 0 to 1."""
        reached = reached_by_key(document, self.whole_weights.keys(), self._lengths, self.profile)
        in_title = self.title_weights
        # The order of a set changes from process to process, the exact sum does not.
        title = math.fsum(share * in_title[key] for key, share in reached.items() if key in in_title)
        whole = math.fsum(share * self.whole_weights[key] for key, share in reached.items())
        steepness = self.profile.steepness
        return evidence(title, self.title_total, steepness), evidence(whole, self.whole_total, steepness)


def reached_by_key(
    document: AnalysedDocument, keys: Set[str], lengths: Mapping[TextField, float], profile: Profile
) -> dict[str, float]:
    """How much of its rarity each of the keys reaches in a document, 0 to 1; keys that it lacks are left out.

    BM25F: S. Robertson, H. Zaragoza, M. Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004.
    """
    frequencies: dict[str, float] = {}
    for name, part in document.fields.items():
        penalty = 1 - profile.length_penalty * (1 - part.length / lengths[name])
        factor = profile.fields[name] / penalty
        for key in part.counts.keys() & keys:
            frequencies[key] = frequencies.get(key, 0.0) + factor * part.counts[key]
    return {key: frequency / (frequency + profile.saturation) for key, frequency in frequencies.items()}


Shared = TypeVar("Shared", float, npt.NDArray[np.float64])


def evidence(shared: Shared, total: float, steepness: float) -> Shared:
    """What it says, from 0 to 1, that so much rarity is shared, of a query whose keys have ``total`` together.

    What is shared by chance grows like the root of what there is to share, so it is held against that root: a share
    of the total would make little of everything that a long query has in common with a short document. What is as much
    as that says one half; a steepness above 1 takes from what is less, which is mostly chance (A. Hill's curve, "The
    possible effects of the aggregation of the molecules of haemoglobin", 1910). By the kept fifth of the train parts
    it helps questions on policy, and neither demands nor our own needs.
    """
    if not total:
        return 0 * shared
    held: Shared = (shared / (ROOTS * math.sqrt(total))) ** steepness
    found: Shared = held / (1 + held)
    return found


def mean_lengths(statistics: Statistics) -> dict[TextField, float]:
    """Mean lengths of the fields, at least 1."""
    return {name: max(statistics.mean_length(name), 1.0) for name in _WHOLE}


def title_keys(item: Analysed) -> Set[str]:
    """What is scored of a title; of all, where there is no title."""
    parts = [item.fields["title"]] if "title" in item.fields else item.fields.values()
    return frozenset(key for part in parts for key in part.counts if is_scored(key))


def is_scored(key: str) -> bool:
    """Chinese counts by its bigrams: they rank more of the right notices first than words do, and hold for any cut."""
    return key[0] == BIGRAM or not _HAN[0] <= key[0] < _HAN[1]


def _counts(query: AnalysedQuery, fields: Iterable[TextField]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in fields:
        if name in query.fields:
            for key, count in query.fields[name].counts.items():
                counts[key] = counts.get(key, 0) + count
    return counts


def _rarity(key: str, statistics: Statistics) -> float:
    """Inverse document frequency as in BM25, never negative."""
    total = statistics.documents
    frequency = min(statistics.frequency(key), total)
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
