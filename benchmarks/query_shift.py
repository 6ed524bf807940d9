"""Fits the shift from passages to queries (see heliu_engine/encoding/query_shift.py) and writes its coefficients.

Run from the repository's root: python benchmarks/query_shift.py. Deterministic; needs the packaged weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import yaml

from heliu_engine.encoding.packaged import packaged_encoder
from heliu_engine.encoding.query_shift import FILE, LANGUAGES

CHAINS = Path(__file__).resolve().parent.parent / "src/heliu/sample/data/chains"

KEYWORDS = 300
"""Taken of all, so that they do not outweigh the longer texts."""


def sample_texts(language: str) -> list[str]:
    """Titles, descriptions, both together, and some keywords, of the sample region's demands and achievements."""
    found: list[str] = []
    keywords: set[str] = set()
    for path in sorted(CHAINS.glob("*.yaml")):
        chain = yaml.safe_load(path.read_text(encoding="utf-8"))
        for record in [*chain["demands"], *chain["achievements"]]:
            title, description = record["title"][language], record["description"][language]
            found += [title, description, f"{title}\n{description}"]
            keywords.update(record["keywords"][language] or [])
    return found + sorted(keywords)[:KEYWORDS]


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "heliu")
    encoder = packaged_encoder(parser.parse_args().cache, shifted=False)
    fitted = []
    for language in LANGUAGES:
        texts = sample_texts(language)
        distance = encoder.encode(texts, role="query") - encoder.encode(texts, role="passage")
        tokens = np.array([encoder.tokens(text, role="query") for text in texts])
        design = np.stack([np.ones(len(texts)), 1 / tokens, 1 / tokens**2], axis=1)
        solution = np.linalg.lstsq(design, distance, rcond=None)[0]
        explained = 1 - ((distance - design @ solution) ** 2).sum() / (distance**2).sum()
        print(f"{language}: {len(texts)} texts, explained {explained:.3f}")
        fitted.append(solution)
    np.save(FILE, np.stack(fitted).astype(np.float16))


if __name__ == "__main__":
    main()
