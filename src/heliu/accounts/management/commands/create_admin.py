"""``heliu create-admin``: the installation's first administrator."""

from __future__ import annotations

import secrets
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from heliu.accounts.actions import create_person, grant_role
from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import User
from heliu.kit.permissions import OPERATOR


class Command(BaseCommand):
    help = "Create an administrator who signs in with this e-mail address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="E-mail address to sign in with.")
        parser.add_argument("--name", default="", help="Name shown to others.")
        parser.add_argument(
            "--password-stdin", action="store_true",
            help="Read the password from standard input instead of making one and printing it.",
        )  # fmt: skip
        parser.add_argument("--reviewer", action="store_true", help="Make the person a reviewer as well.")

    def handle(self, *args: Any, **options: Any) -> None:
        email, made = options["email"], not options["password_stdin"]
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"There is an account with the address {email} already.")
        password = secrets.token_urlsafe(12) if made else sys.stdin.readline().rstrip("\r\n")
        try:
            with transaction.atomic():
                person = create_person(
                    actor=OPERATOR, email=email, name=options["name"], password=password, administrator=True
                )  # fmt: skip
                if options["reviewer"]:
                    grant_role(actor=OPERATOR, user=person, role=PlatformRole.REVIEWER)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        also = " and reviewer" if options["reviewer"] else ""
        self.stdout.write(f"{person.email} can sign in as administrator{also}.")
        if made:
            self.stdout.write(f"Password: {password}")
            self.stdout.write("It is not stored in a readable form; note it now and change it after signing in.")
