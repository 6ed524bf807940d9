"""People, the organisations they act for, and what they may do."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken
from simple_history.models import HistoricalRecords

from heliu.accounts.choices import ClaimState, MemberRole, OrganisationKind, PlatformRole, Verification
from heliu.kit.identifiers import normalise_ror, normalise_uscc, validate_ror_form, validate_uscc_form
from heliu.kit.language import localised
from heliu.kit.vocabularies import industries, regions
from heliu.kit.zones import validate_zone, zone_named


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing] # knox has no types
    """A person who signs in with an e-mail address. May act for several organisations."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # Empty: the installation's, also when that is changed.
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True, validators=[validate_zone])
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use the administration"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # Which privacy notice the person agreed to, and when.
    consent_version = models.CharField(_("privacy notice agreed to"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("agreed at"), null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the person is shown moments; that of the installation where none was chosen."""
        return zone_named(self.time_zone)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations are public facts: everybody sees every active one."""

    def visible_to(self, user: Any) -> OrganisationQuerySet:
        return self.filter(is_active=True)

    def of_member(self, user: Any) -> OrganisationQuerySet:
        """Those the person is a member of."""
        return self.filter(memberships__user=user) if user.is_authenticated else self.none()


class Organisation(models.Model):
    """An enterprise, university, institute, laboratory, service body, park, government or investor.

    Known by its unified social credit code where it has one, research bodies by ROR as well.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    region = models.CharField(_("region"), max_length=6, blank=True, help_text=_("GB/T 2260 code"))
    industry = models.CharField(_("industry"), max_length=5, blank=True, help_text=_("GB/T 4754 code"))
    website = models.URLField(_("website"), blank=True)
    uscc = models.CharField(
        _("unified social credit code"), max_length=18, null=True, blank=True, unique=True,
        validators=[validate_uscc_form],
    )  # fmt: skip
    ror = models.CharField(
        _("ROR id"), max_length=9, null=True, blank=True, unique=True, validators=[validate_ror_form]
    )
    verification = models.CharField(
        _("verification"), max_length=20, choices=Verification.choices, default=Verification.UNVERIFIED, editable=False
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True, editable=False)
    illustrative = models.BooleanField(_("illustrative"), default=False, editable=False)
    is_active = models.BooleanField(_("shown"), default=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    external_id = models.CharField(_("external id"), max_length=200, blank=True, db_index=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    history = HistoricalRecords()
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_zh", "name_en", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the page's language."""
        return localised(self, "name")

    @property
    def is_verified(self) -> bool:
        return self.verification == Verification.VERIFIED

    def clean(self) -> None:
        self.uscc = normalise_uscc(self.uscc) or None
        self.ror = normalise_ror(self.ror) or None
        problems: dict[str, Any] = {}
        if not (self.name_zh or self.name_en):
            problems["name_zh"] = _("Give a name in Chinese or in English.")
        if self.region and self.region not in regions():
            problems["region"] = _("No region of GB/T 2260 has this code.")
        if self.industry and self.industry not in industries():
            problems["industry"] = _("No industry of GB/T 4754 has this code.")
        if problems:
            raise ValidationError(problems)

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.pk])


class Membership(models.Model):
    """A person who acts for an organisation; its owners also decide who else may."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    # An owner's word; owners themselves need none.
    may_sign = models.BooleanField(_("may bind the organisation by agreements"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


class Invitation(models.Model):
    """An owner's offer of a membership to an e-mail address; only a hash of its secret is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Kept when the inviting person deletes their account: the offer is the organisation's.
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["email"], name="invitations_to_address")]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return not (self.accepted_at or self.withdrawn_at or self.is_expired)


class Claim(models.Model):
    """A person's statement "I act for this organisation", which a reviewer approves or refuses.

    Approving makes the person an owner and the organisation verified.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="claims")
    evidence = models.TextField(_("evidence"), help_text=_("How a reviewer can see that you act for it."))
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.PENDING)
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(state="pending"), name="one_pending_claim_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    @property
    def is_pending(self) -> bool:
        return self.state == ClaimState.PENDING

    def get_absolute_url(self) -> str:
        return reverse("claim_detail", args=[self.pk])


class RoleGrant(models.Model):
    """A role on the platform given to a person, for example reviewer."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=PlatformRole.choices)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("platform role")
        verbose_name_plural = _("platform roles")
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="one_grant_a_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class ApiToken(AbstractAuthToken):
    """A key with which a program acts for a person. Only its digest is kept; it is shown once, when it is made."""

    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expiry is not None and self.expiry <= timezone.now()
