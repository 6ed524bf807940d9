"""Records of the database as documents of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heliu.matching.kinds import Facets, Kind, RecordDocument
from heliu_engine.documents import Document

RULES = 2
"""Raised whenever the same record becomes different documents: an index made by other rules is built anew."""


def engine_documents(kind: Kind, record: Any, *, opened: bool | None = None) -> Iterator[Document]:
    """What the index gets of one findable record.

    ``opened`` is for a record that never enters it: whether more than title and summary is taken.
    """
    group, facets = kind.group(record.pk), kind.facets(record)
    documents = kind.index_documents(record) if opened is None else kind.to_documents(record, opened)
    for document in documents:
        yield _engine_document(kind.name, group, facets, document)


def _engine_document(kind: str, group: str, facets: Facets, document: RecordDocument) -> Document:
    return Document(
        id=document.id,
        title=document.title.text,
        text=document.text,
        keywords=document.keywords,
        lang=document.lang,
        kind=kind,
        group=group,
        region=facets.region,
        industry=facets.industry,
        readiness=facets.readiness,
        audience=facets.audience,
    )
