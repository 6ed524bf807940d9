"""A record that somebody keeps for themselves."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_LABEL = 40
LONGEST_NOTE = 2_000


class Bookmark(models.Model):
    """Each Bookmark belongs to one person, and nobody else ever sees it.

    It names a record and copies nothing of it: of one that is withdrawn nothing is told but that it is no longer
    published. The person's own words stay.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.PositiveBigIntegerField(_("record"))
    label = models.CharField(_("label"), max_length=LONGEST_LABEL, blank=True)
    note = models.TextField(_("note"), blank=True, validators=[MaxLengthValidator(LONGEST_NOTE)])
    # The merged record that it was kept for; it goes back to it when the merge is undone.
    merged_from = models.PositiveBigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(_("kept since"), auto_now_add=True)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "object_id"], name="one_bookmark_of_a_person")]
        indexes = [models.Index(fields=["kind", "object_id"], name="bookmarks_of_record")]

    def __str__(self) -> str:
        return f"{self.owner_id} · {self.kind} {self.object_id}"
