"""Keys with which programs act for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heliu.accounts.errors import TooManyTokens
from heliu.accounts.models import ApiToken, User
from heliu.accounts.selectors import own_tokens
from heliu.kit.permissions import require

TOKEN_LIMIT = 10


@transaction.atomic
def create_token(*, actor: User, name: str, days: int | None = 90) -> tuple[ApiToken, str]:
    """Make a token; gives it and its secret, which cannot be had again.

    ``days`` until it expires; None for never. Raises TooManyTokens, ValidationError.
    """
    require(actor, "accounts.manage_account", actor)
    User.objects.select_for_update().get(pk=actor.pk)
    if own_tokens(actor).filter(Q(expiry=None) | Q(expiry__gt=timezone.now())).count() >= TOKEN_LIMIT:
        raise TooManyTokens
    expiry = None if days is None else timedelta(days=days)
    ApiToken(user=actor, name=name.strip()).full_clean(exclude=["digest", "token_key"])
    token, secret = ApiToken.objects.create(user=actor, expiry=expiry, name=name.strip())
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Any, token: ApiToken) -> None:
    """Make a token worthless at once."""
    require(actor, "accounts.revoke_token", token)
    token.delete()
