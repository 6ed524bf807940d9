"""What else an organisation is called."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.identity.choices import NameKind

LONGEST_NAME = 200


class OrganisationName(models.Model):
    """A name that an organisation goes or went by, beside the two of its page; texts that say it mean the organisation.

    A name may belong to several organisations: 天大 is said of more than one, and a reader then has to ask which.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    kind = models.CharField(_("kind of name"), max_length=10, choices=NameKind.choices, default=NameKind.SHORT)
    since = models.DateField(_("used since"), null=True, blank=True)
    until = models.DateField(_("used until"), null=True, blank=True)
    source = models.CharField(_("where it is from"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("added by"), editable=False,
    )  # fmt: skip
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_name_once")]
        indexes = [models.Index(fields=["name"], name="organisation_by_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise ValidationError({"until": _("It ends before it begins.")})
