"""What went out, what has to be looked at again, and who wants none of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.exchange.choices import Entity
from heliu.kit.jsontext import ReadableJSONEncoder


class Exposure(models.Model):
    """Each Exposure is one item that harvesters are given, or were given once: then it is a tombstone without content.

    ``content`` is all that goes out of it, as `items.Item` describes. ``datestamp`` changes when that changes, and
    only then. A record is one item; each of its works and patents is another.
    """

    identifier = models.CharField(max_length=80, unique=True)
    """The id inside the repository, as ``Products/12``; never given to anything else."""
    entity = models.CharField(max_length=12, choices=Entity.choices)
    kind = models.CharField(max_length=20)
    """Of the record that it is or belongs to: a kind of the catalog, or ``organisation``."""
    object_id = models.PositiveBigIntegerField()
    content: models.JSONField[Any, Any] = models.JSONField(default=dict, encoder=ReadableJSONEncoder)
    digest = models.CharField(max_length=64, blank=True)
    deleted = models.BooleanField(default=False)
    datestamp = models.DateTimeField()
    """Whole seconds, since harvesters ask by them."""

    class Meta:
        verbose_name = _("item that goes out")
        verbose_name_plural = _("items that go out")
        ordering = ["datestamp", "pk"]
        indexes = [
            # A harvest walks along the days; with a set, along those of one sort.
            models.Index(fields=["datestamp", "id"], name="exposure_by_date"),
            models.Index(fields=["entity", "datestamp", "id"], name="exposure_by_set"),
            models.Index(fields=["kind", "object_id"], name="exposure_of_record"),
        ]

    def __str__(self) -> str:
        return self.identifier


class Change(models.Model):
    """Each Change is a note, written with a change itself, that what goes out of one record is to be compared."""

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("record to be compared")
        verbose_name_plural = _("records to be compared")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Withholding(models.Model):
    """Each Withholding is an organisation's word that nothing of it is given to harvesters; without one it is."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="withholding")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organisation that gives nothing to harvesters")
        verbose_name_plural = _("organisations that give nothing to harvesters")

    def __str__(self) -> str:
        return str(self.organisation)


NOT_WITHHELD = Q(organisation__withholding=None)
"""Of records: their organisation has said no such thing."""
