"""What was done when two records became one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from heliu.accounts.choices import PlatformRole
from heliu.accounts.permissions import has_role, memberships_of
from heliu.catalog.choices import Tier
from heliu.catalog.models import RECORD_MODELS
from heliu.identity.models.duplicates import Duplicate
from heliu.kit.jsontext import ReadableJSONEncoder

Values = dict[str, Any]


class MergeQuerySet(models.QuerySet["Merge"]):
    """Begin with ``visible_to``."""

    def visible_to(self, user: Any) -> MergeQuerySet:
        """Members of the organisations of both records, and reviewers where both were put before reviewers."""
        if not user.is_authenticated:
            return self.none()
        condition = Q(pk__in=[])
        reviews, own = has_role(user, PlatformRole.REVIEWER), list(memberships_of(user))
        for kind, model in RECORD_MODELS.items():
            readable: Any = model._default_manager.content_visible_to(user).order_by()
            both = Q(kind=kind, kept_id__in=readable.values("pk"), merged_id__in=readable.values("pk"))
            if reviews:
                shown = readable.exclude(tier=Tier.CONFIDENTIAL).values("pk")
                condition |= Q(kind=kind, kept_id__in=shown, merged_id__in=shown)
            mine = readable.filter(organisation__in=own).values("pk")
            condition |= both & Q(kept_id__in=mine, merged_id__in=mine)
        return self.filter(condition)


class Merge(models.Model):
    """Each Merge lets one record stand for another one, and knows how to take that back.

    ``before`` and ``after`` are what the record that stays said in the fields and parts that it took over: what still
    is as ``after`` says goes back to ``before`` when the merge is undone, and what was changed since stays.
    """

    kind = models.CharField(_("kind"), max_length=20)
    kept_id = models.PositiveBigIntegerField()
    merged_id = models.PositiveBigIntegerField()
    duplicate = models.ForeignKey(Duplicate, on_delete=models.SET_NULL, null=True, related_name="merges")
    before: models.JSONField[Values, Values] = models.JSONField(default=dict, encoder=ReadableJSONEncoder)
    after: models.JSONField[Values, Values] = models.JSONField(default=dict, encoder=ReadableJSONEncoder)
    joined: models.JSONField[Values, Values] = models.JSONField(default=dict)
    """Ids of files and links that were put on the record that stays (``catalog.actions.Joined``)."""
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("merged by"),
    )  # fmt: skip
    merged_at = models.DateTimeField(_("merged at"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("undone by"),
    )  # fmt: skip
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    # Names of what was changed since the merge and so stayed when it was undone.
    left_as_is: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of records")
        verbose_name_plural = _("merges of records")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "merged_id"], condition=Q(undone_at__isnull=True), name="merged_once_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["kind", "kept_id"], name="merges_of_kept")]

    def __str__(self) -> str:
        return f"{self.kind} {self.merged_id} → {self.kept_id}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None

    def get_absolute_url(self) -> str:
        return reverse("merge_detail", args=[self.pk])
