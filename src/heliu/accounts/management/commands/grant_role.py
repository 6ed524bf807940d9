"""``heliu grant-role``: give somebody a role on the platform, or take it away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.accounts import actions
from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import User
from heliu.kit.permissions import OPERATOR


class Command(BaseCommand):
    help = "Give a role on the platform to somebody who has an account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="E-mail address of the account.")
        parser.add_argument("role", choices=PlatformRole.values, help="The role.")
        parser.add_argument("--revoke", action="store_true", help="Take the role away instead.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"There is no account with the address {options['email']}.")
        role = options["role"]
        if options["revoke"]:
            actions.revoke_role(actor=OPERATOR, user=person, role=role)
            self.stdout.write(f"{person.email} is not a {role} any more.")
        else:
            actions.grant_role(actor=OPERATOR, user=person, role=role)
            self.stdout.write(f"{person.email} is a {role} now.")
