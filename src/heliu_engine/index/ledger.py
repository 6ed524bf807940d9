"""What the writer knows by heart: which document lies in which slot, and which texts have vectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Document
from heliu_engine.index import layout
from heliu_engine.index.keys import packed
from heliu_engine.index.layout import (
    FIELDS,
    HAS_TEXT,
    HAS_TITLE,
    NO_READINESS,
    NOTHING,
    Meta,
    document_from_bytes,
    document_to_bytes,
)
from heliu_engine.index.logs import Logs, Rows
from heliu_engine.index.names import Names
from heliu_engine.index.texts import title_and_whole
from heliu_engine.scoring import AnalysedDocument


class Ledger:
    """Slots, names and texts of one generation, kept in step with its logs."""

    def __init__(self, logs: Logs, meta: Meta) -> None:
        self._logs = logs
        self.slot_of: dict[str, int] = {}
        self.lengths = np.array(meta.lengths, dtype=np.int64)
        self.names = Names(logs.view("names", logs.count("names")).tobytes())
        self._group_slots: dict[str, set[int]] = defaultdict(set)
        self._identity: dict[int, tuple[str, str]] = {}
        self._rows = np.array(logs.view("documents", logs.count("documents")))
        self._count = len(self._rows)
        self._heap = logs.view("heap", logs.count("heap"))
        digests = logs.view("texts", logs.count("texts"))
        self._text_of: dict[bytes, int] = {entry.tobytes(): number for number, entry in enumerate(digests)}
        self._load()

    def _load(self) -> None:
        for slot in np.flatnonzero(live_slots(self._rows)).tolist():
            self._settle(slot, self.document(slot))

    def _settle(self, slot: int, document: Document) -> None:
        self.slot_of[document.id] = slot
        self._identity[slot] = (document.id, document.candidate)
        self._group_slots[document.candidate].add(slot)

    @property
    def live(self) -> int:
        return len(self.slot_of)

    @property
    def slots(self) -> int:
        """Rows ever written, dead ones included."""
        return self._count

    def live_in_order(self) -> list[int]:
        """Slots of the live documents, oldest first."""
        slots: list[int] = np.flatnonzero(live_slots(self.rows)).tolist()
        return slots

    def ids_of_groups(self, groups: Iterable[str]) -> list[str]:
        slots = [slot for group in groups for slot in self._group_slots.get(group, ())]
        return [self._identity[slot][0] for slot in sorted(slots)]

    def document(self, slot: int) -> Document:
        return document_from_bytes(self._stored(slot))

    def _stored(self, slot: int) -> bytes:
        row = self._rows[slot]
        start = int(row["offset"])
        end = start + int(row["size"])
        if end > len(self._heap):
            self._heap = self._logs.view("heap", self._logs.count("heap"))
        return self._heap[start:end].tobytes()

    def texts_by_role(self, slot: int) -> tuple[int, int]:
        """Numbers of a document's title and of its whole text; `NOTHING` where there is none."""
        row = self._rows[slot]
        return int(row["title_text"]), int(row["whole_text"])

    def texts(self, slot: int) -> set[int]:
        """Numbers of the distinct texts of a document."""
        return set(self.texts_by_role(slot)) - {NOTHING}

    @property
    def rows(self) -> Rows:
        """All rows, by slot."""
        return self._rows[: self._count]

    def held(self, identity: str) -> Document | None:
        """The document of this id as it is here now."""
        slot = self.slot_of.get(identity)
        return None if slot is None else self.document(slot)

    def put(self, document: Document, analysed: AnalysedDocument) -> tuple[int, list[tuple[int, bytes]]]:
        """Write a document, in place of the one with its id; its slot, and the texts never seen before."""
        previous = self.slot_of.get(document.id, NOTHING)
        if previous != NOTHING:
            self._forget(previous)
        stored, keys = document_to_bytes(document), packed(analysed)
        offset = self._logs.append("heap", np.frombuffer(stored + keys, dtype="u1"))
        fresh: list[tuple[int, bytes]] = []
        title, whole = title_and_whole(document)
        row = np.zeros(1, dtype=layout.DOCUMENT_ROW)
        row["previous"] = previous
        row["readiness"] = NO_READINESS if document.readiness is None else document.readiness
        for column in layout.NAMED:
            row[column] = self._name(getattr(document, column))
        title_text, whole_text = self._text("title", title, fresh), self._text("whole", whole, fresh)
        # A document that is all title or all text has one vector for both roles.
        row["title_text"] = whole_text if title_text == NOTHING else title_text
        row["whole_text"] = title_text if whole_text == NOTHING else whole_text
        row["roles"] = (HAS_TITLE if title else 0) | (HAS_TEXT if whole else 0)
        row["lengths"] = [analysed.fields[name].length if name in analysed.fields else 0 for name in FIELDS]
        row["offset"], row["size"], row["keys_size"] = offset, len(stored), len(keys)
        slot = self._append(row)
        self._settle(slot, document)
        self.lengths += row[0]["lengths"].astype(np.int64)
        return slot, fresh

    def remove(self, identity: str) -> int | None:
        """Take a document out; the slot it had."""
        slot = self.slot_of.pop(identity, None)
        if slot is None:
            return None
        self._forget(slot)
        row = np.zeros(1, dtype=layout.DOCUMENT_ROW)
        row["previous"], row["gone"] = slot, 1
        row["title_text"] = row["whole_text"] = NOTHING
        self._append(row)
        return slot

    def _append(self, row: Rows) -> int:
        slot = self._logs.append("documents", row)
        if slot == len(self._rows):
            grown = np.zeros(max(64, 2 * slot), dtype=layout.DOCUMENT_ROW)
            grown[:slot] = self._rows
            self._rows = grown
        self._rows[slot] = row[0]
        self._count = slot + 1
        return slot

    def _forget(self, slot: int) -> None:
        _, candidate = self._identity.pop(slot)
        held = self._group_slots[candidate]
        held.discard(slot)
        if not held:
            del self._group_slots[candidate]
        self.lengths -= self._rows[slot]["lengths"].astype(np.int64)

    def _name(self, name: str) -> int:
        number, written = self.names.number(name)
        if written:
            self._logs.append("names", np.frombuffer(written, dtype="u1"))
        return number

    def _text(self, role: str, text: str, fresh: list[tuple[int, bytes]]) -> int:
        if not text:
            return NOTHING
        address = layout.digest(role, text)
        number = self._text_of.get(address)
        if number is None:
            number = self._logs.append("texts", np.frombuffer(address, dtype=layout.DIGEST))
            self._text_of[address] = number
            fresh.append((number, address))
        return number

    def text_number(self, address: bytes) -> int | None:
        """Number of the text with this digest, if it was ever here."""
        return self._text_of.get(address)


def live_slots(rows: Rows) -> npt.NDArray[np.bool_]:
    """Which rows are documents that no later row replaced or removed."""
    live: npt.NDArray[np.bool_] = rows["gone"] == 0
    previous = rows["previous"]
    live[previous[previous != NOTHING]] = False
    return live
