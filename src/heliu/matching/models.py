"""What the index has still to learn, and whether somebody is teaching it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from heliu.matching.outcomes.models import Outcome, ShownAnswer, ShownResult

__all__ = ["IndexChange", "IndexState", "Outcome", "ShownAnswer", "ShownResult"]


class IndexChange(models.Model):
    """A record that changed since the index last looked at it; written in the transaction of the change.

    It only says which record. The writer reads the record itself, so the order of changes does not
    matter and doing one twice does no harm. Rows go once the index has committed them, so every row
    that is here still waits. A row is found by being here, not by its number: on PostgreSQL a
    transaction with a lower number may commit after one with a higher.
    """

    seq = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.PositiveBigIntegerField(_("record"))
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("change for the index")
        verbose_name_plural = _("changes for the index")
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq}: {self.kind} {self.object_id}"


class IndexState(models.Model):
    """The one row in which the writer of the index says how it is."""

    # Tells the index of this database from one that was written for another.
    catalog = models.UUIDField(default=uuid.uuid4, editable=False)
    # Highest number of a change that was committed and deleted; an index that knows less was put back
    # from a backup and cannot catch up from the changes that are left.
    consumed = models.BigIntegerField(default=0)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    writer = models.CharField(_("writer"), max_length=200, blank=True)
    encoder = models.CharField(_("encoder"), max_length=200, blank=True)
    pending = models.PositiveIntegerField(_("texts without a vector"), default=0)
    problem = models.TextField(_("problem"), blank=True)
    rebuild_wanted = models.BooleanField(_("rebuild wanted"), default=False)
    # Records done and records in all while a new generation is being built; both 0 otherwise.
    build_done = models.PositiveIntegerField(default=0)
    build_total = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("state of the index")
        verbose_name_plural = _("state of the index")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_index_state")]

    def __str__(self) -> str:
        return self.writer or str(_("no writer"))
