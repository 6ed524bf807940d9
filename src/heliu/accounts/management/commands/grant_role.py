"""``heliu grant-role``: give somebody a role on the platform, or take it away."""

from __future__ import annotations

from typing import Annotated

from django.core.management.base import CommandError
from django_typer.management import TyperCommand
from typer import Argument, Option

from heliu.accounts import actions
from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import User
from heliu.kit.permissions import OPERATOR


class Command(TyperCommand):
    help = "Give a role on the platform to somebody who has an account."

    def handle(
        self,
        email: Annotated[str, Argument(help="E-mail address of the account.")],
        role: Annotated[str, Argument(help=f"One of: {', '.join(PlatformRole.values)}.")],
        revoke: Annotated[bool, Option("--revoke", help="Take the role away instead.")] = False,
    ) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"There is no account with the address {email}.")
        if role not in PlatformRole.values:
            raise CommandError(f"There is no role {role}. Choose one of: {', '.join(PlatformRole.values)}.")
        if revoke:
            actions.revoke_role(actor=OPERATOR, user=person, role=role)
            self.stdout.write(f"{person.email} is not a {role} any more.")
        else:
            actions.grant_role(actor=OPERATOR, user=person, role=role)
            self.stdout.write(f"{person.email} is a {role} now.")
