"""What the catalog keeps of people whose account ends."""

from __future__ import annotations

from heliu.accounts.models import User
from heliu.catalog.models import RECORD_MODELS


def forget_author(user: User) -> None:
    """Take a person out of the old versions of records, which no foreign key of the database reaches."""
    for model in RECORD_MODELS.values():
        model.history.filter(created_by_id=user.pk).update(created_by_id=None)  # type: ignore[attr-defined]
