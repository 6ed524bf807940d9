"""What opens an organisation's records to somebody who is no member of it: both sides have said yes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.models.people import Organisation, User


class TieQuerySet(models.QuerySet[Any]):
    """Ties by how far they are."""

    def in_force(self) -> TieQuerySet:
        """Accepted by the other side and not ended."""
        return self.filter(accepted_at__isnull=False, ended_at=None)

    def standing(self) -> TieQuerySet:
        """In force, or waiting for the other side."""
        return self.filter(ended_at=None)


class Tie(models.Model):
    """Something that one side asks for, the other accepts and either ends. It is kept when it has ended."""

    # Which side asked; the other one accepts. The people are kept for the timeline of both.
    by_organisation = models.BooleanField(_("asked for by the organisation"), default=True)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-asked_at", "-pk"]

    @property
    def is_in_force(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.ended_at is None


class Mandate(Tie):
    """An organisation's word that a technology manager works for it: it stands in the manager's portfolio.

    Confidential records are left out unless an owner of the organisation has opened them to the manager.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mandates")
    manager = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mandates")
    confidential = models.BooleanField(_("confidential records too"), default=False)

    class Meta(Tie.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "manager"], condition=Q(ended_at=None), name="one_standing_mandate_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.manager} · {self.organisation}"


class Tenancy(Tie):
    """An organisation that names a park as its own, and a park that says so too."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parks")
    park = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tenants")

    class Meta(Tie.Meta):
        verbose_name = _("tenancy")
        verbose_name_plural = _("tenancies")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "park"], condition=Q(ended_at=None), name="one_standing_tenancy_each"
            ),
            models.CheckConstraint(condition=~Q(organisation=models.F("park")), name="no_tenant_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.park}"

    def clean(self) -> None:
        if self.park.kind != OrganisationKind.PARK:
            raise ValidationError({"park": _("This organisation is not a park.")})
