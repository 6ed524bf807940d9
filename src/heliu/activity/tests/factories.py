"""People who get mail, and channels, for tests."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from heliu.accounts.models import Organisation, User
from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.activity.delivery.choices import ChannelKind, NoticeClass
from heliu.activity.delivery.models import Channel, NoticePreferences, new_secret

INSTANT = "mandate_offered"
"""A verb of which people are told at once unless they chose otherwise."""
NEWS = "organisation_edited"
"""A verb that waits for the digest unless they chose otherwise."""


def confirmed(user: User) -> User:
    """The same person, with a confirmed address."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def reader(organisation: Organisation | None = None, **choices: Any) -> User:
    """A member of an organisation with a confirmed address, who has chosen what is given."""
    user = confirmed(member(organisation or OrganisationFactory(verified=True), language="en"))
    if choices:
        NoticePreferences.objects.create(user=user, **choices)
    return user


def channel(organisation: Organisation, url: str, kind: str = ChannelKind.WEBHOOK, **fields: Any) -> Channel:
    """A channel that is told everything."""
    secret = new_secret() if kind == ChannelKind.WEBHOOK else "SEC123" if kind == ChannelKind.DINGTALK else ""
    values = {"name": "系统", "classes": list(NoticeClass.values), "language": "en", "secret": secret} | fields
    return Channel.objects.create(organisation=organisation, kind=kind, url=url, **values)
