"""A person's own account, from its making to its end."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.actions._announcing import announce
from heliu.accounts.errors import LastAdministrator, LastOwner, WrongPassword
from heliu.accounts.models import Invitation, Organisation, User
from heliu.accounts.permissions import forget_lookups
from heliu.accounts.privacy import PRIVACY_VERSION
from heliu.accounts.selectors import is_last_administrator, organisations_left_to, owners_of
from heliu.accounts.signals import account_deleted, member_left
from heliu.kit.permissions import require


@transaction.atomic
def create_person(
    *, actor: Any, email: str, password: str, name: str = "", language: str = "", administrator: bool = False
) -> User:  # fmt: skip
    """Make an account that can sign in at once, its address counted as confirmed.

    For the installation's commands and its administrators; everybody else signs up. The person has
    agreed to nothing yet and is asked when they sign in. Raises ValidationError.
    """
    require(actor, "accounts.add_person")
    user = User(
        email=email.strip().lower(), name=name.strip(), language=language, is_staff=administrator,
        is_superuser=administrator,
    )  # fmt: skip
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def edit_profile(*, actor: User, name: str, language: str, time_zone: str) -> None:
    """Change how the person is called, in which language they are written to and whose clock they live by.

    An empty time zone is the installation's. Raises ValidationError.
    """
    require(actor, "accounts.manage_account", actor)
    _check_language(language)
    actor.name = name.strip()
    actor.language = language
    actor.time_zone = time_zone
    actor.full_clean(exclude=["password"])
    actor.save(update_fields=["name", "language", "time_zone"])


def change_language(*, actor: User, language: str) -> None:
    """Remember the language that the person chose for the pages."""
    require(actor, "accounts.manage_account", actor)
    _check_language(language)
    if actor.language != language:
        actor.language = language
        actor.save(update_fields=["language"])


def agree_to_privacy_notice(*, actor: User) -> None:
    """Note that the person has agreed to the notice in force, and when."""
    require(actor, "accounts.manage_account", actor)
    if actor.consent_version != PRIVACY_VERSION:
        actor.consent_version = PRIVACY_VERSION
        actor.consented_at = timezone.now()
        actor.save(update_fields=["consent_version", "consented_at"])


@transaction.atomic
def delete_account(*, actor: User, password: str) -> None:
    """Delete one's own account for good.

    Raises WrongPassword; LastOwner, naming the organisations that have other members and no other
    owner; LastAdministrator.
    """
    require(actor, "accounts.manage_account", actor)
    if actor.has_usable_password() and not actor.check_password(password):
        raise WrongPassword
    _erase(actor)


@transaction.atomic
def change_person(
    *, actor: Any, user: User, name: str, language: str, is_active: bool, is_staff: bool, is_superuser: bool
) -> User:  # fmt: skip
    """Change somebody's name, language and rights in the administration. Raises LastAdministrator."""
    require(actor, "accounts.change_person", user)
    stored = User.objects.select_for_update().get(pk=user.pk)
    if is_last_administrator(stored) and not (is_superuser and is_active):
        raise LastAdministrator
    stored.name, stored.language = name.strip(), language
    stored.is_active, stored.is_staff, stored.is_superuser = is_active, is_staff, is_superuser
    stored.full_clean(exclude=["password"])
    stored.save(update_fields=["name", "language", "is_active", "is_staff", "is_superuser"])
    return stored


@transaction.atomic
def erase_account(*, actor: Any, user: User) -> None:
    """Delete somebody's account for good, for example at their written request. Raises LastOwner, LastAdministrator."""
    require(actor, "accounts.erase_account", user)
    _erase(user)


def _erase(user: User) -> None:
    """Take a person out of the database.

    Memberships, roles, claims, tokens, notices and addresses go with the row; what others rely on
    (records, attachments, decisions, the timeline) stays without naming its author. Higher features
    hear ``account_deleted`` first and clean what a foreign key does not reach.
    """
    # The rows that every change of members locks, so that two owners cannot leave at once.
    joined = list(Organisation.objects.select_for_update().filter(memberships__user=user).order_by("pk"))
    if left := organisations_left_to(user):
        raise LastOwner(left)
    if is_last_administrator(user):
        raise LastAdministrator
    account_deleted.send(sender=User, user=user)
    user.memberships.all().delete()
    now = timezone.now()
    for organisation in joined:
        announce(member_left, organisation, notify=owners_of(organisation))
        if not organisation.memberships.exists():
            organisation.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    Invitation.objects.filter(email__iexact=user.email).delete()
    forget_lookups(user)
    user.delete()


def _check_language(language: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("There is no such language here.")})
