"""What is counted of two records before it is weighed; every feature is the same from both sides."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from heliu_engine.identity.aligning import Alignment, align, gaps_of
from heliu_engine.identity.amounts import Said
from heliu_engine.identity.likeness import FEWEST, common
from heliu_engine.identity.owners import owners_agree
from heliu_engine.identity.preparing import Outline, Prepared
from heliu_engine.identity.shingles import Hashes, Units

NAMES = (
    "title_alike", "title_contained", "title_equal", "title_length", "title_foreign", "title_foreign_once",
    "body_absent", "body_one_absent", "body_contained", "body_alike", "body_length", "body_whole", "body_replaced",
    "replaced_numbers", "title_numbers", "title_models", "body_numbers", "body_models",
    "owner_same", "owner_differs", "names_shared", "names_differ", "years_apart",
)  # fmt: skip
LEAST_OF_TITLE, LEAST_OF_BODY = 0.3, 0.4
"""Share of the shorter title or body under which two records are taken for different without further ado."""
NOTHING, LONG = 0.1, 60
"""The same for bodies of so many shingles, whatever the titles say."""
SHORT = 6
"""Units, at most, of a place where one number stands for another."""
WHOLE = 24
"""Units of a block of the shorter text that is looked at as one: about a clause."""


def features(one: Prepared, other: Prepared) -> dict[str, float]:
    """The features by name, each between 0 and a few."""
    return {**_of_titles(one, other), **_of_bodies(one, other), **_of_amounts(one, other), **_of_people(one, other)}


def is_hopeless(one: Outline, other: Outline) -> bool:
    """Whether two records share so little that the rest need not be counted; those with an equal code are not."""
    if any(one.codes[sort] & other.codes[sort] for sort in one.codes.keys() & other.codes.keys()):
        return False
    bodies = min(len(one.body), len(other.body))
    shared = _shared(one.body, other.body) if bodies else 0
    if bodies >= LONG and shared < NOTHING * bodies:
        return True
    if bodies and shared >= LEAST_OF_BODY * bodies:
        return False
    shorter = min(len(one.title), len(other.title))
    return not shorter or _shared(one.title, other.title) < LEAST_OF_TITLE * shorter


def _of_titles(one: Prepared, other: Prepared) -> dict[str, float]:
    mine, its = one.title_grams, other.title_grams
    shared = _shared(mine, its)
    shorter, both = min(len(mine), len(its)), len(mine) + len(its)
    foreign = [_foreign(one.title_grams, other.all_grams), _foreign(other.title_grams, one.all_grams)]
    return {
        "title_alike": 2 * shared / both if both else 0.0,
        "title_contained": shared / shorter if shorter else 0.0,
        "title_equal": float(len(mine) > 0 and np.array_equal(mine, its)),
        "title_length": math.log1p(shorter) / 3,
        # A title that was only reworded has no word that the other record lacks on both sides.
        "title_foreign": min(foreign),
        "title_foreign_once": max(foreign),
    }


def _of_bodies(one: Prepared, other: Prepared) -> dict[str, float]:
    sizes = one.shingles.size, other.shingles.size
    shorter = min(sizes)
    found = {
        "body_absent": float(max(sizes) < FEWEST),
        "body_one_absent": float(shorter < FEWEST <= max(sizes)),
        "body_contained": 0.0,
        "body_alike": 0.0,
        "body_length": 0.0,
        "body_whole": 0.0,
        "body_replaced": 0.0,
        "replaced_numbers": 0.0,
    }
    if shorter < FEWEST:
        return found
    shared = common(one.shingles, other.shingles)
    found["body_contained"] = shared / shorter
    found["body_alike"] = 2 * shared / sum(sizes)
    found["body_length"] = math.log1p(shorter) / 5
    if not shared:
        return found
    # The order is fixed so that the result is the same from both sides.
    left, right = _in_order(one, other)
    alignment = align(left.ordered, right.ordered)
    found["body_whole"] = _whole(alignment.left_known)
    found["body_replaced"] = min(len(alignment.replaced) / max(shorter / 100, 0.5), 10.0) / 5
    found["replaced_numbers"] = min(_replaced_numbers(left.body, right.body, alignment), 3) / 3
    return found


def _of_amounts(one: Prepared, other: Prepared) -> dict[str, float]:
    return {
        "title_numbers": _contrary(one.title_amounts, other.title_amounts, one.body_amounts, other.body_amounts),
        "title_models": _contrary(one.title_models, other.title_models, one.body_models, other.body_models),
        "body_numbers": _apart(one.body_amounts, other.body_amounts),
        "body_models": _apart(one.body_models, other.body_models),
    }


def _of_people(one: Prepared, other: Prepared) -> dict[str, float]:
    agree = owners_agree(one.entry.owner, other.entry.owner)
    shared = len(one.names & other.names)
    named = bool(one.names and other.names)
    return {
        "owner_same": float(agree is True),
        "owner_differs": float(agree is False),
        "names_shared": shared / min(len(one.names), len(other.names)) if named else 0.0,
        "names_differ": float(named and not shared),
        "years_apart": _years(one.entry.year, other.entry.year),
    }


def _years(mine: int | None, its: int | None) -> float:
    """Of five years, how many lie between two; none where one is not known."""
    return 0.0 if mine is None or its is None else min(abs(mine - its), 5) / 5


def _in_order(one: Prepared, other: Prepared) -> tuple[Prepared, Prepared]:
    """The shorter text first; of two as long, the one whose shingles come first."""
    if one.shingles.size != other.shingles.size:
        return (one, other) if one.shingles.size < other.shingles.size else (other, one)
    return (one, other) if one.ordered.tobytes() <= other.ordered.tobytes() else (other, one)


def _whole(known: npt.NDArray[np.bool_]) -> float:
    """Share of the blocks of a text that stand in the other one word for word but for a unit or two.

    A copy that was cut and added to has whole blocks and strange ones; two texts made by one form are alike
    throughout and whole nowhere.
    """
    starts = np.arange(0, len(known), WHOLE)
    sizes = np.diff(np.append(starts, len(known)))
    shares = np.add.reduceat(known.astype(np.float64), starts) / sizes
    return float((shares >= 0.87).astype(np.float64) @ sizes / len(known))


def _replaced_numbers(left: Units, right: Units, alignment: Alignment) -> int:
    """Numbers that one text states between words of the other, and the other does not; the fewer of both sides."""
    mine, its = _between(left, alignment.left_known), _between(right, alignment.right_known)
    return min(len(mine - its), len(its - mine))


def _between(cut: Units, known: npt.NDArray[np.bool_]) -> set[str]:
    return {
        word
        for first, last in gaps_of(known, SHORT)
        for place in range(first, last + 1)
        if any(map(str.isdigit, word := cut.folded(place, place)))
    }


def _shared(mine: Hashes, its: Hashes) -> int:
    return len(np.intersect1d(mine, its, assume_unique=True))


def _foreign(title: Hashes, record: Hashes) -> float:
    """Share of a title's grams that the other record has nowhere."""
    return 1 - _shared(title, record) / len(title) if len(title) else 0.0


def _contrary(mine: Said, its: Said, my_body: Said, its_body: Said) -> float:
    """1 where each of two titles states something that the other record states nowhere."""
    mine_alone = mine.keys() - its.keys() - its_body.keys()
    its_alone = its.keys() - mine.keys() - my_body.keys()
    return float(bool(mine_alone) and bool(its_alone))


def _apart(mine: Said, its: Said) -> float:
    """Of what the body with fewer statements says, the share that the other lacks; 0 where one says nothing."""
    fewer = min(len(mine), len(its))
    return min(len(mine.keys() - its.keys()), len(its.keys() - mine.keys())) / fewer if fewer else 0.0
