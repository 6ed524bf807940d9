"""``heliu create-admin``: the installation's first administrator."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django_typer.management import TyperCommand
from typer import Argument, Option

from heliu.accounts.actions import create_person, grant_role
from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import User
from heliu.kit.permissions import OPERATOR


class Command(TyperCommand):
    help = "Create an administrator who signs in with this e-mail address."

    def handle(
        self,
        email: Annotated[str, Argument(help="E-mail address to sign in with.")],
        name: Annotated[str, Option(help="Name shown to others.")] = "",
        password_stdin: Annotated[
            bool, Option("--password-stdin", help="Read the password from standard input instead of making one.")
        ] = False,
        reviewer: Annotated[bool, Option("--reviewer", help="Make the person a reviewer as well.")] = False,
    ) -> None:
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"There is an account with the address {email} already.")
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else secrets.token_urlsafe(12)
        try:
            with transaction.atomic():
                person = create_person(actor=OPERATOR, email=email, name=name, password=password, administrator=True)
                if reviewer:
                    grant_role(actor=OPERATOR, user=person, role=PlatformRole.REVIEWER)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{person.email} can sign in as administrator{' and reviewer' if reviewer else ''}.")
        if not password_stdin:
            self.stdout.write(f"Password: {password}")
            self.stdout.write("It is not stored in a readable form; note it now and change it after signing in.")
