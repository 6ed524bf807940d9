"""Closed lists of the accounts area."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    ENTERPRISE = "enterprise", _("Enterprise")
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Institute")
    LABORATORY = "laboratory", _("Laboratory")
    SERVICE = "service", _("Service body")
    PARK = "park", _("Park")
    GOVERNMENT = "government", _("Government")
    INVESTOR = "investor", _("Investor")


class Verification(models.TextChoices):
    """Whether a reviewer has seen that an organisation is what it says it is."""

    UNVERIFIED = "unverified", _("Not verified")
    VERIFIED = "verified", _("Verified")


class MemberRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    MEMBER = "member", _("Member")


class PlatformRole(models.TextChoices):
    """Roles on the platform as a whole, beside memberships; what each opens is in the permissions."""

    REVIEWER = "reviewer", _("Reviewer")
    MANAGER = "manager", _("Technology manager")
    PARK_OPERATOR = "park_operator", _("Park operator")
    ANALYST = "analyst", _("Bureau analyst")


class ClaimState(models.TextChoices):
    PENDING = "pending", _("Waiting for a reviewer")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
