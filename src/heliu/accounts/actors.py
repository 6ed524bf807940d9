"""Whoever an action is taken for."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from heliu.accounts.models import User
from heliu.kit.permissions import Operator

Actor = User | AnonymousUser | Operator
"""Whoever a request is from; the rules refuse somebody who has not signed in. The worker is the operator."""


def person(actor: Actor) -> User | None:
    """Who it was, for history and timeline; the operator and visitors are nobody there."""
    return actor if isinstance(actor, User) else None
