"""The templates that papers are made from, the papers, and what is uploaded beside them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from heliu.agreements.choices import Language
from heliu.deals.papers.choices import ENCLOSED, Item


def _by_person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )


class PaperTemplate(models.Model):
    """Each PaperTemplate is one numbered version of the Word file that a kind of paper is made from in a language.

    It replaces the draft that comes with the software as long as it is in force. Its file is never changed.
    """

    kind = models.CharField(_("kind of paper"), max_length=40, editable=False)
    language = models.CharField(_("language of the text"), max_length=2, choices=Language, editable=False)
    number = models.PositiveIntegerField(_("version"), editable=False)
    file = models.FileField(_("Word file"), max_length=200, editable=False)
    file_name = models.CharField(max_length=200, editable=False)
    content_hash = models.CharField(_("SHA-256"), max_length=64, editable=False)
    fields = models.JSONField(default=list, editable=False)
    """Names of the fields it carries."""
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    checked = models.BooleanField(_("checked by a lawyer"), default=False)
    in_force = models.BooleanField(_("in force"), default=False, editable=False)
    created_by = _by_person()
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        ordering = ["kind", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "number"], name="paper_template_numbers"),
            models.UniqueConstraint(
                fields=["kind", "language"], condition=models.Q(in_force=True), name="one_paper_template_in_force"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)d") % {"number": self.number})

    def get_absolute_url(self) -> str:
        return reverse("paper_templates")


class Paper(models.Model):
    """Each Paper is a Word file that was made of a deal's record, with the values it was filled with.

    Making it again gives the next version; the earlier ones are kept. Nobody types into one: what is wrong in it is
    mended in the record.
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind of paper"), max_length=40)
    language = models.CharField(_("language of the text"), max_length=2, choices=Language)
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(_("Word file"), max_length=200)
    content_hash = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField()
    # None where it was made from the draft that comes with the software; the hash says which draft.
    template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    template_hash = models.CharField(max_length=64)
    values = models.JSONField(default=dict)
    """Name of the field → the text it was filled with; empty where the record did not say."""
    made_by = _by_person()
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["kind", "language", "-number"]
        constraints = [models.UniqueConstraint(fields=["deal", "kind", "language", "number"], name="paper_numbers")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("paper_detail", args=[self.deal_id, self.pk])

    @property
    def file_name(self) -> str:
        """What it is saved as: ``D2026-0012-term_sheet-zh-2.docx``."""
        return f"{self.deal.number}-{self.kind}-{self.language}-{self.number}.docx"

    @property
    def gaps(self) -> list[str]:
        """Names of the fields of which the record did not say anything."""
        return [name for name, value in self.values.items() if not value]


class Enclosure(models.Model):
    """Each Enclosure is an uploaded file that a registration package needs beside the papers: the signed contract, or
    what an organisation proves who it is with. Of each item the newest counts."""

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="enclosures")
    item = models.CharField(
        _("what it is"), max_length=30, choices=[(one.value, one.label) for one in ENCLOSED], default=Item.CONTRACT
    )
    file = models.FileField(_("file"), max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=100)
    content_hash = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField()
    added_by = _by_person()
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        verbose_name = _("enclosure")
        verbose_name_plural = _("enclosures")
        ordering = ["item", "-added_at", "-pk"]

    def __str__(self) -> str:
        return self.name
