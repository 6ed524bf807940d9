"""Moves the vectors of queries to where the model puts passages of the same texts.

The prefix ``query: `` pulls all vectors of a language the same way, the more so the shorter the text, since a text's
vector is the mean of its tokens and those of the prefix are among them. Taken from a query's vector, this lets the
mean of a corpus, which holds no queries, centre queries as well. For a text of ``n`` tokens the shift is
``a + b / n + c / n²``, fitted by least squares (benchmarks/query_shift.py) to the keywords, titles and texts of the
sample region, each encoded in both roles: of the squared distance of texts left out it explains 65 % (Chinese) and
57 % (English).

Half of it is taken. Ranked by cosine, centred by the corpus, with none, half and all of it: titles of bdci2019 train
.651, .660, .659 (nDCG@10), questions of ncp-policy-qa train to answers .236, .239, .224 and to documents .725, .727,
.722 (MRR@10).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from heliu_engine.text import detect_language

FILE = Path(__file__).with_name("query_shift.npy")
STRENGTH = 0.75
FEWEST = 7
"""Tokens of the shortest texts that the shift was fitted to; a single word in its frame has about as many."""
LANGUAGES = ("zh", "en")
"""In the order of the file; the second stands for every other language too."""


@dataclass(frozen=True, slots=True)
class QueryShift:
    """Coefficients of shape (languages, 3, dimension): those of 1, 1/n and 1/n²."""

    coefficients: npt.NDArray[np.float32]

    @classmethod
    def load(cls) -> QueryShift:
        """The coefficients fitted for the packaged model."""
        return cls(np.load(FILE).astype(np.float32))

    def of(self, text: str, tokens: int) -> npt.NDArray[np.float32]:
        """What to take from the vector of a query of so many tokens."""
        share = 1 / max(tokens, FEWEST)
        powers = STRENGTH * np.array([1, share, share**2], dtype=np.float32)
        shift: npt.NDArray[np.float32] = powers @ self.coefficients[0 if detect_language(text) == LANGUAGES[0] else 1]
        return shift
