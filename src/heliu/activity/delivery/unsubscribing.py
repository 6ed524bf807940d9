"""Links that end mails without signing in.

The token is signed and names the person and what is to end; it opens nothing else and says nothing about the person to
whoever finds it. It does not run out: an old mail must end mails as well as a new one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from heliu.accounts.models import User
from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.delivery.errors import LinkUnknown
from heliu.activity.delivery.links import absolute

SALT = "heliu.notices.stop"
DIGEST = "digest"
WHAT = (*NoticeClass.values, DIGEST)


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose mails are to end, and which: a class of notices, or the digest."""

    user: User
    what: str


def stop_link(user: User, what: str) -> str:
    """The address that ends mails of a class, or the digest."""
    token = signing.dumps([user.pk, what], salt=SALT, compress=False)
    return absolute(reverse("notices_stop", args=[token]))


def read_wish(token: str) -> Wish:
    """What a link asks for. LinkUnknown where it was not made here or the account is gone."""
    try:
        pk, what = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkUnknown from None
    user = User.objects.filter(pk=pk).first()
    if user is None or what not in WHAT:
        raise LinkUnknown
    return Wish(user, what)
