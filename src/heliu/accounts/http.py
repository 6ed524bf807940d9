"""The type of a request whose person is signed in, for views behind ``login_required``."""

from __future__ import annotations

from django.http import HttpRequest

from heliu.accounts.models import User


class SignedInRequest(HttpRequest):
    """Only a type: nothing is ever made of this class."""

    user: User
