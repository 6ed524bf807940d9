"""Writing one generation: documents in and out, vectors, commits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from heliu_engine.documents import Document
from heliu_engine.encoding.protocol import Encoder
from heliu_engine.errors import InputError
from heliu_engine.index import lexicon
from heliu_engine.index.background import background_of
from heliu_engine.index.centres import Centres, recentred
from heliu_engine.index.embedding import STEP, VectorStore, Waiting, embed_documents
from heliu_engine.index.generation import Generation
from heliu_engine.index.layout import NOTHING, VECTOR_FIELDS, Meta
from heliu_engine.index.ledger import Ledger, live_slots
from heliu_engine.index.logs import Rows
from heliu_engine.index.texts import language_of
from heliu_engine.scoring import analyse_document

Source = Callable[[bytes], "tuple[npt.NDArray[np.float16], Rows] | None"]
"""Vectors of texts by digest, for example those of the generation before."""

MAX_READINESS = 32_767


class Session:
    """The one writer of one generation. Nothing is visible to readers before `commit`."""

    def __init__(self, generation: Generation, meta: Meta, encoder: Encoder | None) -> None:
        self.generation = generation
        self.meta = meta
        # An encoder of another name would put vectors side by side that must not be compared.
        self._encoder = encoder if encoder is not None and encoder.name == meta.encoder else None
        self._carried: Source | None = None
        self._writer: tantivy.IndexWriter = generation.lexical.writer(lexicon.WRITER_BYTES, 1)
        self._ledger = Ledger(generation.logs, meta)
        self._store = VectorStore(generation.logs)
        self._waiting = Waiting()
        self._changed = False
        for slot in self._ledger.live_in_order():
            self._waiting.add(slot, self._lacking(slot))

    # --- Documents

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents, each in place of the one with its id; how many were new or different."""
        changed = 0
        for given in documents:
            document = _checked(given)
            if self._ledger.held(document.id) == document:
                continue
            analysed = analyse_document(document)
            entry = lexicon.to_tantivy(document, analysed, self._ledger.slots)
            self._changed = True
            previous = self._ledger.slot_of.get(document.id)
            if previous is not None:
                self._waiting.discard(previous)
                self._writer.delete_documents_by_term("key", document.id)
            slot, fresh = self._ledger.put(document, analysed)
            self._writer.add_document(entry)
            self._carry_over(fresh)
            self._waiting.add(slot, self._lacking(slot))
            changed += 1
        return changed

    def remove(self, ids: Iterable[str]) -> int:
        """Take documents out; how many of the ids were there."""
        removed = 0
        for identity in ids:
            slot = self._ledger.remove(identity)
            if slot is not None:
                self._waiting.discard(slot)
                self._writer.delete_documents_by_term("key", identity)
                self._changed = True
                removed += 1
        return removed

    def remove_groups(self, groups: Iterable[str]) -> int:
        """Take out every document of these candidates; how many documents that were."""
        return self.remove(self._ledger.ids_of_groups(groups))

    def __len__(self) -> int:
        return self._ledger.live

    def __contains__(self, identity: str) -> bool:
        return identity in self._ledger.slot_of

    @property
    def ids(self) -> list[str]:
        """Ids of all documents, oldest first."""
        return [identity for identity, _ in sorted(self._ledger.slot_of.items(), key=lambda pair: pair[1])]

    def documents(self) -> Iterable[Document]:
        """All documents, oldest first."""
        return (self._ledger.document(slot) for slot in self._ledger.live_in_order())

    @property
    def rows(self) -> int:
        """Rows ever written, those of dead documents included."""
        return self._ledger.slots

    @property
    def garbage(self) -> float:
        """Share of the rows that belong to documents replaced or removed, 0 to 1."""
        return 1 - self._ledger.live / self.rows if self.rows else 0.0

    # --- Vectors

    @property
    def pending(self) -> int:
        """Documents that wait for vectors; 0 without an encoder, since none would ever come."""
        return len(self._waiting) if self._encoder is not None else 0

    def embed(self, limit: int = STEP) -> int:
        """Embed up to ``limit`` waiting documents, the newest first; how many were embedded."""
        slots = self._waiting.newest(limit)
        if self._encoder is None or not slots:
            return 0
        if not self.meta.background:
            self.meta = replace(self.meta, background=background_of(self._encoder))
        for first in range(0, len(slots), STEP):
            step = slots[first : first + STEP]
            wanted = [(self._ledger.document(slot), *self._ledger.texts_by_role(slot)) for slot in step]
            for text in embed_documents(self._encoder, wanted, self._store):
                self._waiting.arrived(text)
                self._changed = True
        return len(slots)

    def vectors_by_digest(self, address: bytes) -> tuple[npt.NDArray[np.float16], Rows] | None:
        """Vector and sentence rows of a text that was embedded here."""
        text = self._ledger.text_number(address)
        return None if text is None else self._store.get(text)

    def carry_from(self, other: Session | None) -> None:
        """Take vectors of known texts from another generation, where the same encoder made them; None: no more."""
        self._carried = None
        if other is not None and other.meta.encoder == self.meta.encoder:
            self._carried = other.vectors_by_digest
            self.meta = replace(self.meta, background=other.meta.background)

    def _carry_over(self, fresh: Iterable[tuple[int, bytes]]) -> None:
        if self._carried is not None:
            for text, address in fresh:
                found = self._carried(address)
                if found is not None:
                    self._store.put(text, *found)

    def _lacking(self, slot: int) -> list[int]:
        return [text for text in self._ledger.texts(slot) if text not in self._store]

    # --- Commit

    def commit(self, payload: Mapping[str, Any] | None = None) -> str:
        """Make everything since the last commit durable and visible at once; the new version.

        ``payload`` is kept with the commit and given back by readers; None keeps the one before. Where nothing
        changed, nothing is written.
        """
        kept = self.meta.payload if payload is None else payload
        if not self._changed and kept == self.meta.payload and self.meta.commit > 0:
            return self.meta.version
        logs = self.generation.logs
        logs.flush()
        names = ("documents", "heap", "names", "texts", "vectors", "parts")
        meta = self.meta.following(
            payload=dict(kept),
            counts={name: logs.count(name) for name in names},
            live=self._ledger.live,
            lengths=tuple(self._ledger.lengths.tolist()),
            centres=self._centres(),
        )
        self._writer.delete_documents_by_term("key", lexicon.META_KEY)
        self._writer.add_document(lexicon.meta_entry(meta.to_json()))
        self._writer.commit()
        self.meta = meta
        self._changed = False
        return meta.version

    def _centres(self) -> Centres:
        logs = self.generation.logs
        if not logs.count("vectors"):
            return {}
        rows = self._ledger.rows
        live = live_slots(rows)
        return recentred(
            self.meta.centres,
            self._ledger.names.in_order,
            rows["lang"][live],
            {
                field: np.where(rows["roles"][live] & role, self._store.rows_of(rows[f"{field}_text"][live]), NOTHING)
                for field, role in VECTOR_FIELDS.items()
            },
            logs.view("vectors", logs.count("vectors")),
            self.meta.background,
        )

    def close(self) -> None:
        """Let go without committing; what was not committed is lost."""
        # Dropping tantivy's writer frees its lock; merges in progress are abandoned unharmed.
        del self._writer
        self.generation.close()

    def settle(self) -> None:
        """Wait for tantivy to finish merging segments; afterwards only `close` may be called."""
        self._writer.wait_merging_threads()


def _checked(document: Document) -> Document:
    if not document.id or document.id.startswith("\x00"):
        raise InputError(f"a document needs an id: {document.title[:40]!r}")
    if document.readiness is not None and abs(document.readiness) > MAX_READINESS:
        raise InputError(f"{document.id}: readiness {document.readiness} is out of range")
    try:
        for word in (document.id, document.group, document.kind, document.lang, document.region, document.industry):
            word.encode()
        document.audience.encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{document.id!a}: id, group, kind or a code is not valid Unicode") from error
    return document if document.lang else replace(document, lang=language_of(document))
