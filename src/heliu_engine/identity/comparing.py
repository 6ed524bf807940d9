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
    mine, its = prepare(one), prepare(other)
    if one.kind != other.kind:
        return Comparison(0.0, "different", (Reason("kind", agrees=False, left=one.kind, right=other.kind),))
    score, found = weighed(mine, its)
    return Comparison(score, shipped().verdict(score), reasons(mine, its, found), found)


def weighed(one: Prepared, other: Prepared) -> tuple[float, dict[str, float]]:
    """The probability that two records of one kind are one, and the features that it is made of."""
    found = features(one, other)
    return decided(one, other, shipped().probability(found), found), found
