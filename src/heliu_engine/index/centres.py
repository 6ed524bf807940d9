"""The mean vector of each language, which is taken away before vectors are compared.

Sentence encoders of the E5 family keep all texts of a language in a narrow cone; without its axis the
cosine spreads out and languages become comparable (J. Mu, P. Viswanath, "All-but-the-top", ICLR 2018).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from heliu_engine.index.background import ANY
from heliu_engine.index.layout import NOTHING, Centre
from heliu_engine.index.logs import Rows
from heliu_engine.scoring import VectorField
from heliu_engine.scoring.statistics import BACKGROUND_WEIGHT, Background

DRIFT = 0.1
"""A centre is taken anew when a language has this share more or fewer vectors than when it was taken: it
stays where it is in between, so that a score does not jitter with every record."""
_CHUNK = 8_192

Centres = Mapping[tuple[str, VectorField], Centre]


def recentred(
    old: Centres,
    languages: Sequence[str],
    lang_of: npt.NDArray[np.uint32],
    rows_by_field: Mapping[VectorField, npt.NDArray[np.int64]],
    vectors: Rows,
    background: Background,
) -> Centres:
    """Centres of every language and field; ``rows_by_field`` gives each live document's row among the vectors."""
    found: dict[tuple[str, VectorField], Centre] = {}
    for field, rows in rows_by_field.items():
        has = rows != NOTHING
        counts = np.bincount(lang_of[has], minlength=len(languages))
        for number in np.flatnonzero(counts).tolist():
            lang, count = languages[number], int(counts[number])
            before = old.get((lang, field))
            if before is not None and abs(count - before.count) < DRIFT * before.count:
                found[lang, field] = before
                continue
            mean = _mean(vectors, rows[has & (lang_of == number)])
            found[lang, field] = Centre(count, _drawn(mean, count, background.get(lang, background.get(ANY))))
    return found


def _mean(vectors: Rows, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    total = np.zeros(vectors.dtype["vector"].shape, dtype=np.float64)
    ordered = np.sort(rows)
    for first in range(0, len(ordered), _CHUNK):
        chunk = vectors["vector"][ordered[first : first + _CHUNK]]
        total += chunk.sum(axis=0, dtype=np.float64)
    return (total / len(ordered)).astype(np.float32)


def _drawn(
    mean: npt.NDArray[np.float32], count: int, background: npt.NDArray[np.float32] | None
) -> npt.NDArray[np.float32]:
    if background is None:
        return mean
    total = count * mean + BACKGROUND_WEIGHT * background
    drawn: npt.NDArray[np.float32] = (total / (count + BACKGROUND_WEIGHT)).astype(np.float32)
    return drawn
