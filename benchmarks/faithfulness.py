"""Whether reasons are true: how much a score falls when the places they point to are deleted.

    python benchmarks/faithfulness.py [--shared ../shared] [--cache FOLDER] [--set bdci]

For each of the ten best documents of a need, the places that its reasons point to are deleted from it, the rest is
encoded and scored anew, by the profile of the set. The same is done with as many random runs of as many characters,
anywhere in the document, and in the same fields (a title counts for more than the text): the mean of several draws.
The other side is measured in the same way, with what the reasons point to in the need. All is seeded.

==================  ===============================================================================================
drop                mean fall of the score, of a scale on which scores go to about 1
ratio               fall by evidence / fall by random characters; 1 says that the choice is worth nothing
wins                share of results where evidence falls further; half of a tie (a title that is all there is)
comprehensiveness   fall by evidence / score
sufficiency         score of the evidence alone / score; the rest of the document is deleted
==================  ===============================================================================================

Measures as in J. DeYoung et al., "ERASER: A Benchmark to Evaluate Rationalized NLP Models", ACL 2020. Intervals are
those of 95 %, by drawing needs anew (percentile bootstrap).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from faithfulness_sets import NEEDS, Task, tasks

from heliu_engine import Document, Filters, Matcher, Query, Span
from heliu_engine.documents import Match
from heliu_engine.encoding import Encoder, Role, open_encoder
from heliu_engine.encoding.opening import DEFAULT
from heliu_engine.explain.segments import merged
from heliu_engine.index import IndexReader, IndexWriter, Snapshot
from heliu_engine.scoring import (
    AnalysedQuery,
    PreparedQuery,
    Scorer,
    Vector,
    VectorField,
    analyse_document,
    analyse_query,
    model_of,
    vector_texts,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"
BEST = 10
DRAWS = 3
SEED = 23
RESAMPLES = 1000
TIE = 1e-6
"""Falls that differ by less are the same: vectors are single precision."""
FIELDS = ("title", "text")

Item = Query | Document
Places = Mapping[str, Sequence[Span]]
"""Spans by field, none of which overlap."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one result's score."""

    need: str
    natures: str
    """``words``, ``meaning`` or ``both``: of its reasons."""
    score: float
    characters: int
    """Deleted ones."""
    share: float
    """Of the document's characters."""
    evidence: float
    """Fall of the score without the evidence."""
    anywhere: float
    """Mean fall without random characters."""
    same_field: float
    """The same, drawn in the fields of the evidence."""
    alone: float
    """Score of the evidence alone."""
    asked: float
    """Fall without the places of the need."""
    asked_random: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over results, with their intervals."""

    name: str
    results: int
    unexplained: int
    """Results without a reason, which are not counted in the rest."""
    values: Mapping[str, tuple[float, float, float]]
    """By measure: the value, and both ends of its interval."""


COLUMNS = ("score", "share", "evidence", "anywhere", "same_field", "alone", "asked", "asked_random")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="where the labelled sets are")
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/heliu").expanduser())
    parser.add_argument("--set", action="append", choices=list(NEEDS), help="only this set; may be repeated")
    options = parser.parse_args()
    if not (options.shared / "data").is_dir():
        print(f"The labelled sets are not at {options.shared}: only the sample region is measured.", file=sys.stderr)
    encoder = open_encoder(DEFAULT, options.cache)
    assert encoder is not None
    began = time.monotonic()
    figures = measure(encoder, tasks(options.shared, options.set or NEEDS))
    for line in table(figures):
        print(line)
    print(f"{time.monotonic() - began:.0f} seconds; encoder {encoder.name}")
    return 0


def measure(encoder: Encoder, sets: Iterable[Task]) -> list[Figures]:
    """The figures of each set, of all together, and of the results by the nature of their reasons."""
    found = [(task.name, *outcomes(task, encoder)) for task in sets]
    everything = [outcome for _, each, _ in found for outcome in each]
    found.append(("all", everything, sum(unexplained for *_, unexplained in found)))
    found += [
        (f"by {nature}", [outcome for outcome in everything if outcome.natures == nature], 0)
        for nature in ("words", "meaning", "both")
    ]
    return [figures_of(*each) for each in found if each[1]]


def table(figures: Iterable[Figures]) -> list[str]:
    """The figures as lines to print, one block a set."""
    lines = []
    for each in figures:
        lines.append(f"{each.name}: {each.results} results, {each.unexplained} more without a reason")
        lines += [
            f"  {name:20}{value:8.3f}   {low:.3f} to {high:.3f}" for name, (value, low, high) in each.values.items()
        ]
    return lines


class Rescorer:
    """Scores texts anew by the statistics of one index; what was encoded before is not encoded again."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder, scorer: Scorer) -> None:
        self._snapshot = snapshot
        self._encoder = encoder
        self._scorer = scorer
        self._known: dict[tuple[Role, str], Vector] = {}

    def of_documents(self, query: Query, documents: Sequence[Document]) -> list[float]:
        """The score of the query with each."""
        prepared = self._prepared(self._queries([query])[0])
        vectors = self._vectors(documents, "passage")
        return [
            prepared.score(analyse_document(document, its)).score
            for document, its in zip(documents, vectors, strict=True)
        ]

    def of_queries(self, queries: Sequence[Query], document: Document) -> list[float]:
        """The score of each query with the document."""
        analysed = analyse_document(document, self._vectors([document], "passage")[0])
        return [self._prepared(query).score(analysed).score for query in self._queries(queries)]

    def _queries(self, queries: Sequence[Query]) -> list[AnalysedQuery]:
        vectors = self._vectors(queries, "query")
        return [analyse_query(query, its) for query, its in zip(queries, vectors, strict=True)]

    def _prepared(self, query: AnalysedQuery) -> PreparedQuery:
        return self._scorer.prepare(query, self._snapshot)

    def _vectors(self, items: Sequence[Query] | Sequence[Document], role: Role) -> list[dict[VectorField, Vector]]:
        texts = [vector_texts(item) for item in items]
        new = sorted({text for each in texts for text in each.values() if (role, text) not in self._known})
        for text, vector in zip(new, self._encoder.encode(new, role=role), strict=True):
            self._known[role, text] = vector
        return [{field: self._known[role, text] for field, text in each.items()} for each in texts]


