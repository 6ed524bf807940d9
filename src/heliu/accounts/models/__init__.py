"""People, organisations, and who acts for whom."""

from heliu.accounts.models.people import (
    ApiToken,
    Claim,
    Invitation,
    Membership,
    Organisation,
    OrganisationQuerySet,
    RoleGrant,
    User,
    UserManager,
)
from heliu.accounts.models.ties import Mandate, Tenancy, Tie

__all__ = [
    "ApiToken",
    "Claim",
    "Invitation",
    "Mandate",
    "Membership",
    "Organisation",
    "OrganisationQuerySet",
    "RoleGrant",
    "Tenancy",
    "Tie",
    "User",
    "UserManager",
]
