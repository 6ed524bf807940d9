"""What each part of the score is worth: the same ranking without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evaluation.counting import measures_of, rounded
from evaluation.ours import UNTRAINED, System, Taken
from evaluation.readers import Shared
from heliu_engine.encoding.opening import DEFAULT
from heliu_engine.scoring import Profile

MEANING, WORDS = ("meaning_title", "meaning_whole"), ("words_title", "words_whole")
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "whole": (),
    "no meaning_title": ("meaning_title",),
    "no meaning_whole": ("meaning_whole",),
    "no words_title": ("words_title",),
    "no words_whole": ("words_whole",),
    "no language": ("language",),
    "no same_title": ("same_title",),
    "words only": (*MEANING, "language"),
    "meaning only": (*WORDS, "same_title"),
}
UNCENTRED, AS_IT_COMES = "no centring", "encoder as it comes"
VARIANTS = (*LEFT_OUT, UNCENTRED, AS_IT_COMES)


def ablation(shared: Shared, name: str, found: Mapping[str, System]) -> dict[str, Any]:
    """The chief measure of a task, by each variant of the default system."""
    task, measure, system = shared.task(name), measures_of(name)[0], found[DEFAULT]
    profile = system.profile(task.profile)
    corpus = Taken(task, system.encoder)
    runs = {variant: corpus.rank(without(profile, parts)) for variant, parts in LEFT_OUT.items()}
    runs[UNCENTRED] = corpus.rank(profile, centred=False)
    runs[AS_IT_COMES] = Taken(task, found[UNTRAINED].encoder).rank(profile)
    return {
        "task": name,
        "measure": measure.name,
        "lower_is_better": measure.lower_is_better,
        "figures": {
            variant: rounded(measure.figure(measure.units(task, scores).sum(axis=0)))
            for variant, scores in runs.items()
        },
    }


def without(profile: Profile, parts: tuple[str, ...]) -> Profile:
    """The profile with these parts at 0; the other parts of words and meaning get as much weight as all had before.

    ``language`` stands in for words that two languages cannot share, and ``same_title`` is there for few pairs, so they
    take no part in that. Of titles alone what is left of the two has all the weight.
    """
    names = (*MEANING, *WORDS)
    before = sum(getattr(profile, name) for name in names)
    after = sum(getattr(profile, name) for name in names if name not in parts)
    factor = before / after if after else 1.0
    weights = {name: 0.0 if name in parts else factor * getattr(profile, name) for name in names}
    rest = {name: 0.0 for name in ("language", "same_title") if name in parts}
    share = 0.0 if "words_title" in parts else 1.0 if "meaning_title" in parts else profile.words_of_titles
    return replace(profile, **weights, **rest, words_of_titles=share)
