"""Whose interest it is: a saved search, or a record of one's own organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heliu.interest.searches.models import SavedSearch


@dataclass(frozen=True, slots=True)
class Subject:
    """Either ``search_id`` or ``own_kind`` and ``own_id``; as the columns of an alert."""

    search_id: int | None = None
    own_kind: str = ""
    own_id: int | None = None

    @classmethod
    def of(cls, interest: Any) -> Subject:
        """The subject that a saved search or a record is."""
        if isinstance(interest, SavedSearch):
            return cls(search_id=interest.pk)
        return cls(own_kind=interest.kind, own_id=interest.pk)

    @property
    def columns(self) -> dict[str, Any]:
        return {"search_id": self.search_id, "own_kind": self.own_kind, "own_id": self.own_id}
