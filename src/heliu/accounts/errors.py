"""Why the accounts area refuses something that the person was allowed to try.

    AccountsError                     400
    ├── DuplicateOrganisation         409  the organisation seems to be registered already
    ├── IdentityChange                409  a verified organisation would become another one
    ├── EditConflict                  409  somebody else saved in the meantime
    ├── ClaimDecided                  409  another reviewer was faster
    ├── ClaimOpen                     409  the person has asked already
    ├── LastOwner                     409  an organisation would be left without an owner
    ├── LastAdministrator             409  the installation would be left without one
    ├── NoSuchManager                 404  nobody of this address is a technology manager
    ├── TieStands                     409  the two have agreed, or one has asked, already
    ├── TieOver                       409  it was accepted or ended in the meantime
    ├── WrongPassword                 400
    ├── TooManyTokens                 409
    └── InvitationError               400
        ├── AlreadyMember             409
        ├── AlreadyInvited            409
        ├── TooManyInvitations        429
        ├── InvitationUnknown         404
        ├── InvitationForSomebodyElse 403
        ├── InvitationUsed            409
        ├── InvitationWithdrawn       410
        └── InvitationExpired         410

Each carries its HTTP status and a message in the reader's language. A person who may not even try
gets Django's PermissionDenied from ``kit.permissions.require``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from heliu.accounts.models import Organisation


class AccountsError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class DuplicateOrganisation(AccountsError):
    """``certain`` where a code is the same; a name alone may belong to two organisations."""

    status = 409
    message = _("An organisation like this is registered already.")

    def __init__(self, similar: Iterable[Organisation], *, certain: bool) -> None:
        super().__init__()
        self.similar = list(similar)
        self.certain = certain


class IdentityChange(AccountsError):
    """A reviewer verified a name and its codes; with others the mark would say something untrue."""

    status = 409
    message = _("Changing the name or a code of a verified organisation ends its verification.")


class EditConflict(AccountsError):
    status = 409
    message = _("Somebody else saved changes in the meantime.")

    def __init__(self, current: Organisation) -> None:
        super().__init__()
        self.current = current


class ClaimDecided(AccountsError):
    status = 409
    message = _("This claim has been decided already.")


class ClaimOpen(AccountsError):
    status = 409
    message = _("You have claimed this organisation already; a reviewer will look at it.")


class LastOwner(AccountsError):
    status = 409
    message = _("An organisation needs an owner. Make somebody else an owner first.")

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        super().__init__()
        self.organisations = list(organisations)


class LastAdministrator(AccountsError):
    status = 409
    message = _("An installation needs an administrator. Name another one first.")


class NoSuchManager(AccountsError):
    status = 404
    message = _("No technology manager of this platform has this e-mail address.")


class TieStands(AccountsError):
    status = 409
    message = _("This has been agreed already, or one of the two sides has asked for it.")


class TieOver(AccountsError):
    status = 409
    message = _("This was accepted or ended in the meantime.")


class WrongPassword(AccountsError):
    message = _("This is not your password.")


class TooManyTokens(AccountsError):
    status = 409
    message = _("You have as many tokens as one person may have. Revoke one first.")


class InvitationError(AccountsError):
    """Something about an invitation."""


class AlreadyMember(InvitationError):
    status = 409
    message = _("This person is a member already.")


class AlreadyInvited(InvitationError):
    status = 409
    message = _("This address has an open invitation already; you can send it again.")


class TooManyInvitations(InvitationError):
    status = 429
    message = _("You have sent as many invitations as one person may send in a day.")


class InvitationUnknown(InvitationError):
    status = 404
    message = _("There is no such invitation. Please compare the link with the one in the e-mail.")


class InvitationForSomebodyElse(InvitationError):
    status = 403
    message = _("This invitation was sent to another e-mail address than yours.")


class InvitationUsed(InvitationError):
    status = 409
    message = _("This invitation has been accepted already.")


class InvitationWithdrawn(InvitationError):
    status = 410
    message = _("This invitation has been withdrawn.")


class InvitationExpired(InvitationError):
    status = 410
    message = _("This invitation has expired. Ask for a new one.")
