"""From features to a probability: a logistic model with few weights, and what identifiers decide by themselves."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from heliu_engine.identity.codes import is_decisive
from heliu_engine.identity.entries import Verdict
from heliu_engine.identity.preparing import Prepared

FILE = Path(__file__).with_name("weights.json")
CERTAIN = 0.99
"""Of two records with one patent number, DOI or the like that do not otherwise look unlike."""
DOUBTED = 0.7
"""Of two with one such number and other texts, or with one number equal and another different: a person has to look."""
ALIKE = 0.5
"""Share of the shorter title or body from which on an equal number settles it."""
SOURCE_SAYS = 0.9
"""What remains where one source gave the two different numbers of its own."""
RULED_OUT = 0.02
"""At most, of two records with different patent numbers, DOIs or the like."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of each feature and product of features, and the probabilities from which verdicts begin."""

    bias: float
    features: Mapping[str, float]
    """A product is written ``one*other``."""
    likely: float
    same: float

    def probability(self, found: Mapping[str, float]) -> float:
        total = self.bias + math.fsum(weight * value_of(name, found) for name, weight in self.features.items())
        return 1 / (1 + math.exp(-max(min(total, 40.0), -40.0)))

    def verdict(self, score: float) -> Verdict:
        return "same" if score >= self.same else "likely" if score >= self.likely else "different"


def value_of(name: str, found: Mapping[str, float]) -> float:
    """A feature's value, or that of a product of features."""
    return math.prod(found[part] for part in name.split("*"))


@lru_cache
def shipped() -> Weights:
    """The weights that `training/identity.py` fitted."""
    given = json.loads(FILE.read_text(encoding="utf-8"))
    return Weights(given["bias"], given["features"], given["likely"], given["same"])


def decided(one: Prepared, other: Prepared, score: float, found: Mapping[str, float]) -> float:
    """The score after identifiers had their say."""
    equal = contrary = weakly = False
    for sort in one.codes.keys() & other.codes.keys():
        if one.codes[sort] & other.codes[sort]:
            equal = True
        elif is_decisive(sort):
            contrary = True
        else:
            weakly = True
    if equal and contrary:
        return DOUBTED
    if equal:
        alike = max(found["title_contained"], found["body_contained"]) >= ALIKE
        return max(score, CERTAIN if alike else DOUBTED)
    if contrary:
        return min(score, RULED_OUT)
    return score * SOURCE_SAYS if weakly else score
