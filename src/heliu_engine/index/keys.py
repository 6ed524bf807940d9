"""Documents taken apart, kept so: cutting the candidates of a query anew would cost more than everything else.

A document's keys are written field by field: the field's length, keys that occur once, keys that occur more often,
how often. No key contains white space or control characters.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from heliu_engine.index.layout import FIELDS
from heliu_engine.scoring import AnalysedDocument, AnalysedField, TextField, Vector, VectorField

_FIELD, _PART, _ITEM = "\x1e", "\x1f", "\n"
_LEVEL = 1
"""zlib's fastest: it halves the keys, and higher levels gain little more."""


def packed(analysed: AnalysedDocument) -> bytes:
    """The keys of a document as bytes."""
    return zlib.compress(_FIELD.join(_written(analysed.fields.get(name)) for name in FIELDS).encode(), _LEVEL)


def unpacked(stored: bytes, lang: str, vectors: Mapping[VectorField, Vector]) -> AnalysedDocument:
    """The document taken apart, as `heliu_engine.scoring.analyse_document` would do it."""
    written = zlib.decompress(stored).decode().split(_FIELD)
    fields: dict[TextField, AnalysedField] = {}
    for name, part in zip(FIELDS, written, strict=True):
        if part:
            length, single, repeated, counts = part.split(_PART)
            found = dict.fromkeys(single.split(_ITEM), 1) if single else {}
            if repeated:
                found.update(zip(repeated.split(_ITEM), map(int, counts.split(_ITEM)), strict=True))
            fields[name] = AnalysedField(found, int(length))
    return AnalysedDocument(lang, fields, vectors)


def _written(field: AnalysedField | None) -> str:
    if field is None:
        return ""
    single = [key for key, count in field.counts.items() if count == 1]
    repeated = {key: count for key, count in field.counts.items() if count > 1}
    parts = (str(field.length), _ITEM.join(single), _ITEM.join(repeated), _ITEM.join(map(str, repeated.values())))
    return _PART.join(parts)
