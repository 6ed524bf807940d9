"""Regular work of the accounts area; named in ``settings.HELIU_DAILY_JOBS``."""

from __future__ import annotations

from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from heliu.accounts.actions import purge_invitations
from heliu.accounts.models import ApiToken


@task()
def purge_expired() -> int:
    """Delete what is over: invitations, expired tokens and sessions. Gives how many invitations and tokens went."""
    call_command("clearsessions")
    tokens, _ = ApiToken.objects.filter(expiry__lt=timezone.now()).delete()
    return purge_invitations() + tokens
