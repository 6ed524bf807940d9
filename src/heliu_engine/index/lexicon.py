"""The lexical half of an index: a tantivy index whose terms are cut by `heliu_engine.text`.

Terms arrive cut, so tantivy only splits at white space. Word fields are kept apart for their boosts;
``words`` holds every distinct word of a document once, which gives document frequencies across fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from heliu_engine.documents import Document, Filters
from heliu_engine.text import bigrams, words

META_KEY = "\x00meta"
"""Key of the document that holds the commit's record; no caller's id begins with NUL."""
BOOSTS = {"title": 2.0, "keywords": 1.5, "text": 1.0, "bigrams": 0.3}
"""Weight of a term by the field it stands in; only which candidates are found rests on it, not their order."""
WRITER_BYTES = 128_000_000
MAX_PREFIX = 6

_MUST, _MUST_NOT, _SHOULD = tantivy.Occur.Must, tantivy.Occur.MustNot, tantivy.Occur.Should


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in BOOSTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    for name in ("key", "group", "kind", "region", "industry", "audience"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("slot", fast=True)
    builder.add_integer_field("readiness", indexed=True, fast=True)
    builder.add_bytes_field("meta", stored=True)
    return builder.build()


SCHEMA = _build_schema()


@dataclass(frozen=True, slots=True)
class CutDocument:
    """The terms of a document, by field, stop words left out."""

    title: list[str]
    keywords: list[str]
    text: list[str]
    bigrams: list[str]

    @property
    def lengths(self) -> tuple[int, int, int]:
        return len(self.title), len(self.keywords), len(self.text)


def cut(document: Document) -> CutDocument:
    """Cut a document's fields into the terms it is found by."""
    lang = document.lang
    joined = " ".join(document.keywords)
    return CutDocument(
        title=_terms(document.title, lang),
        keywords=_terms(joined, lang),
        text=_terms(document.text, lang),
        bigrams=[token.term for part in (document.title, joined, document.text) for token in bigrams(part)],
    )


def _terms(text: str, lang: str) -> list[str]:
    return [token.term for token in words(text, lang) if token.nature != "stop"]


def open_index(folder: Path | None) -> tantivy.Index:
    """The tantivy index in a folder, made there if it is new; in memory for None."""
    if folder is not None:
        folder.mkdir(exist_ok=True)
    index = tantivy.Index(SCHEMA, path=None if folder is None else str(folder))
    index.config_reader("manual")
    return index


def to_tantivy(document: Document, terms: CutDocument, slot: int) -> tantivy.Document:
    entry = tantivy.Document()
    for name in BOOSTS:
        found = getattr(terms, name)
        if found:
            entry.add_text(name, " ".join(found))
    distinct = {*terms.title, *terms.keywords, *terms.text}
    if distinct:
        entry.add_text("words", " ".join(distinct))
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


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A term of a query, how much it counts, and whether it is a bigram."""

    term: str
    weight: float
    bigram: bool = False


def search(
    searcher: tantivy.Searcher, terms: Sequence[WeightedTerm], filters: Filters, limit: int
) -> list[tuple[int, float]]:
    """Slots and BM25 scores (boosted by field) of the best documents, best first."""
    if not terms or limit <= 0:
        return []
    clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
    for term in terms:
        fields = ("bigrams",) if term.bigram else ("title", "keywords", "text")
        for name in fields:
            query = tantivy.Query.term_query(SCHEMA, name, term.term, "freq")
            clauses.append((_SHOULD, tantivy.Query.boost_query(query, BOOSTS[name] * term.weight)))
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
