"""What introductions keep of people whose account ends."""

from __future__ import annotations

from heliu.accounts.models import User
from heliu.dealflow.models import Introduction


def forget_person(user: User) -> None:
    """Take a person out of the old versions, which no foreign key of the database reaches."""
    for name in ("asked_by_id", "replied_by_id", "owner_id"):
        Introduction.history.filter(**{name: user.pk}).update(**{name: None})