def outcomes(task: Task, encoder: Encoder) -> tuple[list[Outcome], int]:
    """What became of each result with a reason, and how many have none."""
    writer = IndexWriter.in_memory(encoder)
    writer.add(task.documents)
    while writer.embed(64):
        pass
    writer.commit()
    reader = IndexReader.of(writer, encoder)
    matcher = Matcher.reading(reader)
    rescorer = Rescorer(reader.snapshot, encoder, Scorer(task.profile, model_of(encoder)))
    documents = {document.id: document for document in task.documents}
    kinds = {document.kind for document in task.documents}
    found: list[Outcome] = []
    unexplained = 0
    for need in task.needs:
        filters = Filters(kinds=tuple(sorted(kinds - {need.lang}))) if task.across else Filters()
        for match in matcher.match(need, BEST, filters, task.profile).matches:
            if match.reasons:
                found.append(_outcome(need, documents[match.document_id], match, rescorer))
            else:
                unexplained += 1
    return found, unexplained


def _outcome(need: Query, document: Document, match: Match, rescorer: Rescorer) -> Outcome:
    chance = random.Random(f"{SEED} {need.id} {document.id}")
    evidence = _by_field((reason.doc_field, reason.doc_span) for reason in match.reasons)
    asked = _by_field((reason.query_field, reason.query_span) for reason in match.reasons)
    anywhere = [random_places(document, evidence, chance, same_field=False) for _ in range(DRAWS)]
    same_field = [random_places(document, evidence, chance, same_field=True) for _ in range(DRAWS)]
    others = [without(document, places) for places in (evidence, *anywhere, *same_field)]
    whole, left, *drawn, alone = rescorer.of_documents(need, [document, *others, only(document, evidence)])
    asked_random = [random_places(need, asked, chance, same_field=False) for _ in range(DRAWS)]
    needs = [without(need, places) for places in (asked, *asked_random)]
    left_asked, *drawn_asked = rescorer.of_queries(needs, document)
    natures = {reason.nature for reason in match.reasons}
    return Outcome(
        need=need.id,
        natures=natures.pop() if len(natures) == 1 else "both",
        score=whole,
        characters=_count(evidence),
        share=_count(evidence) / (len(document.title) + len(document.text)),
        evidence=whole - left,
        anywhere=whole - float(np.mean(drawn[:DRAWS])),
        same_field=whole - float(np.mean(drawn[DRAWS:])),
        alone=alone,
        asked=whole - left_asked,
        asked_random=whole - float(np.mean(drawn_asked)),
    )


