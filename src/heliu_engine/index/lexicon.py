"""The lexical half of an index: a tantivy index of the keys that scores are counted from.

Keys arrive cut (see `heliu_engine.scoring.analysis`), so tantivy only splits at white space. Words are kept apart
by field for their boosts; ``keys`` holds every distinct key of a document once, bigrams too, which gives document
frequencies across fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from heliu_engine.documents import Document, Filters
from heliu_engine.scoring import BIGRAM, AnalysedDocument

META_KEY = "\x00meta"
"""Key of the document that holds the commit's record; no caller's id begins with NUL."""
BOOSTS = {"title": 2.0, "keywords": 1.5, "text": 1.0, "keys": 0.3}
"""Weight of a word by the field it stands in, and of a bigram wherever it stands. Only which candidates are found
rests on it, not their order."""
WRITER_BYTES = 128_000_000

_MUST, _MUST_NOT, _SHOULD = tantivy.Occur.Must, tantivy.Occur.MustNot, tantivy.Occur.Should


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in BOOSTS:
        option = "basic" if name == "keys" else "freq"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    for name in ("key", "group", "kind", "region", "industry", "audience"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("slot", fast=True)
    builder.add_integer_field("readiness", indexed=True, fast=True)
    builder.add_bytes_field("meta", stored=True)
    return builder.build()


SCHEMA = _build_schema()


def open_index(folder: Path | None) -> tantivy.Index:
    """The tantivy index in a folder, made there if it is new; in memory for None."""
    if folder is not None:
        folder.mkdir(exist_ok=True)
    index = tantivy.Index(SCHEMA, path=None if folder is None else str(folder))
    index.config_reader("manual")
    return index


def to_tantivy(document: Document, analysed: AnalysedDocument, slot: int) -> tantivy.Document:
    entry = tantivy.Document()
    for field, part in analysed.fields.items():
        words = [word for key, count in part.counts.items() if key[0] != BIGRAM for word in [key] * count]
        if words:
            entry.add_text(field, " ".join(words))
    keys = analysed.keys
    if keys:
        entry.add_text("keys", " ".join(keys))
    entry.add_text("key", document.id)
    entry.add_text("group", document.candidate)
    entry.add_text("kind", document.kind)
    entry.add_text("audience", document.audience)
    for name, code in (("region", document.region), ("industry", document.industry)):
        for length in range(1, len(code) + 1):
            entry.add_text(name, code[:length])
    if document.readiness is not None:
        entry.add_integer("readiness", document.readiness)
    entry.add_unsigned("slot", slot)
    return entry


def meta_entry(written: str) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_text("key", META_KEY)
    entry.add_bytes("meta", written.encode())
    return entry


def read_meta(searcher: tantivy.Searcher) -> str | None:
    """The record written with the commit that this searcher sees; None before the first commit."""
    hits = searcher.search(_term("key", META_KEY), 1, count=False).hits
    if not hits:
        return None
    stored = searcher.doc(hits[0][1]).get_first("meta")
    return None if stored is None else bytes(stored).decode()


def slots_of(searcher: tantivy.Searcher, field: str, values: Iterable[str], limit: int) -> list[int]:
    """Slots of the documents whose ``key`` or ``group`` is one of the values."""
    wanted = sorted(set(values))
    if not wanted or limit <= 0:
        return []
    hits = searcher.search(tantivy.Query.term_set_query(SCHEMA, field, wanted), limit, count=False).hits
    return _slots(searcher, [address for _, address in hits])


def frequency(searcher: tantivy.Searcher, key: str) -> int:
    """How many documents contain a key, removed ones included: 1 µs."""
    return int(searcher.doc_freq("keys", key))


def count(searcher: tantivy.Searcher, key: str) -> int:
    """How many documents contain a key, removed ones left out: 10 µs for a rare one, 250 µs where 40,000 have it."""
    result = searcher.search(_term("keys", key), 1, count=True)
    return int(result.count)  # type: ignore[attr-defined]  # The stubs forget it.


def search(
    searcher: tantivy.Searcher, weights: Sequence[tuple[str, float]], filters: Filters, limit: int
) -> list[tuple[int, float]]:
    """Slots and BM25 scores of the best documents for weighted keys, best first."""
    if not weights or limit <= 0:
        return []
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    for key, weight in weights:
        fields = ("keys",) if key.startswith(BIGRAM) else ("title", "keywords", "text")
        for name in fields:
            query = tantivy.Query.term_query(SCHEMA, name, key, "basic" if name == "keys" else "freq")
            clauses.append((_SHOULD, tantivy.Query.boost_query(query, BOOSTS[name] * weight)))
    conditions = _conditions(filters)
    if conditions:
        # The words must still be met: without this a filter alone would match.
        clauses = [(_MUST, tantivy.Query.boolean_query(clauses)), *conditions]
    hits = searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
    slots = _slots(searcher, [address for _, address in hits])
    return [(slot, float(score)) for slot, (score, _) in zip(slots, hits, strict=True)]


def _conditions(filters: Filters) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    conditions = [
        (_MUST, _silent(tantivy.Query.term_set_query(SCHEMA, name, list(values))))
        for name, values in (
            ("kind", filters.kinds),
            ("region", filters.regions),
            ("industry", filters.industries),
            ("audience", filters.audiences),
        )
        if values
    ]
    if filters.readiness_min is not None or filters.readiness_max is not None:
        bounds = tantivy.Query.range_query(
            SCHEMA, "readiness", tantivy.FieldType.Integer, filters.readiness_min, filters.readiness_max
        )
        conditions.append((_MUST, _silent(bounds)))
    if filters.exclude:
        conditions.append((_MUST_NOT, tantivy.Query.term_set_query(SCHEMA, "group", list(filters.exclude))))
    return conditions


def _silent(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _term(field: str, value: str) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, field, value, "basic")


def _slots(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> list[int]:
    if not addresses:
        return []
    return [int(slot) for slot in searcher.fast_field_values("slot", addresses) if slot is not None]
