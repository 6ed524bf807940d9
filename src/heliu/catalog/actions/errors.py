"""Steps on a record that cannot be done; the tree is drawn in the package's docstring."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from heliu.catalog.models import Record
from heliu.catalog.selectors import Change


class CatalogError(Exception):
    """A step on a record that cannot be done."""

    status = 400


class NotPossible(CatalogError):
    status = 409


class RecordGone(CatalogError):
    status = 404


class ReasonMissing(CatalogError):
    status = 422


class EditConflict(CatalogError):
    """Somebody saved the record after this person had opened it."""

    status = 409

    def __init__(self, record: Record, changes: Sequence[Change]) -> None:
        super().__init__(_("Somebody else changed this record in the meantime."))
        self.record = record
        self.changes = changes
