"""Two records that may be one, and what their owners say."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import acting_for, has_role, memberships_of
from heliu.catalog.choices import State, Tier
from heliu.catalog.models import RECORD_MODELS
from heliu.identity.choices import ORGANISATION, DuplicateState, Side
from heliu.kit.jsontext import ReadableJSONEncoder

GONE = (State.CLOSED, State.MERGED)
LONGEST_NOTE = 2_000


def _json(**options: Any) -> models.JSONField[Any, Any]:
    return models.JSONField(blank=True, encoder=ReadableJSONEncoder, **options)


def both_in(kind: str, ids: QuerySet[Any]) -> Q:
    """Pairs of a kind of whose records both are among these."""
    return Q(kind=kind, left_id__in=ids.values("pk"), right_id__in=ids.values("pk"))


def one_in(kind: str, ids: QuerySet[Any]) -> Q:
    """Pairs of a kind of whose records at least one is among these."""
    return Q(kind=kind) & (Q(left_id__in=ids.values("pk")) | Q(right_id__in=ids.values("pk")))


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    """Begin with ``visible_to``."""

    def visible_to(self, user: Any) -> DuplicateQuerySet:
        """Pairs whose two records the person may read in full, for whoever has to do with them.

        Reviewers see all of those, members the ones with a record of their own organisation, technology managers those
        of which they act for both. A confidential record is shown in a pair within its organisation alone, and to its
        members alone. Pairs of organisations are for reviewers. Of an open pair both records are still there.
        """
        if not user.is_authenticated:
            return self.none()
        condition = Q(pk__in=[])
        for kind in RECORD_MODELS:
            condition |= self._of_kind(user, kind)
        if has_role(user, PlatformRole.REVIEWER):
            condition |= both_in(ORGANISATION, Organisation.objects.filter(is_active=True))
        return self.filter(condition)

    def _of_kind(self, user: Any, kind: str) -> Q:
        readable: Any = RECORD_MODELS[kind]._default_manager.content_visible_to(user).order_by()
        open_ones = readable.exclude(tier=Tier.CONFIDENTIAL)
        condition = Q(pk__in=[])
        if has_role(user, PlatformRole.REVIEWER):
            condition |= both_in(kind, open_ones)
        elif acting := acting_for(user):
            own = list(memberships_of(user))
            mine = one_in(kind, readable.filter(organisation__in=own)) if own else Q(pk__in=[])
            condition |= (mine | both_in(kind, open_ones.filter(organisation__in=acting))) & both_in(kind, open_ones)
        for organisation in memberships_of(user):
            condition |= both_in(kind, readable.filter(organisation=organisation))
        there = both_in(kind, readable.exclude(state__in=GONE))
        return condition & (~Q(state=DuplicateState.OPEN) | there)

    def open(self) -> DuplicateQuerySet:
        return self.filter(state=DuplicateState.OPEN)


class Duplicate(models.Model):
    """Each Duplicate is a pair of records, or of organisations, that may be one and the same.

    What was decided stays: a pair that somebody called different is asked about again only where both records have
    become others since (``adapters.changed_much``).
    """

    kind = models.CharField(_("kind"), max_length=20)
    left_id = models.PositiveBigIntegerField()
    right_id = models.PositiveBigIntegerField()
    score = models.FloatField(_("score"), help_text=_("Probability that they are one, 0 to 1."))
    verdict = models.CharField(max_length=10, blank=True)
    reasons: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = _json(default=list)
    # The versions that were compared.
    left_version = models.PositiveIntegerField()
    right_version = models.PositiveIntegerField()
    # Named by a person; what is computed does not take it off the list again.
    by_hand = models.BooleanField(default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=DuplicateState.choices, default=DuplicateState.OPEN, db_index=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(pgettext_lazy("duplicate", "decided at"), null=True, blank=True)
    note = models.TextField(_("why"), blank=True, max_length=LONGEST_NOTE)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "left_id", "right_id"], name="one_duplicate_a_pair"),
            models.CheckConstraint(condition=Q(left_id__lt=models.F("right_id")), name="duplicate_in_order"),
        ]
        indexes = [
            models.Index(fields=["kind", "right_id"], name="duplicate_by_right"),
            models.Index(fields=["state", "-score"], name="duplicates_to_decide"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.left_id} = {self.right_id}?"

    @property
    def is_open(self) -> bool:
        return self.state == DuplicateState.OPEN

    def id_of(self, side: Side) -> int:
        return self.left_id if side == Side.LEFT else self.right_id

    def get_absolute_url(self) -> str:
        return reverse("duplicate_detail", args=[self.pk])


class Proposal(models.Model):
    """How the two records of a pair shall be merged, put to the owners; a new one takes the place of the last."""

    duplicate = models.OneToOneField(Duplicate, on_delete=models.CASCADE, related_name="proposal")
    keep = models.CharField(_("stays"), max_length=5, choices=Side.choices)
    choices: models.JSONField[dict[str, str], dict[str, str]] = _json(default=dict)
    # An agreement to these versions is none to others.
    left_version = models.PositiveIntegerField()
    right_version = models.PositiveIntegerField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("proposed by"),
    )  # fmt: skip
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("proposed merge")
        verbose_name_plural = _("proposed merges")

    def __str__(self) -> str:
        return f"{self.duplicate_id}: {self.keep}"


class Consent(models.Model):
    """An owner's yes to a proposal, for their organisation."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("agreement to a merge")
        verbose_name_plural = _("agreements to a merge")
        constraints = [models.UniqueConstraint(fields=["proposal", "organisation"], name="one_consent_a_side")]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.organisation_id}"


class Change(models.Model):
    """A record that was written since it was last compared. Rows go once it was."""

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
