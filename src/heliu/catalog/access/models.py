"""A request to read a record that is shown on request, and the log of who read what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.catalog.choices import AccessKind, AccessStanding, AccessState, AccessWay
from heliu.kit.append_only import AppendOnlyModel


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Requests by what they open."""

    def in_force(self) -> AccessRequestQuerySet:
        """Those that open their record today."""
        return self.filter(state=AccessState.GRANTED, until__gte=timezone.localdate())


class AccessRequest(models.Model):
    """Each AccessRequest is an organisation's wish to read one *on request* record in full, and the owner's answer.

    While granted, and until its last day, all members of the organisation read the record; the owner
    can revoke it at any time.
    """

    kind = models.CharField(max_length=20, editable=False)
    record_id = models.PositiveBigIntegerField(editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("asking organisation")
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    reason = models.TextField(_("reason"))
    state = models.CharField(
        _("state"), max_length=10, choices=AccessState.choices, default=AccessState.WAITING, editable=False
    )
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day on which it is open."))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    answer = models.TextField(_("word of the owner"), blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_id", "organisation"],
                condition=Q(state__in=[AccessState.WAITING, AccessState.GRANTED]),
                name="one_open_access_request_each",
            )
        ]
        indexes = [models.Index(fields=["organisation", "kind", "state"], name="access_of_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.kind} {self.record_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == AccessState.WAITING

    @property
    def is_in_force(self) -> bool:
        return self.state == AccessState.GRANTED and self.until is not None and self.until >= timezone.localdate()

    @property
    def standing(self) -> AccessState:
        """The state as it is today: a grant whose last day is past is over."""
        state = AccessState(self.state)
        return AccessState.OVER if state == AccessState.GRANTED and not self.is_in_force else state

    def get_absolute_url(self) -> str:
        return reverse("access_request", args=[self.pk])


class AccessEvent(AppendOnlyModel):
    """Each AccessEvent says that somebody outside the owner read in full what is not for everybody, when and how.

    Entries are only ever added. When an account ends its entries stay without the person, and with
    the organisation they read for.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("read for")
    )
    standing = models.CharField(_("as"), max_length=20, choices=AccessStanding.choices)
    owner = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=20)
    record_id = models.PositiveBigIntegerField(_("record"))
    version = models.PositiveIntegerField(_("version"))
    tier = models.CharField(_("disclosure tier"), max_length=20)
    what = models.CharField(_("what"), max_length=10, choices=AccessKind.choices)
    way = models.CharField(_("way"), max_length=10, choices=AccessWay.choices)
    at = models.DateTimeField(_("when"), default=timezone.now, editable=False, db_index=True)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "-at"], name="access_log_of_owner"),
            models.Index(fields=["kind", "record_id"], name="access_log_of_record"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.kind} {self.record_id} · {self.what}"