def without(item: Item, places: Places) -> Item:
    """The item, its places cut out and what is left joined."""
    return replace(item, **{field: _cut(getattr(item, field), places.get(field, ())) for field in FIELDS})


def only(item: Item, places: Places) -> Item:
    """The item with nothing but its places; keywords, which reasons do not point to, go too."""
    kept = {
        field: " ".join(getattr(item, field)[start:end] for start, end in places.get(field, ())) for field in FIELDS
    }
    return replace(item, **kept, keywords=())


def _cut(text: str, spans: Sequence[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def random_places(item: Item, places: Places, chance: random.Random, *, same_field: bool) -> Places:
    """As many runs of the same lengths at random, none of which overlap; a run keeps to one field.

    A run that finds no room any more, since others lie across it, is put where it fits in pieces.
    """
    free = {field: [True] * len(getattr(item, field)) for field in FIELDS}
    runs = sorted(
        ((end - start, field) for field, spans in places.items() for start, end in spans),
        key=lambda run: -run[0],
    )
    for length, field in runs:
        within = [field] if same_field else list(FIELDS)
        starts = [(name, start) for name in within for start in _starts(free[name], length)]
        if starts:
            name, start = chance.choice(starts)
            taken = [(name, place) for place in range(start, start + length)]
        else:
            rest = [(name, place) for name in within for place, is_free in enumerate(free[name]) if is_free]
            taken = rest[:length]
        for name, place in taken:
            free[name][place] = False
    return _by_field(
        (field, (place, place + 1)) for field in FIELDS for place, is_free in enumerate(free[field]) if not is_free
    )


def _starts(free: Sequence[bool], length: int) -> Iterator[int]:
    run = 0
    for place, is_free in enumerate(free):
        run = run + 1 if is_free else 0
        if run >= length:
            yield place + 1 - length


def _by_field(places: Iterable[tuple[str, Span]]) -> dict[str, tuple[Span, ...]]:
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for field, span in places:
        found[field].append(span)
    return {field: merged(spans) for field, spans in found.items()}


def _count(places: Places) -> int:
    return sum(end - start for spans in places.values() for start, end in spans)


def figures_of(name: str, found: Sequence[Outcome], unexplained: int) -> Figures:
    """Means with their intervals; needs are drawn anew, since the results of one need are not independent."""
    columns = np.array([[getattr(outcome, column) for column in COLUMNS] for outcome in found])
    by_need: defaultdict[str, list[int]] = defaultdict(list)
    for place, outcome in enumerate(found):
        by_need[outcome.need].append(place)
    groups = [np.array(places) for _, places in sorted(by_need.items())]
    generator = np.random.default_rng(SEED)
    drawn = []
    for _ in range(RESAMPLES):
        places = np.concatenate([groups[number] for number in generator.integers(len(groups), size=len(groups))])
        drawn.append(list(_values(columns[places]).values()))
    low, high = np.percentile(np.array(drawn), (2.5, 97.5), axis=0)
    values = _values(columns)
    return Figures(
        name, len(found), unexplained, dict(zip(values, zip(values.values(), low, high, strict=True), strict=True))
    )


def _values(columns: np.ndarray) -> dict[str, float]:
    of = {name: columns[:, place] for place, name in enumerate(COLUMNS)}
    mean = {name: float(column.mean()) for name, column in of.items()}
    ahead = of["evidence"] - of["anywhere"]
    ahead_there = of["evidence"] - of["same_field"]
    return {
        "share": mean["share"],
        "drop": mean["evidence"],
        "random": mean["anywhere"],
        "ratio": _ratio(mean["evidence"], mean["anywhere"]),
        "wins": _wins(ahead),
        "random, same field": mean["same_field"],
        "ratio there": _ratio(mean["evidence"], mean["same_field"]),
        "wins there": _wins(ahead_there),
        "comprehensiveness": _ratio(mean["evidence"], mean["score"]),
        "sufficiency": _ratio(mean["alone"], mean["score"]),
        "need ratio": _ratio(mean["asked"], mean["asked_random"]),
        "need wins": _wins(of["asked"] - of["asked_random"]),
    }


def _ratio(mine: float, other: float) -> float:
    return mine / other if other > 0 else float("inf")


def _wins(ahead: np.ndarray) -> float:
    return float((ahead > TIE).mean() + (np.abs(ahead) <= TIE).mean() / 2)


if __name__ == "__main__":
    raise SystemExit(main())
