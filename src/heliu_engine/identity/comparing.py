"""Two records held against each other: a probability, a verdict, and what a person is told about it."""

from __future__ import annotations

from heliu_engine.identity.entries import Comparison, Entry, Reason
from heliu_engine.identity.features import features
from heliu_engine.identity.preparing import Prepared, prepare
from heliu_engine.identity.reasons import reasons
from heliu_engine.identity.weighing import decided, shipped


def compare(one: Entry, other: Entry) -> Comparison:
    """Whether two records are one, and why.

    Records of two kinds are never one. The order of the two makes no difference but for the sides of the reasons.
    """
    return compare_prepared(prepare(one), prepare(other))


def compare_prepared(one: Prepared, other: Prepared, *, explain: bool = True) -> Comparison:
    """The same for records that were taken apart before; without reasons where nobody will read them."""
    if one.entry.kind != other.entry.kind:
        kinds = Reason("kind", agrees=False, left=one.entry.kind, right=other.entry.kind)
        return Comparison(0.0, "different", (kinds,))
    weights = shipped()
    found = features(one, other)
    score = decided(one, other, weights.probability(found), found)
    return Comparison(score, weights.verdict(score), reasons(one, other, found) if explain else (), found)
