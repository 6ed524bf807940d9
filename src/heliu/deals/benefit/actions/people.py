"""What becomes of a person in splits when their account is deleted."""

from __future__ import annotations

from heliu.accounts.models import User
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.models import Share


def forget_person(user: User) -> None:
    """Take the address out of every share, and the name out of drafts, which owe nobody anything yet.

    In versions that were approved the name stays: the payment list is a document of the provider's accounts.
    """
    shares = Share.objects.filter(user=user)
    shares.filter(version__state=VersionState.DRAFT).update(name="", organisation="", role="")
    shares.update(email="")
