"""What is known of every slot without reading its document: whether it lives, and what filters ask about."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from heliu_engine.documents import Filters
from heliu_engine.index import layout
from heliu_engine.index.layout import NO_READINESS, NOTHING
from heliu_engine.index.logs import Rows
from heliu_engine.index.names import Names

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """One array for each column, by slot. Never changed; `extended` makes new ones."""

    live: Mask
    kind: npt.NDArray[np.uint32]
    lang: npt.NDArray[np.uint32]
    region: npt.NDArray[np.uint32]
    industry: npt.NDArray[np.uint32]
    audience: npt.NDArray[np.uint32]
    readiness: npt.NDArray[np.int16]
    roles: npt.NDArray[np.uint8]
    title_text: npt.NDArray[np.int32]
    whole_text: npt.NDArray[np.int32]
    offset: npt.NDArray[np.uint64]
    size: npt.NDArray[np.uint32]
    keys_size: npt.NDArray[np.uint32]

    @staticmethod
    def empty() -> Columns:
        return Columns._of(np.zeros(0, dtype=layout.DOCUMENT_ROW))

    @staticmethod
    def _of(rows: Rows) -> Columns:
        stored = {column.name: np.array(rows[column.name]) for column in fields(Columns) if column.name != "live"}
        return Columns(live=np.array(rows["gone"] == 0), **stored)

    def __len__(self) -> int:
        return len(self.live)

    def extended(self, rows: Rows) -> Columns:
        """These columns and those of later rows, with the slots marked dead that the later rows replace."""
        if not len(rows):
            return self
        added = Columns._of(rows)
        joined = Columns(
            **{
                column.name: np.concatenate([getattr(self, column.name), getattr(added, column.name)])
                for column in fields(Columns)
            }
        )
        previous = rows["previous"]
        joined.live[previous[previous != NOTHING]] = False
        return joined

    def allowed(self, filters: Filters, names: Names) -> Mask:
        """Live slots that meet the filters; ``exclude`` is left to the caller, who knows the groups."""
        mask = self.live
        for wanted, column in ((filters.kinds, self.kind), (filters.audiences, self.audience)):
            if wanted:
                mask = mask & names.equal_to(wanted)[column]
        for prefixes, column in ((filters.regions, self.region), (filters.industries, self.industry)):
            if prefixes:
                mask = mask & names.beginning_with(prefixes)[column]
        if filters.readiness_min is not None or filters.readiness_max is not None:
            mask = mask & (self.readiness != NO_READINESS)
        if filters.readiness_min is not None:
            mask = mask & (self.readiness >= filters.readiness_min)
        if filters.readiness_max is not None:
            mask = mask & (self.readiness <= filters.readiness_max)
        return mask
