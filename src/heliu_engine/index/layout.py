"""What lies in a generation's folder: the logs' row types and the one record that says how far they count.

A generation is a tantivy index in ``lexical/`` and six logs beside it:

=============  ============================================================================
``documents``  one row for each document added, replaced or removed; its number is the slot
``heap``       the documents themselves, each a JSON text and its keys (`heliu_engine.index.keys`)
``names``      strings that many documents share (kinds, codes, audiences), one JSON text a line
``texts``      the digest of every distinct text that was ever added; its number is the text's number
``vectors``    the vector of a text
``parts``      the vectors of a text's sentences, quantised to bytes
=============  ============================================================================

The tantivy commit is the only commit point. The same commit holds the `Meta` record; rows of the logs
beyond the counts written there do not exist.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Document
from heliu_engine.errors import IndexDamaged
from heliu_engine.index.logs import Types
from heliu_engine.scoring import TextField, VectorField

FORMAT = 2
"""Raised whenever an index written before can no longer be read, or its terms are cut differently."""

DIGEST_BYTES = 16
NO_READINESS = -32768
NOTHING = -1
HAS_TITLE, HAS_TEXT = 1, 2

FIELDS: tuple[TextField, ...] = ("title", "keywords", "text")
"""Parts of a document whose lengths are counted, in the order of ``lengths``."""

VECTOR_FIELDS: Mapping[VectorField, int] = {"title": HAS_TITLE, "whole": HAS_TEXT}
"""Kinds of vectors a document may have, and the role that says it has one: of its title; of title and text."""

DOCUMENT_ROW = np.dtype(
    [
        ("previous", "<i4"),  # The slot that this row makes invalid, or NOTHING.
        ("gone", "u1"),  # 1: the row only removes, it adds no document.
        ("roles", "u1"),  # Which texts the document has: HAS_TITLE, HAS_TEXT.
        ("readiness", "<i2"),
        ("kind", "<u4"),
        ("lang", "<u4"),
        ("region", "<u4"),
        ("industry", "<u4"),
        ("audience", "<u4"),
        ("title_text", "<i4"),
        ("whole_text", "<i4"),
        ("lengths", "<u4", (len(FIELDS),)),
        ("offset", "<u8"),
        ("size", "<u4"),
        ("keys_size", "<u4"),  # Of the keys, which follow the document in the heap.
    ]
)
NAMED = ("kind", "lang", "region", "industry", "audience")
"""Columns that hold the number of a name."""

BYTE = np.dtype("u1")
DIGEST = np.dtype((np.void, DIGEST_BYTES))


def vector_row(dimension: int) -> np.dtype[Any]:
    return np.dtype([("text", "<i4"), ("first_part", "<i8"), ("parts", "<i4"), ("vector", "<f2", (dimension,))])


def part_row(dimension: int) -> np.dtype[Any]:
    """A sentence: its span in the text field, and a vector that is ``bytes * scale``."""
    return np.dtype([("start", "<u4"), ("end", "<u4"), ("scale", "<f4"), ("vector", "i1", (dimension,))])


def log_types(dimension: int) -> Types:
    return {
        "documents": DOCUMENT_ROW,
        "heap": BYTE,
        "names": BYTE,
        "texts": DIGEST,
        "vectors": vector_row(dimension),
        "parts": part_row(dimension),
    }


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the vectors of one language's titles or whole texts lie, and of how many it was taken."""

    count: int
    vector: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Meta:
    """The record that travels with each commit."""

    generation: str
    encoder: str = ""
    """Name of the encoder whose vectors are here; empty where none was ever used."""
    dimension: int = 0
    commit: int = 0
    payload: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    live: int = 0
    lengths: tuple[int, ...] = (0,) * len(FIELDS)
    """Sum of the live documents' lengths in terms, one for each of `FIELDS`."""
    centres: Mapping[tuple[str, VectorField], Centre] = field(default_factory=dict)
    """By language and `VECTOR_FIELDS`."""
    background: Mapping[str, npt.NDArray[np.float32]] = field(default_factory=dict)
    """By language: where the encoder puts texts of no subject in particular; see `heliu_engine.index.background`."""

    @property
    def version(self) -> str:
        return f"{self.generation}.{self.commit}"

    def following(self, **changes: Any) -> Meta:
        return replace(self, commit=self.commit + 1, **changes)

    def to_json(self) -> str:
        return json.dumps(
            {
                "format": FORMAT,
                "generation": self.generation,
                "encoder": self.encoder,
                "dimension": self.dimension,
                "commit": self.commit,
                "payload": dict(self.payload),
                "counts": dict(self.counts),
                "live": self.live,
                "lengths": list(self.lengths),
                "centres": [
                    [lang, name, centre.count, _packed(centre.vector)]
                    for (lang, name), centre in sorted(self.centres.items())
                ],
                "background": {lang: _packed(vector) for lang, vector in self.background.items()},
            },
            ensure_ascii=False,
        )

    @staticmethod
    def from_json(written: str) -> Meta:
        try:
            data = json.loads(written)
            if data["format"] != FORMAT:
                raise IndexDamaged(f"the index has format {data['format']}, this version reads {FORMAT}; rebuild it")
            return Meta(
                generation=data["generation"],
                encoder=data["encoder"],
                dimension=data["dimension"],
                commit=data["commit"],
                payload=data["payload"],
                counts=data["counts"],
                live=data["live"],
                lengths=tuple(data["lengths"]),
                centres={
                    (lang, name): Centre(count, _unpacked(vector)) for lang, name, count, vector in data["centres"]
                },
                background={lang: _unpacked(vector) for lang, vector in data["background"].items()},
            )
        except (ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"the record of the last commit cannot be read: {error!r}") from error


def _packed(vector: npt.NDArray[np.float32]) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode("ascii")


def _unpacked(written: str) -> npt.NDArray[np.float32]:
    return np.frombuffer(base64.b64decode(written), dtype="<f4")


def document_to_bytes(document: Document) -> bytes:
    """The document as one JSON array, in the order of its fields."""
    return json.dumps(
        [
            document.id,
            document.title,
            document.text,
            document.keywords,
            document.lang,
            document.kind,
            document.group,
            document.region,
            document.industry,
            document.readiness,
            document.audience,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "surrogatepass")


def document_from_bytes(stored: bytes) -> Document:
    identity, title, text, keywords, *rest = json.loads(stored.decode("utf-8", "surrogatepass"))
    return Document(identity, title, text, tuple(keywords), *rest)


def digest(role: str, text: str) -> bytes:
    """Address of a text by its content; the role keeps titles apart from whole documents."""
    content = f"{role}\0{text}".encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=DIGEST_BYTES).digest()
