"""A request to read a record that is shown on request, and the log of who read what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.agreements.choices import State as AgreementState
from heliu.agreements.models import Agreement
from heliu.catalog.choices import AccessKind, AccessStanding, AccessState, AccessWay
from heliu.kit.append_only import AppendOnlyModel
from heliu.kit.workdays import local_day


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Requests by what they open."""

    def in_force(self) -> AccessRequestQuerySet:
        """Those that open their record today; one under an agreement only while the agreement is in force."""
        today = local_day()
        protected = Q(agreement__state=AgreementState.IN_FORCE, agreement__ends_on__gte=today)
        return self.filter(Q(agreement=None) | protected, state=AccessState.GRANTED, until__gte=today)


class AccessRequest(models.Model):
    """Each AccessRequest is an organisation's wish to read one *on request* record in full, and the owner's answer.

    While granted, and until its last day, all members of the organisation read the record; the owner
    can revoke it at any time. With an agreement it is granted as long as that is in force, and then it opens a
    confidential record as well: such a one nobody has asked for, the two have exchanged their records.
    """

    kind = models.CharField(max_length=20, editable=False)
    record_id = models.PositiveBigIntegerField(editable=False)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("asking organisation")
    )
    # Nobody where the owner opened it without being asked, or where the account has ended.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    reason = models.TextField(_("reason"))
    state = models.CharField(
        _("state"), max_length=10, choices=AccessState.choices, default=AccessState.WAITING, editable=False
    )
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day on which it is open."))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    answer = models.TextField(_("word of the owner"), blank=True)
    under_agreement = models.BooleanField(_("only under a confidentiality agreement"), default=False, editable=False)
    # The one that is in force, from when it opens the record.
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("access request")
        verbose_name_plural = _("access requests")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_id", "organisation"],
                condition=Q(state__in=[AccessState.WAITING, AccessState.PROMISED, AccessState.GRANTED]),
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
    def is_promised(self) -> bool:
        """Whether it opens as soon as the two have an agreement."""
        return self.state == AccessState.PROMISED

    @property
    def is_in_force(self) -> bool:
        granted = self.state == AccessState.GRANTED and self.until is not None and self.until >= local_day()
        return granted and (self.agreement is None or self.agreement.is_in_force)

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
