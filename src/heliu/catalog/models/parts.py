"""What belongs to a record: works, rights, files."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from heliu.catalog.choices import AttachmentKind, PropertyKind, PropertyStatus, WorkKind
from heliu.catalog.models.columns import LONGEST_TEXT
from heliu.catalog.models.records import Achievement, Expert
from heliu.kit.language import localised


class Work(models.Model):
    """A paper, patent, project or standard of an expert."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="works")
    kind = models.CharField(_("kind"), max_length=10, choices=WorkKind.choices, default=WorkKind.PAPER)
    title_zh = models.CharField(_("title in Chinese"), max_length=500, blank=True)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    abstract = models.TextField(_("abstract"), blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1800), MaxValueValidator(2200)]
    )

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["-year", "pk"]

    def __str__(self) -> str:
        return localised(self, "title")

    def clean(self) -> None:
        if not (self.title_zh.strip() or self.title_en.strip()):
            raise ValidationError({"title_zh": _("Give a title in Chinese or in English.")})


class IntellectualProperty(models.Model):
    """A right that protects an achievement."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="intellectual_property")
    kind = models.CharField(_("kind"), max_length=10, choices=PropertyKind.choices)
    status = models.CharField(_("status"), max_length=12, choices=PropertyStatus.choices, default=PropertyStatus.NONE)
    number = models.CharField(_("number"), max_length=40, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("intellectual property")
        verbose_name_plural = _("intellectual property")
        ordering = ["pk"]

    def __str__(self) -> str:
        return localised(self, "title") or self.number or str(self.get_kind_display())

    def clean(self) -> None:
        if not (self.title_zh.strip() or self.title_en.strip() or self.number.strip()):
            raise ValidationError({"title_zh": _("Give a title or a number.")})


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Outside the web root, under a name nobody can guess; the shown name is kept in the row."""
    return f"attachments/{attachment.content_type_id}/{attachment.object_id}/{attachment.stored_name}"


class Attachment(models.Model):
    """A picture or file of a record, served only to those who may see the record's description."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    kind = models.CharField(_("kind"), max_length=10, choices=AttachmentKind.choices)
    name = models.CharField(_("name"), max_length=200)
    stored_name = models.CharField(max_length=80, editable=False)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=300)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_of_record")]

    def __str__(self) -> str:
        return self.name
