"""How the parts of a score are weighed, for each use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from heliu_engine.scoring.analysis import TextField
from heliu_engine.scoring.levels import Levels

ProfileName = Literal["demand", "expert", "policy", "general"]

PARTS = ("meaning_title", "meaning_whole", "words_title", "words_whole", "language")
"""The parts of a score that outcomes may weigh anew; each is the field of `Profile` of that name. ``same_title`` is
rare, so few would tell of it, and the weight of ``parameters`` is set by hand, since no labels tell it yet."""

_EVEN: Mapping[TextField, float] = MappingProxyType({"title": 1.0, "keywords": 1.0, "text": 1.0})


@dataclass(frozen=True, slots=True)
class Profile:
    """Weights of a score's parts (see `heliu_engine.scoring.scorer`) and constants of its formulas."""

    meaning_title: float
    meaning_whole: float
    words_title: float
    words_whole: float
    language: float
    words_of_titles: float | None = None
    """The share that words have in the score of two titles alone, 0 to 1; None: as ``words_title`` stands to
    ``meaning_title``. What is one sentence on both sides shares fewer words than texts do, and they tell less."""
    scale_of_titles: float = 1.0
    """What the score of two titles alone is multiplied by, to mean what that of texts does."""
    same_title: float = 0.0
    """0 leaves the part out."""
    parameters: float = 0.0
    """0 leaves the part out, and no text is read for it."""
    fields: Mapping[TextField, float] = field(default_factory=lambda: _EVEN)
    """How much an occurrence counts by the document's field it stands in."""
    saturation: float = 1.2
    """BM25's k1: occurrences needed for half of a key's weight, in a field of mean length."""
    length_penalty: float = 0.75
    """BM25's b, 0 to 1."""
    steepness: float = 1.0
    """From 1: how little few shared words say; see `heliu_engine.scoring.scorer.evidence`."""
    damping: float = 0.0
    """How much each next document of a group counts beside the one before it, 0 to 1; see `fuse_group`."""
    levels: Levels | None = None
    """What a score means as a level of relevance; None where no labels tell it."""
    credible: float | None = None
    """The least score of a match that may be called one; None where nothing tells it."""

    @property
    def of_titles(self) -> Profile:
        """What weighs a pair of which neither side has a text: the parts of the whole would say again what those of the
        title say, so these have their weight too. What stands in for words follows their share."""
        titles, words = self.meaning_title + self.words_title, self.words_of_titles
        if words is None:
            if not titles:
                return self
            words = self.words_title / titles
        total = self.scale_of_titles * (titles + self.meaning_whole + self.words_whole)
        before = self.words_title + self.words_whole
        return replace(
            self,
            meaning_title=total * (1 - words),
            meaning_whole=0.0,
            words_title=total * words,
            words_whole=0.0,
            language=self.language * total * words / before if before else self.language,
        )
